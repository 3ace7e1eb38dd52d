"""The directory's store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.application.ports.json import Json
from chalicelib.domain.people import Directory, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was changed about a person, by whom and when; of names and addresses only that they were."""

    at: datetime
    actor: str
    fields: Json


class People(Protocol):
    """The directory's store."""

    def directory(self, *, fresh: bool = False) -> Directory:
        """Return the directory, at most 30 seconds old; `fresh` reads it now."""
        ...

    def put(self, person: Person, *, fallback: bool = False) -> None:
        """Store a person."""
        ...

    def change(self, person: Person, change: Change, *, read: Directory, fallback: bool = False) -> None:
        """Store a person and what was changed, if the directory is still as it was `read`.

        Raises
        ------
        VersionConflictError
            Somebody else has changed the directory since.
        """
        ...

    def changes(self, person_id: str) -> tuple[Change, ...]:
        """Return what was changed about a person, the newest first."""
        ...
