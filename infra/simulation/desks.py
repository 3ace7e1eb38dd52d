"""What people hear of alerts: everybody's desk over all onboardings, folded as in production, by the same steps."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain import desk as d
from chalicelib.domain.people import Directory
from infra.simulation.outcome import Mail, Outcome, Told


@dataclass
class Desks:
    """Every desk on the way through a history. `agenda` holds what comes to lie on one (or a look at it) and when."""

    team: Directory
    desks: dict[str, d.Desk] = field(default_factory=dict)
    lying: dict[str, list[Told]] = field(default_factory=dict)
    agenda: list[tuple[datetime, int, str, tuple[Told, ...]]] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    count: int = 0

    def run(self, told: Iterable[Told]) -> list[Mail]:
        """Lay everything on its desk when it comes, and return the mails."""
        for slip in told:
            self._plan(slip.at, slip.person, slip)
        while self.agenda:
            now, _, person, slips = heapq.heappop(self.agenda)
            if slips:
                self._lay(person, slips, now)
            else:
                self._look(person, now)
        return self.mails

    def _plan(self, at: datetime, person: str, *slips: Told) -> None:
        self.count += 1
        heapq.heappush(self.agenda, (at, self.count, person, slips))

    def _lay(self, person: str, slips: Sequence[Told], now: datetime) -> None:
        self.lying.setdefault(person, []).extend(slips)
        self._keep(d.laid(self.desks.get(person, d.Desk(person=person)), self.team, now))

    def _keep(self, desk: d.Desk) -> None:
        self.desks[desk.person] = desk
        if desk.due_at is not None:
            self._plan(desk.due_at, desk.person)

    def _look(self, person: str, now: datetime) -> None:
        desk = self.desks[person]
        if desk.due_at is None or desk.due_at > now:
            return
        match d.step(desk, self.team, now):
            case d.Wait():
                self._keep(d.waiting(desk, self.team, now))
            case d.Mail():
                if any(slip.until is None or slip.until > now for slip in self.lying.pop(person)):
                    self.mails.append(Mail(at=now, kind="escalation", to=f"person:{person}"))
                self.desks[person] = d.closed(desk, mailed_at=now)
            case d.PassOn(to=other):
                self.desks[person] = d.closed(desk)
                self._lay(other, self.lying.pop(person), now)


def desk_mails(outcomes: Iterable[Outcome], team: Directory) -> list[Mail]:
    """Return the mails that tell people of alerts."""
    return Desks(team=team).run(sorted((told for one in outcomes for told in one.told), key=_order))


def _order(told: Told) -> tuple[datetime, str, str]:
    return told.at, told.person, told.escalation
