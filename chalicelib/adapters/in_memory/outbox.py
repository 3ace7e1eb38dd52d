"""The outbox in memory."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.outbox import CLAIM_HOLDS, EffectStatus, Entry
from chalicelib.domain.values import whole_milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry with what only reports and tests look at; `rests_since` is None when it is at rest no more."""

    entry: Entry
    rests_since: datetime | None
    note: str | None = None
    sent_at: datetime | None = None
    message_id: str | None = None
    delivered_at: datetime | None = None
    trouble: str | None = None
    troubled_at: datetime | None = None
    settled_at: datetime | None = None


class InMemoryOutbox:
    """Entries by key, in `kept`."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    def get(self, key: str) -> Entry | None:
        """Read an entry as it is now."""
        kept = self.kept.get(key)
        return kept.entry if kept else None

    def add(self, entry: Entry) -> bool:
        """Put an effect in; False if this key is there already."""
        if entry.key in self.kept:
            return False
        self.kept[entry.key] = Kept(entry=entry, rests_since=entry.written_at)
        return True

    def claim(self, entry: Entry, *, now: datetime) -> Entry | None:
        """Claim an entry that is as it was read; None if somebody else was faster."""
        if not self._as_read(entry):
            return None
        at = whole_milliseconds(now)
        claimed = replace(
            entry, status="claimed", claimed_at=at, attempts=entry.attempts + 1, tries=entry.tries + 1
        )
        self.kept[entry.key] = replace(self.kept[entry.key], entry=claimed, rests_since=at)
        return claimed

    def release(self, entry: Entry, *, until: datetime) -> bool:
        """Take back a claim by which nothing was done; False if the entry has changed since it was read."""
        if not self._as_read(entry):
            return False
        free = replace(entry, status="pending", claimed_at=None, attempts=max(entry.attempts - 1, 0))
        self.kept[entry.key] = replace(self.kept[entry.key], entry=free, rests_since=until)
        return True

    def doubt(self, entry: Entry, *, until: datetime) -> bool:
        """Mark a claim as doubtful until then; False if the entry has changed since it was read."""
        if not self._as_read(entry):
            return False
        doubtful = replace(entry, status="doubtful")
        self.kept[entry.key] = replace(self.kept[entry.key], entry=doubtful, rests_since=until - CLAIM_HOLDS)
        return True

    def settle(self, key: str, status: EffectStatus, *, now: datetime, note: str) -> None:
        """End an entry: done, failed, or doubtful for a person to find out; one that is done stays so."""
        kept = self.kept.get(key)
        if kept and kept.entry.status != "done":
            entry = replace(kept.entry, status=status, asked=kept.entry.asked or status == "doubtful")
            self.kept[key] = replace(kept, entry=entry, rests_since=None, note=note, settled_at=now)

    def sent(self, key: str, *, at: datetime, message: str) -> None:
        """Take the mail service's word that it was sent, whatever we knew; the first word counts."""
        if kept := self._done(key):
            self.kept[key] = replace(kept, sent_at=kept.sent_at or at, message_id=kept.message_id or message)

    def delivered(self, key: str, *, at: datetime) -> None:
        """Take note that it reached the receiver's server: now they are told."""
        if kept := self._done(key):
            self.kept[key] = replace(kept, delivered_at=kept.delivered_at or at)

    def troubled(self, key: str, *, at: datetime, trouble: str) -> None:
        """Take note that it was sent and did not get through."""
        if kept := self._done(key):
            self.kept[key] = replace(kept, trouble=trouble, troubled_at=at)

    def resting(self, *, before: datetime, limit: int = 100) -> tuple[str, ...]:
        """Return the keys of entries untouched since `before`, the oldest first."""
        found = sorted(
            (kept.rests_since, key)
            for key, kept in self.kept.items()
            if kept.rests_since is not None and kept.rests_since <= before
        )
        return tuple(key for _, key in found[:limit])

    def _as_read(self, entry: Entry) -> bool:
        now = self.get(entry.key)
        return now is not None and (now.status, now.claimed_at) == (entry.status, entry.claimed_at)

    def _done(self, key: str) -> Kept | None:
        kept = self.kept.get(key)
        return kept and replace(kept, entry=replace(kept.entry, status="done"), rests_since=None)
