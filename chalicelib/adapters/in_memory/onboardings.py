"""Onboardings in memory, through the same written form as the table: the twin for tests and simulation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.adapters import journal
from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.indexes import SHOWN_ON_BOARD, STATUSES, doing, owner_marks
from chalicelib.adapters.items import HEAD, Part, changes, from_parts, refuse_too_many, to_parts
from chalicelib.application.ports import (
    Commit,
    Done,
    Json,
    Link,
    Locked,
    Outgoing,
    Page,
    RepeatedCommandError,
    Secret,
    Stored,
)
from chalicelib.domain.errors import InvalidError, VersionConflictError
from chalicelib.domain.values import DealRef


class InMemoryOnboardingStore:
    """Store, listings and links over dictionaries; every value passes through its written form."""

    def __init__(
        self,
        *,
        tenants: Mapping[str, str] | None = None,
        desks: InMemoryDesks | None = None,
        drafts: InMemoryDrafts | None = None,
    ) -> None:
        self._desks = desks
        self._drafts = drafts or InMemoryDrafts()
        self._tenants = tenants or {}
        self._parts: dict[str, dict[str, Part]] = {}
        self._versions: dict[str, tuple[int, str]] = {}
        self._journals: dict[str, list[dict[str, Any]]] = {}
        self._done: dict[tuple[str, str], Done] = {}
        self._personal: dict[str, dict[str, Secret]] = {}
        self._locked: dict[tuple[str, str, str], Locked] = {}
        self._links: dict[str, Link] = {}
        self._marks: dict[tuple[str, str], dict[str, str]] = {}
        self._signed_out: dict[str, frozenset[str]] = {}
        self.effects: list[Outgoing] = []

    def load(self, onboarding_id: str) -> Stored | None:
        """Read the state as it is now."""
        if onboarding_id not in self._parts:
            return None
        version, chain = self._versions[onboarding_id]
        state = from_parts({key: data for key, (data, _) in self._parts[onboarding_id].items()})
        over = self._signed_out.get(onboarding_id, frozenset())
        return Stored(onboarding=state, version=version, hash=chain, signed_out=over)

    def sign_out(self, onboarding_id: str, visit: str, *, until: datetime) -> None:
        """Remember that a visit is over."""
        self._signed_out[onboarding_id] = self._signed_out.get(onboarding_id, frozenset()) | {visit}

    def save(self, commit: Commit) -> Stored:
        """Write a commit whole or not at all, and return what is stored now."""
        key = commit.after.id
        if (key, commit.command_id) in self._done:
            raise RepeatedCommandError
        current, _ = self._versions.get(key, (0, ""))
        if current != (commit.before.version if commit.before else 0):
            raise VersionConflictError("Somebody else changed this onboarding at the same moment.")
        entries = journal.entries(commit)
        was = commit.before.onboarding if commit.before else None
        marks = owner_marks(was, commit.after)
        changed = sum(1 for _ in changes(was, commit.after)) + len(marks)
        changed += len(commit.locked) + len(commit.drafts)
        refuse_too_many(changed + 3 + bool(commit.vault) + len(commit.effects) + len(commit.links))
        stored = Stored(onboarding=commit.after, version=current + 1, hash=entries[-1]["hash"])
        for task in commit.drafts:
            self._drafts.forget(key, task, commit.after.sequence)
        self._parts[key] = to_parts(commit.after)
        self._parts[key][HEAD][1].update(doing(commit.after, commit.events[-1].at))
        self._marks |= {(key, sk): index for sk, index in marks.items()}
        self._versions[key] = stored.version, stored.hash
        self._journals.setdefault(key, []).extend(entries)
        self._done[key, commit.command_id] = Done(
            fingerprint=commit.fingerprint, sequence=commit.after.sequence
        )
        if commit.vault:
            values = {f"{commit.vault.id}.{field}": secret for field, secret in commit.vault.values.items()}
            self._personal.setdefault(key, {}).update(values)
        self._locked |= {(key, each.task, each.field): each for each in commit.locked}
        self._links |= {link.hash: link for link in commit.links}
        self.effects += commit.effects
        return stored

    def done(self, onboarding_id: str, command_id: str) -> Done | None:
        """Return the result of a command that was saved before."""
        return self._done.get((onboarding_id, command_id))

    def locked(self, onboarding_id: str, task: str, field: str) -> Locked | None:
        """Return a secret as it lies there, encrypted; None where there is none any more."""
        found = self._locked.get((onboarding_id, task, field))
        return found if found and found.blob is not None else None

    def journal(self, onboarding_id: str, *, after: int = 0, limit: int = 200) -> tuple[Json, ...]:
        """Return journal entries with a sequence greater than `after`, oldest first."""
        entries = self._journals.get(onboarding_id, [])
        return tuple(entry for entry in entries if entry["sequence"] > after)[:limit]

    def personal(self, onboarding_id: str) -> Mapping[str, Secret]:
        """Return the personal values of an onboarding by their reference."""
        return dict(self._personal.get(onboarding_id, {}))

    def find(self, token_hash: str) -> Link | None:
        """Return what a link opens."""
        return self._links.get(token_hash)

    def mailed_to(self, address: str) -> tuple[tuple[str, str], ...]:
        """Return (onboarding, contact) of each link that goes to an address, by its digest."""
        found = [(link.onboarding, link.contact) for link in self._links.values() if link.address == address]
        return tuple(sorted(set(found))) if address else ()

    def due(self, now: datetime, *, limit: int = 1000) -> tuple[tuple[str, datetime], ...]:
        """Return (onboarding id or ``person:<id>`` of a desk, due instant) of those due by `now`."""
        found = list(self._desks.due(now)) if self._desks else []
        for key, parts in self._parts.items():
            at, _, _ = parts[HEAD][1].get("due_sk", "").partition("#")
            if at and datetime.fromisoformat(at) <= now:
                found.append((key, datetime.fromisoformat(at)))
        return tuple(sorted(found, key=lambda item: item[1]))[:limit]

    def board(self, *, filters: Mapping[str, str], cursor: str | None = None, limit: int = 50) -> Page:
        """Return onboardings, newest first by status; `filters`: stage, owner, status, tier, deal."""
        wanted = dict(filters)
        if deal := wanted.pop("deal", None):
            source, _, deal_id = deal.partition(":")
            wanted["id"] = DealRef(
                source=source, tenant=self._tenants.get(source, ""), id=deal_id
            ).onboarding_id()
        found = [row for row in self._rows() if all(row[name] == value for name, value in wanted.items())]
        start = _read(cursor)
        more = str(start + limit) if len(found) > start + limit else None
        return Page(items=tuple(found[start : start + limit]), next=more)

    def owned(self, person: str) -> tuple[str, ...]:
        """Return the onboardings in which a person owns anything that is not over, the oldest first."""
        heads = ((key, parts[HEAD][1]) for key, parts in self._parts.items())
        marks = ((key, index) for (key, _), index in self._marks.items())
        found = [(key, i["owner_sk"]) for key, i in (*heads, *marks) if i.get("owner_pk") == f"OWNS#{person}"]
        return tuple(key for key, _ in sorted(found, key=lambda item: item[1]))

    def needs_you(self, person: str) -> tuple[Json, ...]:
        """Return what is in front of a person, the oldest first."""
        rows = [
            {"onboarding": key, "id": sk.split("#", 2)[2], **index}
            for key, parts in self._parts.items()
            for sk, (_, index) in parts.items()
            if index.get("owner_pk") == f"OWNER#{person}"
        ]
        shown = ("onboarding", "id", "kind", "title", "due_at", "account")
        return tuple(
            {name: row[name] for name in shown} for row in sorted(rows, key=lambda row: row["owner_sk"])
        )

    def _rows(self) -> list[dict[str, Any]]:
        heads = [(key, parts[HEAD][1]) for key, parts in self._parts.items()]
        heads.sort(key=lambda head: str(head[1]["board_sk"]), reverse=True)
        heads.sort(key=lambda head: STATUSES.index(head[1]["status"]))
        return [{"id": key, **{name: index[name] for name in SHOWN_ON_BOARD}} for key, index in heads]


def _read(cursor: str | None) -> int:
    if cursor is not None and not cursor.isdecimal():
        raise InvalidError("This cursor is not one that a list has given.")
    return int(cursor or 0)
