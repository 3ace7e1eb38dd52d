"""The directory: who works here, in which role, and who stands in when somebody is away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import InvalidError

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Away from the first to the last day, both included, in the person's own time zone."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """The hours in which nobody is mailed about escalations: local ``"HH:MM"``, over midnight where it ends earlier."""

    begins: str = "20:00"
    ends: str = "07:00"

    def over_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return when they are over: `now` itself outside of them; UTC."""
        begins, ends = time.fromisoformat(self.begins), time.fromisoformat(self.ends)
        local = now.astimezone(zone)
        past_begin, before_end = local.time() >= begins, local.time() < ends
        quiet = (past_begin and before_end) if begins < ends else (past_begin or before_end)
        if not quiet:
            return now
        day = local.date() if before_end else local.date() + timedelta(days=1)
        return max(now, datetime.combine(day, ends, zone).astimezone(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the team. `id` is stable and stands in journals; name and address stand only here.

    Attributes
    ----------
    country, region
        Whose public holidays they keep (ISO 3166); without a country they keep the house's calendar.
    quiet
        When they are left alone; None: never.
    digest
        Whether they want the morning's summary.
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
    quiet: Quiet | None = Quiet()
    digest: bool = True

    @property
    def zone(self) -> ZoneInfo:
        """Return their time zone; UTC for a name that is none (any more): one entry must not stop what others do."""
        try:
            return ZoneInfo(self.time_zone)
        except (LookupError, ValueError, OSError):
            return ZoneInfo("UTC")

    def may_be_mailed_at(self, now: datetime) -> datetime:
        """Return the first instant from `now` on that is not within the person's quiet hours; UTC."""
        return self.quiet.over_at(now, self.zone) if self.quiet else now

    def available(self, now: datetime) -> bool:
        """Say whether the person works here and is not away at `now`."""
        return self.active and self.away_until(now) is None

    def away_until(self, now: datetime) -> date | None:
        """Return the last day of the absence of `now`, with those that follow on it; None for who is here."""
        day, last = now.astimezone(self.zone).date(), None
        for absence in sorted(self.away, key=lambda absence: absence.first):
            if absence.first <= day <= absence.last:
                last, day = absence.last, min(absence.last, date.max - _DAY) + _DAY
        return last


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A person found for a role, and how: `asked`, `role`, `delegate`, `lead` or `fallback`."""

    person: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody, and the person who owns what nobody else can. `version` counts the changes made by hand."""

    people: tuple[Person, ...]
    fallback: str
    version: int = 0

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

    def named(self, name: str) -> Person | None:
        """Return the person with this id or address."""
        return self.get(name.strip()) or self.by_email(name)

    def without(self, person_id: str) -> "Directory":
        """Return the directory as it is once a person has left: others with their roles come first."""
        others = tuple(person for person in self.people if person.id != person_id)
        left = tuple(replace(person, active=False) for person in self.people if person.id == person_id)
        return replace(self, people=(*others, *left))

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

    def seen_by(self, person_id: str, now: datetime) -> tuple[Person, ...]:
        """Return whose work is in front of a person at `now`: their own, and that of those they stand in for."""
        others = (p for p in self.people if p.id != person_id and self.stand_in(p.id, now) == person_id)
        me = self.get(person_id)
        return (*((me,) if me else ()), *sorted(others, key=lambda person: person.name))

    def answers_for(self, person_id: str, now: datetime) -> str:
        """Return who sees to it that a leaver's work is handed over: the lead or who stands in, else the fallback owner."""
        person = self.get(person_id)
        lead = self.get(person.lead) if person and person.lead != person_id else None
        return self.stand_in(lead.id, now) if lead else self.fallback

    def _line_of(self, person: Person, how: str) -> Iterator[tuple[Person, str]]:
        yield person, how
        for other, kind in ((self.get(person.delegate), "delegate"), (self.get(person.lead), "lead")):
            if other is not None:
                yield other, kind
