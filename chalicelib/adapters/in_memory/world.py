"""The smaller ports in memory: directory, playbooks, openings, clock, queue."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.application.ports import Change
from chalicelib.domain.errors import NotFoundError, PlaybookError, VersionConflictError
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import PlaybookRef


class InMemoryPeople:
    """The directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._changes: dict[str, list[Change]] = {}

    def directory(self, *, fresh: bool = False) -> Directory:
        """Return the directory."""
        return self._directory

    def put(self, person: Person, *, fallback: bool = False) -> None:
        """Store a person."""
        others = tuple(other for other in self._directory.people if other.id != person.id)
        chosen = person.id if fallback else self._directory.fallback
        self._directory = replace(self._directory, people=(*others, person), fallback=chosen)

    def change(self, person: Person, change: Change, *, read: Directory, fallback: bool = False) -> None:
        """Store a person and what was changed, if the directory is still as it was `read`."""
        if read.version != self._directory.version:
            raise VersionConflictError("Somebody else has just changed the directory.")
        self.put(person, fallback=fallback)
        self._directory = replace(self._directory, version=read.version + 1)
        self._changes.setdefault(person.id, []).append(change)

    def changes(self, person_id: str) -> tuple[Change, ...]:
        """Return what was changed about a person, the newest first; at most the last hundred."""
        return tuple(reversed(self._changes.get(person_id, [])))[:100]


class InMemoryPlaybooks:
    """Published playbooks."""

    def __init__(self, *playbooks: Playbook) -> None:
        self._versions = {playbook.ref: playbook for playbook in playbooks}

    def get(self, ref: PlaybookRef) -> Playbook:
        """Return a published version."""
        if ref not in self._versions:
            raise NotFoundError(f"Playbook '{ref.name}' version {ref.version} is not published.")
        return self._versions[ref]

    def latest(self, name: str) -> Playbook:
        """Return the newest published version."""
        found = [playbook for playbook in self._versions.values() if playbook.name == name]
        if not found:
            raise NotFoundError(f"No playbook '{name}' is published.")
        return max(found, key=lambda playbook: playbook.version)

    def names(self) -> tuple[str, ...]:
        """Return the names of all that are published."""
        return tuple(sorted({ref.name for ref in self._versions}))

    def versions(self, name: str) -> tuple[int, ...]:
        """Return the published versions of a playbook."""
        return tuple(sorted(ref.version for ref in self._versions if ref.name == name))

    def newest_readable(self, name: str) -> Playbook:
        """Return the newest version: here all can be read."""
        return self.latest(name)

    def publish(self, playbook: Playbook) -> None:
        """Publish a version; another content under the same version is refused."""
        if self._versions.setdefault(playbook.ref, playbook) != playbook:
            raise PlaybookError("Published versions never change. Raise the version.")


class InMemoryOpenings:
    """Counts the openings of an hour."""

    def __init__(self) -> None:
        self._hours: dict[datetime, set[str]] = {}
        self._stopped: dict[str, datetime] = {}

    def place(self, onboarding_id: str, *, hour: datetime, limit: int) -> bool:
        """Say whether this opening is among the first `limit` of its hour."""
        ids = self._hours.setdefault(hour, set())
        if onboarding_id not in ids and len(ids) < limit:
            ids.add(onboarding_id)
        return onboarding_id in ids

    def stop(self, onboarding_id: str, *, at: datetime) -> None:
        """Remember that a deal without an onboarding was lost."""
        self._stopped[onboarding_id] = max(at, self._stopped.get(onboarding_id, at))

    def stopped(self, onboarding_id: str) -> datetime | None:
        """Return when the deal was lost."""
        return self._stopped.get(onboarding_id)


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the present instant."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self._now += by

    def set(self, now: datetime) -> None:
        """Move to an instant."""
        self._now = now


class InMemoryQueue:
    """A queue that keeps what was sent, in order."""

    def __init__(self) -> None:
        self.sent: list[tuple[Mapping[str, Any], int, str | None, str | None]] = []

    def send(
        self, body: Mapping[str, Any], *, delay: int = 0, group: str | None = None, key: str | None = None
    ) -> None:
        """Send one message."""
        self.sent.append((body, delay, group, key))

    def send_all(self, messages: Sequence[tuple[Mapping[str, Any], str, str]]) -> None:
        """Send (body, group, key) messages."""
        for body, group, key in messages:
            self.send(body, group=group, key=key)

    def offer(self, bodies: Sequence[Mapping[str, Any]]) -> Mapping[int, str]:
        """Send messages; all of them are taken."""
        for body in bodies:
            self.send(body)
        return {}
