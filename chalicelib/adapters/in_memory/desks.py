"""Desks in memory; every value passes through its written form."""

from datetime import datetime

from chalicelib.adapters.codec import dump, load
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.application.desks import AlreadyLaidError, DeskCommit
from chalicelib.domain.desk import Desk, OnDesk
from chalicelib.domain.errors import VersionConflictError
from chalicelib.domain.values import instant


class InMemoryDesks:
    """Desks and slips over dictionaries; mails and settled effects are the outbox's."""

    def __init__(self, outbox: InMemoryOutbox) -> None:
        self._outbox = outbox
        self._desks: dict[str, object] = {}
        self._slips: dict[tuple[str, int], dict[str, OnDesk]] = {}

    def load(self, person: str) -> Desk:
        """Read a desk as it is now; one on which nothing ever lay is empty."""
        return load(Desk, self._desks[person]) if person in self._desks else Desk(person=person)

    def slips(self, person: str, window: int) -> tuple[OnDesk, ...]:
        """Return what a window has gathered, the first that came first."""
        found = self._slips.get((person, window), {}).values()
        return tuple(sorted(found, key=lambda slip: (slip.at, slip.key)))

    def save(self, commit: DeskCommit) -> None:
        """Write a commit whole or not at all."""
        settled = commit.settles and self._outbox.get(commit.settles.key)
        if commit.settles and (settled is None or settled.status != "pending"):
            raise AlreadyLaidError
        if any(self.load(before.person).version != before.version for before, _ in commit.desks):
            raise VersionConflictError("Somebody else changed this desk at the same moment.")
        for _, after in commit.desks:
            self._desks[after.person] = dump(after)
        if commit.laid:
            slips = self._slips.setdefault((commit.laid.person, commit.laid.window), {})
            slips[commit.laid.slip.key] = commit.laid.slip
        if commit.settles:
            self._outbox.settle(commit.settles.key, "done", now=commit.at, note="on the desk")
        if commit.mail:
            self._outbox.add(commit.mail)

    def due(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return (``person:<id>``, due instant) of the desks that are due by `now`."""
        desks = (self.load(person) for person in self._desks)
        found = [(f"person:{desk.person}", desk.due_at) for desk in desks if desk.due_at]
        return tuple((name, at) for name, at in found if instant(at) <= instant(now))
