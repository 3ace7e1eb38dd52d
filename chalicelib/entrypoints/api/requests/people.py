"""The bodies that the JSON API takes about people."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.people import Absence, Person, Quiet
from chalicelib.entrypoints.api.requests.fields import Email, Name

Clock = Annotated[str, Field(max_length=100, examples=["20:00"])]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AbsenceBody(_Body):
    """Away from the first to the last day, both included."""

    first: date
    last: date


class QuietBody(_Body):
    """When nobody is mailed about escalations, by the person's own clock."""

    begins: Clock = "20:00"
    ends: Clock = "07:00"


class PersonBody(_Body):
    """Somebody of the team, whole: what is left out becomes its default."""

    name: Name
    email: Email
    roles: tuple[Name, ...] = ()
    lead: Name | None = None
    sponsor: Name | None = None
    delegate: Name | None = None
    time_zone: Name = "UTC"
    country: Name | None = None
    region: Name | None = None
    away: tuple[AbsenceBody, ...] = ()
    active: bool = True
    quiet: QuietBody | None = QuietBody()
    digest: bool = True
    fallback: bool = False

    def person(self, person_id: str) -> Person:
        """Return the person of the domain."""
        plain = self.model_dump(exclude={"away", "quiet", "fallback"})
        away = tuple(Absence(first=one.first, last=one.last) for one in self.away)
        quiet = Quiet(begins=self.quiet.begins, ends=self.quiet.ends) if self.quiet else None
        return Person(id=person_id, away=away, quiet=quiet, **plain)


class HandoverBody(_Body):
    """To whom what somebody owns goes: an address, a directory id, or ``role``: who does it by the playbook."""

    to: Name
    preview: bool = True
    onboardings: tuple[Name, ...] | None = None
