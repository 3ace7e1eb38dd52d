"""Changing the directory: what is refused, what is recorded, and what somebody who leaves still owns."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from chalicelib.application.ports import Change, Clock, Listings, People
from chalicelib.domain.errors import VersionConflictError
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.people_rules import KnowsPlace, settled

TRIES = 5
_PERSONAL = frozenset({"name", "email"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a change came to; `fields` is empty where nothing was different."""

    person: Person
    fields: tuple[str, ...]
    created: bool = False


def change_person(
    wanted: Person, *, actor: str, people: People, clock: Clock, knows: KnowsPlace, fallback: bool = False
) -> Changed:
    """Put a person into the directory, or change them; the lead, sponsor and delegate may be named by address.

    Raises
    ------
    InvalidError
        Something about them cannot be; nothing has changed.
    VersionConflictError
        Others kept changing the directory.
    """
    for _ in range(TRIES):
        read = people.directory(fresh=True)
        before = read.get(wanted.id)
        after = settled(_by_id(wanted, read), _with(read, wanted.id, fallback=fallback), knows=knows)
        told = _told(before, after)
        if fallback and read.fallback != after.id:
            told |= {"fallback": True}
        if not told:
            return Changed(person=after, fields=())
        change = Change(at=clock.now(), actor=actor, fields=told)
        try:
            people.change(after, change, read=read, fallback=fallback)
        except VersionConflictError:
            continue
        return Changed(person=after, fields=tuple(told), created=before is None)
    raise VersionConflictError(
        "The directory was being changed all the time. Look again and repeat your step."
    )


def left_behind(person: Person, *, listings: Listings) -> tuple[str, ...]:
    """Return the onboardings in which somebody who has left still owns something."""
    return () if person.active else listings.owned(person.id)


def _by_id(person: Person, directory: Directory) -> Person:
    """Name lead, sponsor and delegate by id; whom nobody knows stays as written."""
    named: dict[str, Any] = {}
    for kind in ("lead", "sponsor", "delegate"):
        other = getattr(person, kind)
        found = directory.named(other) if other else None
        named[kind] = found.id if found else other or None
    return replace(person, **named)


def _with(directory: Directory, person_id: str, *, fallback: bool) -> Directory:
    """Return the directory as the rules see it: with the fallback owner that there will be."""
    return replace(directory, fallback=person_id) if fallback and directory.get(person_id) else directory


def _told(before: Person | None, after: Person) -> dict[str, Any]:
    """Return what is different, as the record keeps it: names and addresses stand nowhere but in the directory."""
    found: dict[str, Any] = {}
    for field in fields(after):
        value = getattr(after, field.name)
        if field.name != "id" and (before is None or getattr(before, field.name) != value):
            found[field.name] = "changed" if field.name in _PERSONAL else _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return dict(value) if isinstance(value, Mapping) else value
