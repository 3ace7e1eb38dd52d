"""What nobody has acknowledged climbs the ladder; what was put off comes back."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding


def _due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    for escalation in state.raised():
        if escalation.next_rung_at:
            yield escalation.next_rung_at, escalation.id


def _climb(escalation: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    return (escalations.climb(escalations.find(state, escalation), state, context),)


def _back_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    for escalation in state.raised():
        if escalation.snoozed_until:
            yield escalation.snoozed_until, escalation.id


def _back(escalation: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    return (escalations.back(escalations.find(state, escalation), state, context),)


LADDER = Timer(due=_due, bring=_climb)
SNOOZED = Timer(due=_back_due, bring=_back)
