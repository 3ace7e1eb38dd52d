"""What a deployment needs before its first deal: published playbooks, and people to own what comes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from chalicelib.adapters import playbook_files
from chalicelib.adapters.codec import UnreadableValueError, load
from chalicelib.adapters.holiday_calendars import knows
from chalicelib.application.mornings import Mornings
from chalicelib.application.ports import People, Playbooks
from chalicelib.domain.errors import InvalidError, PlaybookError
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.people_rules import settled

FALLBACK = "fallback"  # the id of who owns what nobody else can


class FurnishError(Exception):
    """The list of people, or a playbook, cannot be used; the message says why."""


def read_people(path: Path) -> list[dict[str, Any]]:
    """Read a list of people.

    Raises
    ------
    FurnishError
        Nobody in it has the id ``fallback``, or somebody's lead or delegate is not in it.
    """
    rows: list[dict[str, Any]] = list(yaml.safe_load(path.read_text("utf-8")))
    known = {row["id"] for row in rows}
    if FALLBACK not in known:
        raise FurnishError(
            f"{path} needs somebody with the id {FALLBACK}: the owner of what nobody else can own."
        )
    for row in rows:
        for role in ("lead", "sponsor", "delegate"):
            if row.get(role) and row[role] not in known:
                raise FurnishError(
                    f"{path}: the {role} of {row['id']} is {row[role]}, who is not in the list."
                )
    return rows


def furnish(
    rows: Sequence[Mapping[str, Any]],
    *,
    people: People,
    playbooks: Playbooks,
    mornings: Mornings | None = None,
    now: datetime | None = None,
) -> None:
    """Add the people who are not in the directory yet, and publish the shipped playbooks; doing it again changes nothing.

    `mornings` are woken `now`, to see whose working day begins when.

    Raises
    ------
    FurnishError
        A playbook cannot be read, or was changed without raising its version; something about somebody cannot be.
    """
    try:
        known = {person.id for person in people.directory(fresh=True).people}
    except InvalidError:  # nobody is there yet
        known = set()
    team = Directory(people=tuple(map(_person, rows)), fallback=FALLBACK)
    for person in team.people:
        if person.id not in known:
            people.put(_settled(person, team), fallback=person.id == FALLBACK)
    try:
        for playbook in playbook_files.load_all():
            playbooks.publish(playbook)
    except PlaybookError as error:
        raise FurnishError(str(error)) from error
    if mornings:
        mornings.plan(now or datetime.now(UTC))


def _person(row: Mapping[str, Any]) -> Person:
    try:
        return load(Person, dict(row))
    except UnreadableValueError as error:
        raise FurnishError(f"{row['id']} cannot be in the directory: {error}") from error


def _settled(person: Person, team: Directory) -> Person:
    try:
        return settled(person, team, knows=knows)
    except InvalidError as error:
        raise FurnishError(f"{person.id} cannot be in the directory: {error}") from error
