"""Which tasks there are by the new version, and what differs of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import due_dates
from chalicelib.domain.given import given, on_its_way
from chalicelib.domain.migration.comparison import Comparison
from chalicelib.domain.migration.dates import shifted
from chalicelib.domain.migration.difference import BY_VERSION, Change
from chalicelib.domain.migration.fields import differing
from chalicelib.domain.onboarding import Onboarding, Proof, Task
from chalicelib.domain.playbook import TaskRule


def tasks(comparison: Comparison) -> tuple[Task, ...]:
    """Return the tasks by the new version: those that there are, changed or kept, and those that it adds."""
    return (*_those_there_are(comparison), *_added(comparison))


def _those_there_are(comparison: Comparison) -> Iterator[Task]:
    for task in comparison.state.tasks:
        rule = comparison.new.playbook.task(task.id)
        if rule is not None:
            yield _by_rule(task, comparison.planned.task(task.id) or rule, comparison)
        elif (left := _without_rule(task, comparison)) is not None:
            yield left


def _added(comparison: Comparison) -> Iterator[Task]:
    state = comparison.state
    known = {task.id for task in state.tasks}
    over = {stage.id for stage in state.stages if stage.status == "done"}
    for rule in comparison.new.playbook.tasks:
        if rule.id not in known and rule.id not in state.dropped:
            note = "opens at once: its stage is over" if rule.stage in over else ""
            comparison.tell("task", rule.id, "added", title=rule.title, note=note)
            yield Task(
                id=rule.id,
                stage=rule.stage,
                kind=rule.kind,
                title=rule.title,
                owner=comparison.owner(rule.role),
                by_customer=rule.by_customer,
            )


def _without_rule(task: Task, comparison: Comparison) -> Task | None:
    """Return a task that the new version does not have, where it stays."""
    state, context = comparison.state, comparison.old
    if context.playbook.task(task.id) is None or any(rule.id == task.id for rule in state.added):
        return task  # found missing at the handoff, or added by hand: no version's own
    reason = given(task, state, context.playbook)
    if not reason and on_its_way(task, context.playbook):
        note = "it counts as done without, so that a file on its way still has a place"
        comparison.tell("task", task.id, "dropped", title=task.title, note=note)
        proof = Proof(by=context.actor, at=context.now, reference=BY_VERSION)
        return replace(task, status="waived", proof=proof)
    comparison.tell("task", task.id, "kept" if reason else "dropped", title=task.title, note=reason)
    return task if reason else None


def _by_rule(task: Task, rule: TaskRule, comparison: Comparison) -> Task:
    """Return a task by its new rule; what is settled stays as it is."""
    old = comparison.old.playbook.task(task.id)
    if task.settled or old is None:
        return task
    what, due = differing(old, rule, but=("id", "when")), shifted(task, old, rule, comparison)
    if what or due != task.due_at:
        only_moved = all(one.startswith(("hours", "due")) for one in what)
        change: Change = "moved" if only_moved else "changed"
        comparison.tell("task", task.id, change, title=rule.title, what=what, due=(task.due_at, due))
    passes_on = task.status == "waiting" and old.role != rule.role
    return replace(
        task,
        stage=rule.stage,
        kind=rule.kind,
        title=rule.title,
        by_customer=rule.by_customer,
        owner=comparison.owner(rule.role) if passes_on else task.owner,
        due_at=due,
        anchor=(rule.due.anchor if rule.due else None) if task.opened_at else task.anchor,
        anchored_at=_anchored_at(task, old, rule, comparison.state),
    )


def _anchored_at(task: Task, old: TaskRule, rule: TaskRule, state: Onboarding) -> datetime | None:
    if old.due == rule.due:
        return task.anchored_at
    return due_dates.anchor_at(rule.due.anchor, state) if rule.due and task.opened_at else None
