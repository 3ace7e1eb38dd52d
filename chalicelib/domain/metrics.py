"""How an onboarding is doing: derivations of state and time, never stored facts.

Health, by the first line that fits:

========== =============================================================================================
unknown    It is on hold or cancelled: nothing moves, so nothing can be said.
on_track   It is closed, or live with nothing late.
off_track  It is not live and cannot be by its target: the forecast lies behind it.
at_risk    Something is late, an escalation is unresolved, or the target is nearer than the playbook's warning.
on_track   None of these.
========== =============================================================================================
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.onboarding import SETTLED, Escalation, Onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How long an escalation took from its rule becoming true: until somebody took it up, and until it was settled."""

    rule: str
    taken: timedelta | None
    settled: timedelta | None


def lags(onboarding: Onboarding) -> Iterator[Lag]:
    """Return the lags of an onboarding's escalations, in calendar time; None where it has not come to that yet."""
    return map(lag_of, onboarding.escalations)


def lag_of(escalation: Escalation) -> Lag:
    """Return the lag of one escalation."""
    began, taken = escalation.since or escalation.raised_at, escalation.taken_at or escalation.acknowledged_at
    return Lag(
        rule=escalation.rule,
        taken=taken - began if taken else None,
        settled=escalation.resolved_at - began if escalation.resolved_at else None,
    )


Health = Literal["on_track", "at_risk", "off_track", "unknown"]


def health(onboarding: Onboarding, now: datetime) -> Health:
    """Return how an onboarding is doing at `now`, by the rule above."""
    if onboarding.status in {"on_hold", "cancelled"}:
        return "unknown"
    if onboarding.status == "closed":
        return "on_track"
    live = onboarding.milestones.live is not None
    forecast = forecast_at(onboarding, now)
    if not live and forecast is not None and forecast > onboarding.target_at:
        return "off_track"
    late = any(due < now for due in _remaining(onboarding))
    near = not live and onboarding.warn_at is not None and onboarding.warn_at <= now
    return "at_risk" if late or near or any(onboarding.raised()) else "on_track"


def forecast_at(onboarding: Onboarding, now: datetime) -> datetime | None:
    """Return when it will be live by what is known at `now`; None on hold and after an end without going live.

    What is not done yet is never forecast for the past. An onboarding that was last saved before forecasts were kept
    has the latest due instant of what is open, and not before the target while stages still wait.
    """
    if onboarding.milestones.live:
        return onboarding.milestones.live
    if not onboarding.running:
        return None
    if onboarding.forecast:
        return max(now, onboarding.forecast.live_at)
    waiting = any(stage.status == "waiting" for stage in onboarding.stages)
    ends: list[datetime] = [now, *_remaining(onboarding)]
    return max([*ends, onboarding.target_at] if waiting else ends)


def _remaining(onboarding: Onboarding) -> Iterator[datetime]:
    """Yield the due instants of what is going on: open tasks and active stages."""
    for task in onboarding.tasks:
        if task.status not in SETTLED and task.due_at:
            yield task.due_at
    for stage in onboarding.stages:
        if stage.status == "active" and stage.due_at:
            yield stage.due_at
