"""What time alone brings about: when to look next, and what has become due then. One timer a rule, by topic."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.context import Context
from chalicelib.domain.deadlines import date, escalated, expiry, giving, held, late, reminders
from chalicelib.domain.deadlines.giving import CHECK_WITHIN, JUDGED_WITHIN, LONGEST, QUIET, awaiting
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding

__all__ = [
    "CHECK_WITHIN",
    "JUDGED_WITHIN",
    "LONGEST",
    "QUIET",
    "TIMERS",
    "Timer",
    "awaiting",
    "fire",
    "next_check_at",
]

# Where two are due at the same instant, the earlier one in this list comes first.
TIMERS: tuple[Timer, ...] = (
    giving.RECEIPTS,
    giving.UNJUDGED,
    held.HOLD,
    expiry.RENEWAL,
    late.STAGES,
    late.TASKS,
    late.CUSTOMER,
    escalated.SNOOZED,
    escalated.LADDER,
    reminders.REMINDER,
    reminders.UNHEARD,
    reminders.UNWANTED,
    date.FORECAST,
    date.WARNING,
    date.SILENCE,
)


def next_check_at(state: Onboarding) -> datetime | None:
    """Return the first instant at which time alone could change something; None if it never could."""
    return min((at for at, _, _ in _due(state)), default=None)


def fire(state: Onboarding, context: Context) -> tuple[Event, ...]:
    """Return what the first deadline that has passed by `context.now` brings about."""
    passed = (item for item in _due(state) if item[0] <= context.now)
    first = min(passed, key=lambda item: item[0], default=None)
    if first is None:
        return ()
    _, timer, subject = first
    return timer.bring(subject, state, context)


def _due(state: Onboarding) -> Iterator[tuple[datetime, Timer, str]]:
    for timer in TIMERS:
        if state.running or timer.on_hold:
            for at, subject in timer.due(state):
                yield at, timer, subject
