"""Stages, tasks and the customer are late: each is told once, and never by two rules about the same thing.

A signature of ours that nobody gives, and another system that does not answer, are told before they are overdue, and
then not again. Stages before tasks: what one person hears of as a stalled stage is not told again task by task, and
while one of its tasks is on its way up the ladder to the same people, the stage is not told as well.
"""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import clocks, escalations
from chalicelib.domain.context import CUSTOMER as THE_CUSTOMER
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding, Stage
from chalicelib.domain.reminders import sent_words
from chalicelib.domain.why import Fact

_SWITCHED_OFF = "; nobody is reminded, for everybody has switched reminders off"


def _stages_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    for stage in state.stages:
        if stage.status != "active" or stage.due_at is None or stage.waiting:
            continue  # while the customer is waited for, its clock stands still
        told = escalations.is_raised(state, f"stage:{stage.id}", since=stage.due_at)
        if not told and not _climbing(stage, state):
            yield stage.due_at, stage.id


def _climbing(stage: Stage, state: Onboarding) -> bool:
    """Say whether one of the stage's tasks is on its way up the ladder to the same people already."""
    tasks = {
        f"task:{task.id}" for task in state.tasks if task.stage == stage.id and task.owner == stage.owner
    }
    return any(raised.subject in tasks and not raised.acknowledged_at for raised in state.raised())


def _stalled(name: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    stage = next(stage for stage in state.stages if stage.id == name)
    facts = clocks.facts(context.calendar, stage.entered_at, stage.due_at, now=context.now)
    return (
        escalations.new(
            state,
            context,
            rule="stage.stalled",
            subject=f"stage:{stage.id}",
            owner=stage.owner,
            facts=facts,
            since=stage.due_at,
        ),
    )


def _tasks_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    told = {
        (stage.id, stage.owner) for stage in state.stages if escalations.is_raised(state, f"stage:{stage.id}")
    }
    for task in state.tasks:
        if task.by_customer or task.status != "open" or task.due_at is None:
            continue
        at = min(task.due_at, task.stuck_at or task.due_at)
        untold = (task.stage, task.owner) not in told
        if untold and not escalations.is_raised(state, f"task:{task.id}", since=at):
            yield at, task.id


def _late_task(name: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    task = next(task for task in state.tasks if task.id == name)
    calendar = context.calendar_for(f"person:{task.owner}")
    stuck = task.stuck_at if task.stuck_at and task.due_at and task.stuck_at <= task.due_at else None
    names = {"approval": "approval.stuck", "internal": "provisioning.stalled"}
    rule = names.get(task.kind, "") if stuck else "task.overdue"
    facts = clocks.facts(calendar, task.opened_at, stuck or task.due_at, now=context.now)
    return (
        escalations.new(
            state,
            context,
            rule=rule,
            subject=f"task:{task.id}",
            owner=task.owner,
            facts=facts,
            since=stuck or task.due_at,
        ),
    )


def _customer_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    for task in state.with_customer():  # of what waits for our answer, the owner knows
        if task.due_at and not escalations.is_raised(state, escalations.CUSTOMER, since=task.due_at):
            yield task.due_at, task.id


def _late_customer(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    """Raise everything that the customer is late with as one exception, for the owner to call about once."""
    late = [task for task in state.with_customer() if task.due_at and task.due_at <= context.now]
    off = bool(state.reachable()) and not state.remindable()
    first = min(task.due_at for task in late if task.due_at)
    calendar = context.calendar_for(THE_CUSTOMER)
    facts = (
        Fact(name="late tasks", value=", ".join(task.title for task in late)),
        *clocks.facts(calendar, late[0].opened_at, late[0].due_at, now=context.now),
        Fact(name="reminders sent", value=sent_words(state, calendar) + (_SWITCHED_OFF if off else "")),
    )
    return (
        escalations.new(
            state,
            context,
            rule="customer.late",
            subject=escalations.CUSTOMER,
            owner=state.owner,
            facts=facts,
            since=first,
        ),
    )


STAGES = Timer(due=_stages_due, bring=_stalled)
TASKS = Timer(due=_tasks_due, bring=_late_task)
CUSTOMER = Timer(due=_customer_due, bring=_late_customer)
