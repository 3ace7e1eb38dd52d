"""Clocks stand still while we wait for the customer, and run when it is our turn."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.domain import clocks
from chalicelib.domain.context import Context
from chalicelib.domain.events import ClockPaused, ClockResumed, Event
from chalicelib.domain.onboarding import Onboarding, Stage, Task
from chalicelib.domain.why import Fact, Why


def resumed(state: Onboarding, context: Context) -> Iterator[Event]:
    """Nothing of the customer's is waited for any more: the clock runs again, and the due instant has moved."""
    stage = next((s for s in state.stages if s.waiting and not clocks.awaited(s, state)), None)
    whole = state.waiting if state.waiting and not clocks.awaited_by_all(state) else None
    if stage or whole:
        yield _resumed(stage, whole.since if whole else None, context)


def paused(state: Onboarding, context: Context) -> Iterator[Event]:
    """Only the customer's answer is missing: the clock stands still from now on."""
    stage = next((s for s in state.stages if not s.waiting and clocks.awaited(s, state)), None)
    everything = clocks.awaited_by_all(state) if state.waiting is None else ()
    tasks = clocks.awaited(stage, state) if stage else everything
    if tasks and state.reachable():
        yield _paused(stage, tasks, bool(everything), state, context)


def _paused(
    stage: Stage | None, tasks: tuple[Task, ...], whole: bool, state: Onboarding, context: Context
) -> Event:
    asked, request = state.reachable()[0].id, state.reminders.requests
    facts = (
        Fact(name="waits for", value=", ".join(task.title for task in tasks)),
        Fact(name="contact", value=asked),
        Fact(name="request", value=str(request)),
    )
    return ClockPaused(
        at=context.now,
        why=Why(rule="clock.paused", playbook=context.playbook.ref, facts=facts),
        tasks=tuple(task.id for task in tasks),
        contact=asked,
        request=request,
        stage=stage.id if stage else None,
        whole=whole,
    )


def _resumed(stage: Stage | None, whole_since: datetime | None, context: Context) -> Event:
    calendar, now = context.calendar, context.now
    since = stage.waiting.since if stage and stage.waiting else whole_since or now
    waited = calendar.elapsed(since, now)
    due = _moved(stage, waited, context)
    moved = (Fact(name="due", value=calendar.say(due)),) if due else ()
    facts = (
        Fact(name="waited since", value=calendar.say(since)),
        Fact(name="working hours waited", value=clocks.hours(waited)),
        *moved,
        *clocks.of_calendar(calendar, since, now),
    )
    return ClockResumed(
        at=now,
        why=Why(rule="clock.resumed", playbook=context.playbook.ref, facts=facts),
        stage=stage.id if stage else None,
        waited=clocks.seconds(waited) if stage else 0,
        due_at=due,
        whole_waited=clocks.seconds(calendar.elapsed(whole_since, now)) if whole_since else None,
    )


def _moved(stage: Stage | None, waited: timedelta, context: Context) -> datetime | None:
    return context.calendar.after(stage.due_at, waited) if stage and stage.due_at else None
