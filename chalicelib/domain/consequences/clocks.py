"""Clocks stand still while we wait for the customer, and run when it is our turn."""

from collections.abc import Iterator

from chalicelib.domain import clocks
from chalicelib.domain.context import Context
from chalicelib.domain.events import ClockPaused, ClockResumed, Event
from chalicelib.domain.onboarding import Onboarding, Stage, Task
from chalicelib.domain.why import Fact, Why


def resumed(state: Onboarding, context: Context) -> Iterator[Event]:
    """Nothing of the customer's is waited for any more: the clock runs again, and the due instant has moved."""
    for stage in (*state.stages, clocks.whole(state)):
        if stage.waiting and not _awaited(stage, state):
            yield _resumed(stage, context)


def paused(state: Onboarding, context: Context) -> Iterator[Event]:
    """Only the customer's answer is missing: the clock stands still from now on."""
    reachable = state.reachable()
    for stage in (*state.stages, clocks.whole(state)):
        awaited = _awaited(stage, state)
        if awaited and reachable and not stage.waiting:
            reason = Why(
                rule="clock.paused",
                playbook=context.playbook.ref,
                facts=(
                    Fact(name="waits for", value=", ".join(task.title for task in awaited)),
                    Fact(name="asked", value=reachable[0].id),
                    Fact(name="request", value=str(state.reminders.requests)),
                ),
            )
            yield ClockPaused(
                at=context.now,
                why=reason,
                stage=stage.id,
                tasks=tuple(task.id for task in awaited),
                contact=reachable[0].id,
                request=state.reminders.requests,
            )


def _awaited(stage: Stage, state: Onboarding) -> tuple[Task, ...]:
    """Return what a stage waits for, or the whole, which waits while all that is going on does."""
    if stage.id:
        return clocks.awaited(stage, state)
    if state.milestones.live:
        return ()  # its clock has ended
    each = [clocks.awaited(active, state) for active in state.stages if active.status == "active"]
    return tuple(task for tasks in each for task in tasks) if all(each) else ()


def _resumed(stage: Stage, context: Context) -> Event:
    calendar, now = context.calendar, context.now
    since = stage.waiting.since if stage.waiting else now
    waited = calendar.elapsed(since, now)
    due = calendar.after(stage.due_at, waited) if stage.due_at else None
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
        stage=stage.id,
        waited=clocks.seconds(waited),
        due_at=due,
    )
