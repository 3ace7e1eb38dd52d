"""Clocks that stood still run again: after a hold, or after an end that was taken back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import clocks
from chalicelib.domain import commands as c
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.decide import reopening, secrets
from chalicelib.domain.errors import InvalidError, WrongStateError
from chalicelib.domain.events import EscalationResolved, Event, OnboardingReleased, OnboardingReopened
from chalicelib.domain.evolve import fold
from chalicelib.domain.onboarding import Escalation, Onboarding, Stage, Status, Task
from chalicelib.domain.why import why


def release(state: Onboarding, command: c.ReleaseOnboarding, context: Context) -> tuple[Event, ...]:
    """Let it run again; every due instant moves by the working time that passed on hold."""
    if state.status != "on_hold" or state.held_at is None:
        raise WrongStateError("This onboarding is not on hold.")
    since, calendar = state.held_at, context.calendar
    passed = calendar.elapsed(since, context.now)
    resolved = tuple(
        EscalationResolved(at=context.now, escalation=escalation.id, by=context.actor)
        for escalation in state.raised()
        if escalation.rule == "deal.lost"
    )
    reason = why("onboarding.released", on_hold_since=calendar.say(since), working_time=clocks.hours(passed))
    return (OnboardingReleased(at=context.now, why=reason, **_moved(state, since, context)), *resolved)


def reopen(state: Onboarding, command: c.ReopenOnboarding, context: Context) -> tuple[Event, ...]:
    """Take an end back: its clocks move by the time since it stopped, its links open again, and so are `tasks`."""
    if not state.ended or state.ended_at is None:
        raise WrongStateError("This onboarding has not ended. Open a task again with ReopenTask.")
    since, calendar = (state.held_at or state.ended_at), context.calendar
    passed = calendar.elapsed(since, context.now)
    reason = why(
        "onboarding.reopened", stood_still_since=calendar.say(since), working_time=clocks.hours(passed)
    )
    moved = _moved(state, since, context)
    reopened: tuple[Event, ...] = (
        OnboardingReopened(at=context.now, why=reason, reason=command.reason, **moved),
    )
    for name in dict.fromkeys(command.tasks):
        after = fold(reopened, state) or state
        reopened += reopening.reopen(after, c.ReopenTask(task=name, reason=command.reason), context)
    reopened += secrets.lost(fold(reopened, state) or state, command.reason, context)
    if (fold(reopened, state) or state).complete:
        raise InvalidError("Everything is done here. Name at least one task in `tasks` that is open again.")
    return reopened


def _moved(state: Onboarding, since: datetime, context: Context) -> dict[str, Any]:
    """Return the state's instants, moved by the working time that it stood still, and the status that it goes on with."""
    calendar, now = context.calendar, context.now
    passed = calendar.elapsed(since, now)

    def moved(due: datetime | None, whose: str) -> datetime | None:
        if due is None or due <= since:
            return due  # what had passed before it stood still has passed: nobody is told of it a second time
        theirs = context.calendar_for(whose)
        return theirs.after(due, theirs.elapsed(since, now))

    def of_task(task: Task) -> Task:
        whose = CUSTOMER if task.by_customer else f"person:{task.owner}"
        if task.settled:
            return task
        # what counts back from the go-live date moves with that date, and not by itself
        due_at = task.due_at if task.anchor == "target" else moved(task.due_at, whose)
        return replace(
            task,
            due_at=due_at,
            remind_at=moved(task.remind_at, CUSTOMER),
            stuck_at=moved(task.stuck_at, whose),
        )

    def of_escalation(raised: Escalation) -> Escalation:
        next_rung_at = moved(raised.next_rung_at, f"person:{raised.owner}")
        return raised if raised.resolved_at else replace(raised, next_rung_at=next_rung_at)

    def running(clock: Stage) -> Stage:
        return clocks.released(clock, held_at=since, now=now, calendar=calendar)

    whole = clocks.whole(state) if state.milestones.live else running(clocks.whole(state))
    return {
        "status": _status(state),
        "stages": tuple(map(running, state.stages)),
        "tasks": tuple(map(of_task, state.tasks)),
        "escalations": tuple(map(of_escalation, state.escalations)),
        "next_reminder_at": moved(state.reminders.next_at, CUSTOMER),
        "target_at": _moved_day(state.target_at, passed, state, context),
        "warn_at": _moved_day(state.warn_at, passed, state, context) if state.warn_at else None,
        "waiting": whole.waiting,
        "waited": whole.waited,
        "held_for": whole.held_for,
    }


def _status(state: Onboarding) -> Status:
    if state.milestones.live is not None:
        return "live"
    return "active" if state.deal.complete else "opening"


def _moved_day(day: datetime, passed: timedelta, state: Onboarding, context: Context) -> datetime:
    """Move the end of a day by the whole working days on hold; a date that was committed to stays."""
    calendar = context.calendar
    days = 0 if state.deal.committed else passed // calendar.day
    return calendar.closing(calendar.days_after(calendar.local(day).date(), days)) if days else day
