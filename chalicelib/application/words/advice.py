"""What to tell a person about an escalation: what is wrong, why we say so, and what to do next.

A rule that has no words yet still says its facts.
"""

from dataclasses import dataclass

from chalicelib.application.personal import Names
from chalicelib.application.words.advice_words import OTHERWISE, RULES
from chalicelib.application.words.dates import LocalTime
from chalicelib.application.words.said import Said
from chalicelib.application.words.why_told import climb_of, known_of
from chalicelib.domain.onboarding import Escalation, Onboarding, Task
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.why import Fact

_MOST_TASKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """An escalation in words. `headline` follows "Acme GmbH: "; `facts` are what the rule looked at, to be checked."""

    headline: str
    reason: str
    next_step: str
    facts: tuple[Fact, ...]
    rule: str
    playbook: str


def advise(
    escalation: Escalation,
    *,
    onboarding: Onboarding,
    playbook: Playbook,
    directory: Directory,
    names: Names,
    local: LocalTime | None = None,
) -> Advice:
    """Put an escalation into words for the person it is raised to, on whose wall hangs the clock `local`."""
    said = Said(onboarding=onboarding, playbook=playbook, directory=directory, names=names, local=local)
    facts = tuple(Fact(name=fact.name, value=said.value(fact)) for fact in escalation.why.facts)
    known = known_of(facts, subject=said.subject(escalation.subject))
    words = RULES.get(escalation.rule, OTHERWISE)
    return Advice(
        headline=words.headline % known,
        reason=" ".join(part for part in (words.reason % known, climb_of(known)) if part),
        next_step=_step(words.next_step, escalation, said) % known,
        facts=facts,
        rule=escalation.rule,
        playbook=_version(escalation),
    )


def _step(words: str, escalation: Escalation, said: Said) -> str:
    """Return what to do next; a stage that takes too long names what is open in it, and whose that is."""
    kind, _, name = escalation.subject.partition(":")
    open_tasks = [
        t for t in said.onboarding.tasks if t.stage == name and t.status in {"open", "submitted", "in_review"}
    ]
    if escalation.rule != "stage.stalled" or kind != "stage" or not open_tasks:
        return words
    each = ", ".join(f"“{t.title}” ({_whose(t, said)})" for t in open_tasks[:_MOST_TASKS])
    more = f" and {len(open_tasks) - _MOST_TASKS} more" if len(open_tasks) > _MOST_TASKS else ""
    return f"{words} Open now: {each}{more}.".replace("%", "%%")


def _whose(task: Task, said: Said) -> str:
    return "the customer" if task.by_customer else said.person(task.owner)


def _version(escalation: Escalation) -> str:
    playbook = escalation.why.playbook
    return f"{playbook.name}, version {playbook.version}" if playbook else ""
