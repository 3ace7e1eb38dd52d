"""Asking once: what a task asks for, by a word of its own, and where that was asked for already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.errors import AskedAlreadyError
from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.playbook import FieldRule, Playbook, TaskRule

_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """How often the customer was asked: for `things`, of which `once` with one request only; `repeated` ones were too many."""

    things: int
    once: int
    requests: int
    repeated: int


def words_of(text: str) -> str:
    """Return a text as the word that tells it from others: small letters and digits, one space between."""
    return _BETWEEN.sub(" ", text.casefold()).strip()


def document_of(rule: TaskRule) -> str | None:
    """Return what kind of document a task asks for; None where it asks for none."""
    if rule.documents is None:
        return None
    return words_of(rule.documents.kind or rule.title)


def subject_of(field: FieldRule) -> str:
    """Return what a question asks."""
    return words_of(field.subject or field.label)


def twice(playbook: Playbook) -> Iterator[tuple[TaskRule, TaskRule, str]]:
    """Yield each two tasks of one plan that ask the same, with what that is.

    Two that stand under different conditions are for different deals.
    """
    stages = {stage.id: stage.when for stage in playbook.stages}
    for one, other in combinations([rule for rule in playbook.tasks if rule.by_customer], 2):
        when, then = (_when(rule, stages) for rule in (one, other))
        if all(when) and all(then) and when != then:
            continue
        if what := _same(one, other):
            yield one, other, what


def twice_in(rule: TaskRule) -> str | None:
    """Return what a single form asks twice; None where nothing is."""
    seen: set[str] = set()
    for field in rule.fields:
        if subject_of(field) in seen:
            return field.label
        seen.add(subject_of(field))
    return None


def refuse_again(rule: TaskRule, state: Onboarding, playbook: Playbook, calendar: Calendar) -> None:
    """Refuse to ask for what was asked for already, with a pointer to it.

    Raises
    ------
    AskedAlreadyError
        It was; the message says when, and how far that has come.
    """
    for task in state.tasks:
        known = playbook.task(task.id)
        if known is None or not task.by_customer or task.status in {"waived", "waiting"}:
            continue
        what = _same(rule, known)
        if what is not None:
            raise _asked(task, what, state, calendar)


def count(state: Onboarding) -> Asks:
    """Return how often the customer was asked, over all tasks of an onboarding."""
    asked = [task for task in state.tasks if task.by_customer and task.asks]
    return Asks(
        things=len(asked),
        once=sum(task.asks == 1 and not task.again for task in asked),
        requests=sum(task.asks for task in asked),
        repeated=sum(max(task.asks - 1, int(task.again)) for task in asked),
    )


def _when(rule: TaskRule, stages: dict[str, str]) -> tuple[str, ...]:
    conditions = tuple(condition for condition in (stages.get(rule.stage, ""), rule.when) if condition)
    return conditions or ("",)


def _same(one: TaskRule, other: TaskRule) -> str | None:
    """Return what two tasks both ask for, in the words of the first; None where nothing is."""
    document = document_of(one)
    if document is not None and document == document_of(other):
        return one.title
    asked = {subject_of(field) for field in other.fields}
    return next((field.label for field in one.fields if subject_of(field) in asked), None)


def _asked(task: Task, what: str, state: Onboarding, calendar: Calendar) -> AskedAlreadyError:
    since = f" on {calendar.say(task.opened_at)}" if task.opened_at else ""
    accepted = [d for d in state.of_task(task.id) if d.status == "accepted"]
    document = accepted[-1].id if accepted else None
    if task.status == "done":
        done = f" and is there since {calendar.say(task.proof.at)}" if task.proof else " and is there"
        instead = "Use that"
    else:
        done, instead = ", and it has not arrived yet", "Wait for it, or ask them how far it is"
    return AskedAlreadyError(
        f"“{what}” was asked for already{since} (“{task.title}”){done}. {instead}; "
        "or say in `again` why it is wanted again.",
        task=task.id,
        document=document,
    )
