"""What differs between two policies, life by life, and whether it is for the better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from chalicelib.domain.calendar import Calendar
from infra.simulation.figures import Figures, figures
from infra.simulation.outcome import Outcome
from infra.simulation.trial import Pair

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Both policies, and what became of each slip.

    `leads` holds, for every slip that both warned of, how many working hours earlier (later, where negative) it is now;
    `found` the slips that only now are warned of, `lost` those that no longer are, `missed` those that neither is.
    """

    then: Figures
    now: Figures
    leads: tuple[float, ...]
    found: int
    lost: int
    missed: int
    different: int

    @property
    def earlier(self) -> tuple[float, ...]:
        """Return by how many working hours slips are caught earlier."""
        return tuple(lead for lead in self.leads if lead > 0)

    @property
    def later(self) -> tuple[float, ...]:
        """Return by how many working hours slips are caught later."""
        return tuple(-lead for lead in self.leads if lead < 0)


def changes(pairs: Sequence[Pair], calendars: Mapping[str, Calendar], tiers: Sequence[str]) -> Changes:
    """Compare; `tiers` are those of the lives, in their order."""
    both = [(a, b, calendars[t]) for (a, b), t in zip(pairs, tiers, strict=True) if a.slipped and b.slipped]
    known = [(a.warned_at, b.warned_at, calendar) for a, b, calendar in both]
    return Changes(
        then=figures([then for then, _ in pairs]),
        now=figures([now for _, now in pairs]),
        leads=tuple(_lead(a, b, calendar) for a, b, calendar in known if a and b),
        found=sum(a is None and b is not None for a, b, _ in known),
        lost=sum(a is not None and b is None for a, b, _ in known),
        missed=sum(a is None and b is None for a, b, _ in known),
        different=sum(distance(then, now) > 0 for then, now in pairs),
    )


def distance(then: Outcome, now: Outcome) -> float:
    """Return how much two outcomes of a life differ: by alerts, mails, days to live, and whether it slipped."""
    days = abs(_live(now) - _live(then)) / timedelta(days=1)
    alerts = len(
        {(a.at, a.rule, a.subject) for a in then.alerts} ^ {(a.at, a.rule, a.subject) for a in now.alerts}
    )
    mails = abs(len(now.mails) - len(then.mails))
    return alerts + mails + days + 10 * (then.slipped is not now.slipped)


def judgement(found: Changes) -> str:
    """Return whether to merge, in a sentence."""
    then, now = found.then, found.now
    if found.different == 0:
        return "Nothing changes for this history: merge it if it is meant for something that the history does not hold."
    if found.lost:
        return (
            f"Do not merge it yet: of {found.lost:,} slips that were warned of nobody would be warned any more; "
            "look at them first."
        )
    gained = bool(found.found or len(found.earlier) > len(found.later))
    if now.alerts <= then.alerts and not found.later:
        return "Merge it: no slip is caught later, and nobody gets more alerts."
    if now.alerts <= then.alerts:
        return f"Weigh it: fewer alerts, but {len(found.later):,} slips are caught later, by {_middle(found.later)}."
    if gained:
        return (
            f"Weigh it: {now.alerts - then.alerts:,} more alerts, for {found.found:,} slips that nobody was warned of "
            f"before and {len(found.earlier):,} that are caught earlier."
        )
    return "Do not merge it as it is: more alerts, and no slip is caught earlier for them."


def _middle(hours: Sequence[float]) -> str:
    return f"{median(hours):.1f} working hours in the middle"


def _lead(then: datetime, now: datetime, calendar: Calendar) -> float:
    if now <= then:
        return calendar.elapsed(now, then) / _HOUR
    return -(calendar.elapsed(then, now) / _HOUR)


def _live(outcome: Outcome) -> datetime:
    return outcome.live_at or outcome.until
