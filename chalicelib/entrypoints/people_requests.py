"""What the API's addresses about people take; a refused value is quoted, so that its sender finds it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic import Field as Described

from chalicelib.domain.people import Absence, Person, Quiet
from chalicelib.entrypoints.problems import ProblemError
from chalicelib.entrypoints.requests import Email, Name

Clock = Annotated[str, Described(max_length=100, examples=["20:00"])]
_Model = TypeVar("_Model", bound=BaseModel)


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


def read(model: type[_Model], raw: bytes | str) -> _Model:
    """Read a body.

    Raises
    ------
    ProblemError
        400 when it is not JSON, 422 when a field cannot be used; every wrong field and value is named.
    """
    try:
        return TypeAdapter(model).validate_json(raw)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        if found[0]["type"] == "json_invalid":
            raise ProblemError(400, "not-json", "The body is not JSON. Send one JSON object.") from error
        wrong = [{"field": _field(item), "message": _sentence(item)} for item in found]
        raise ProblemError(
            422,
            "invalid",
            "This cannot be used: " + "; ".join(one["message"] for one in wrong) + ".",
            errors=wrong,
        ) from error


def _field(item: Mapping[str, Any]) -> str:
    return ".".join(str(step) for step in item["loc"]) or "the body"


def _sentence(item: Mapping[str, Any]) -> str:
    field = _field(item)
    if item["type"] == "missing":
        return f"{field} is missing"
    if item["type"] == "extra_forbidden":
        return f"{field} is not a field here"
    said = f"{item['msg'][0].lower()}{item['msg'][1:]}"
    value = item["input"]
    quoted = f"'{value[:200]}': " if isinstance(value, str) else ""
    return f"{field}: {quoted}{said}"
