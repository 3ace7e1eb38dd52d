"""The directory: who works here, in which role, and who stands in when somebody is away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import InvalidError


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Away from the first to the last day, both included, in the person's own time zone."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the team. `id` is stable and stands in journals; name and address stand only here.

    `country` and `region` (ISO 3166) say whose holidays they keep; without a country they keep the house's calendar.
    """

    id: str
    name: str
    email: str
    roles: tuple[str, ...] = ()
    lead: str | None = None
    sponsor: str | None = None
    delegate: str | None = None
    time_zone: str = "UTC"
    country: str | None = None
    region: str | None = None
    away: tuple[Absence, ...] = ()
    active: bool = True

    def available(self, now: datetime) -> bool:
        """Say whether the person works here and is not away at `now`."""
        today = now.astimezone(ZoneInfo(self.time_zone)).date()
        return self.active and not any(absence.first <= today <= absence.last for absence in self.away)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A person found for a role, and how: `asked`, `role`, `delegate`, `lead` or `fallback`."""

    person: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody, and the person who owns what nobody else can."""

    people: tuple[Person, ...]
    fallback: str

    def __post_init__(self) -> None:
        if self.get(self.fallback) is None:
            raise InvalidError(f"The directory's fallback owner '{self.fallback}' is not in the directory.")

    def get(self, person_id: str | None) -> Person | None:
        """Return the person with this id."""
        return next((person for person in self.people if person.id == person_id), None)

    def by_email(self, email: str | None) -> Person | None:
        """Return the person with this address, whatever its case."""
        wanted = (email or "").strip().casefold()
        return next((person for person in self.people if person.email.casefold() == wanted), None)

    def resolve(self, role: str, now: datetime, *, asked: str | None = None) -> Assignment:
        """Find who takes `role` at `now`; there is always somebody.

        The person asked for comes first, then those who hold the role, each replaced by delegate or lead
        while away; the fallback owner takes what is left.
        """
        candidates = [self.get(asked)] if asked else []
        candidates += [person for person in self.people if role in person.roles]
        for person in candidates:
            if person is None:
                continue
            how = "asked" if person.id == asked else "role"
            for stand_in, kind in self._line_of(person, how):
                if stand_in.available(now):
                    return Assignment(person=stand_in.id, how=kind)
        return Assignment(person=self.fallback, how="fallback")

    def ladder(self, owner: str) -> tuple[str, ...]:
        """Return who is told at rung 1, 2 and 3: the owner, the lead, the sponsor, nobody twice."""
        person = self.get(owner)
        rungs = [owner, person.lead if person else None, person.sponsor if person else None]
        return tuple(dict.fromkeys(rung for rung in rungs if rung and self.get(rung)))

    def stand_in(self, person_id: str, now: datetime) -> str:
        """Return who acts for a person at `now`: themselves, delegate, lead, else the fallback owner."""
        person = self.get(person_id)
        line = self._line_of(person, "self") if person else iter(())
        return next((other.id for other, _ in line if other.available(now)), self.fallback)

    def _line_of(self, person: Person, how: str) -> Iterator[tuple[Person, str]]:
        yield person, how
        for other, kind in ((self.get(person.delegate), "delegate"), (self.get(person.lead), "lead")):
            if other is not None:
                yield other, kind
