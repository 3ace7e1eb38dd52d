"""How long things usually took: for what a history never met."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.onboarding import Task
from infra.simulation.taken_down import TakenDown, kind_of

_NOTHING_KNOWN = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Medians:
    """Working time from a task's opening to its end by kind, and from an alert to whoever took it up; None if nobody did."""

    spans: dict[str, timedelta]
    taken_up: timedelta | None

    @classmethod
    def of_all(cls, lives: Iterable[TakenDown], calendar: Calendar) -> "Medians":
        """Look at all of a history."""
        spans, lags = defaultdict[str, list[timedelta]](list), list[timedelta]()
        for one in lives:
            for kind, opened, done in one.done:
                spans[kind].append(calendar.elapsed(opened, done))
            lags += [calendar.elapsed(raised, at) for raised, at in one.taken_up()]
        return cls(
            spans={kind: median_low(found) for kind, found in spans.items()},
            taken_up=median_low(lags) if lags else None,
        )

    def of(self, task: Task, *, provision: str | None) -> timedelta:
        """Return how long a task of this kind usually took."""
        return self.spans.get(
            kind_of(task.kind, by_customer=task.by_customer, provision=provision), _NOTHING_KNOWN
        )
