"""What differs between two policies, life by life, and whether it is for the better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.people import Directory
from infra.simulation.desks import desk_mails
from infra.simulation.figures import Figures, figures
from infra.simulation.outcome import Mail, Outcome
from infra.simulation.trial import Pair
from infra.simulation.words import count

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What became of the slips, by one kind of warning.

    `leads` holds, for every slip that both policies warned of, how many working hours earlier (later, where negative) it
    is now; `found` counts those that only now are warned of, `lost` those that no longer are, `missed` those that
    neither is.
    """

    leads: tuple[float, ...]
    found: int
    lost: int
    missed: int

    @property
    def earlier(self) -> tuple[float, ...]:
        """Return by how many working hours slips are caught earlier."""
        return tuple(lead for lead in self.leads if lead > 0)

    @property
    def later(self) -> tuple[float, ...]:
        """Return by how many working hours slips are caught later."""
        return tuple(-lead for lead in self.leads if lead < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Both policies, and what became of each slip: by any alert, and by those about the date itself.

    `different` counts the onboardings that differ at all; `told_then` and `told_now` are the mails of people's desks.
    """

    then: Figures
    now: Figures
    any: Caught
    date: Caught
    different: int
    told_then: tuple[Mail, ...] = ()
    told_now: tuple[Mail, ...] = ()


def changes(
    pairs: Sequence[Pair], calendars: Mapping[str, Calendar], tiers: Sequence[str], team: Directory
) -> Changes:
    """Compare; `tiers` are those of the lives, in their order."""
    outcomes = [then for then, _ in pairs], [now for _, now in pairs]
    told_then, told_now = (tuple(desk_mails(each, team)) for each in outcomes)
    both = [(a, b, calendars[t]) for (a, b), t in zip(pairs, tiers, strict=True) if a.slipped and b.slipped]
    return Changes(
        then=figures(outcomes[0], told_then),
        now=figures(outcomes[1], told_now),
        any=_caught([(a.warned_at, b.warned_at, calendar) for a, b, calendar in both]),
        date=_caught([(a.date_warned_at, b.date_warned_at, calendar) for a, b, calendar in both]),
        different=sum(distance(then, now) > 0 for then, now in pairs),
        told_then=told_then,
        told_now=told_now,
    )


def _caught(known: Sequence[tuple[datetime | None, datetime | None, Calendar]]) -> Caught:
    return Caught(
        leads=tuple(_lead(a, b, calendar) for a, b, calendar in known if a and b),
        found=sum(a is None and b is not None for a, b, _ in known),
        lost=sum(a is not None and b is None for a, b, _ in known),
        missed=sum(a is None and b is None for a, b, _ in known),
    )


def distance(then: Outcome, now: Outcome) -> float:
    """Return how much two outcomes of a life differ: by alerts, mails, days to live, and whether it slipped."""
    days = abs(_live(now) - _live(then)) / timedelta(days=1)
    alerts = len(
        {(a.at, a.rule, a.subject) for a in then.alerts} ^ {(a.at, a.rule, a.subject) for a in now.alerts}
    )
    mails = abs(len(now.mails) - len(then.mails)) + abs(len(now.told) - len(then.told))
    return alerts + mails + days + 10 * (then.slipped is not now.slipped)


def judgement(found: Changes) -> str:
    """Return whether to merge, in a sentence: no slip may be lost, and a team that gets more mails must get something for it."""
    if found.different == 0:
        return "Nothing changes for this history: merge it if it is meant for something that the history does not hold."
    lost = max(found.any.lost, found.date.lost)
    if lost:
        return f"Do not merge it yet: {count(lost, 'slip')} would no longer be warned of; look at them first."
    more = found.now.to_team - found.then.to_team
    later, earlier = _of_both(found, "later"), _of_both(found, "earlier")
    gained = max(found.any.found, found.date.found)
    told = f"{count(-more, 'mail')} fewer to the team" if more else "as many mails to the team"
    if more <= 0 and not later:
        return f"Merge it: {told}, no slip is caught later{', with ' + _told(earlier, 'earlier') if earlier else ''}."
    if more <= 0:
        return f"Weigh it: {told}, but with {_told(later, 'later')}."
    if gained or len(earlier) > len(later):
        new = f"{count(gained, 'slip')} that nobody was warned of before, and " if gained else ""
        return f"Weigh it: {count(more, 'more mail')} to the team, for {new}{_told(earlier, 'earlier')}."
    return f"Do not merge it as it is: {count(more, 'more mail')} to the team, and no slip is caught earlier for it."


def _of_both(found: Changes, which: Literal["earlier", "later"]) -> tuple[float, ...]:
    """Return the hours of the kind of warning that changed more slips."""
    of_any, of_date = (getattr(kind, which) for kind in (found.any, found.date))
    return max(of_any, of_date, key=len)


def _told(hours: Sequence[float], when: str) -> str:
    by = f", by {median(hours):.1f} working hours in the middle" if hours else ""
    return f"{count(len(hours), 'slip')} caught {when}{by}"


def _lead(then: datetime, now: datetime, calendar: Calendar) -> float:
    if now <= then:
        return calendar.elapsed(now, then) / _HOUR
    return -(calendar.elapsed(then, now) / _HOUR)


def _live(outcome: Outcome) -> datetime:
    return outcome.live_at or outcome.until
