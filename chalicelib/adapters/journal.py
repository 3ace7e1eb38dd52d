"""The journal's written form: one entry an event, chained by hash so that nothing can be changed unseen."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import rfc8785

from chalicelib.adapters.codec import EVENTS, dump, load
from chalicelib.application.ports import Commit
from chalicelib.domain.events import Event
from chalicelib.domain.values import instant

START = "0" * 64
_HASHED = ("sequence", "type", "v", "at", "actor", "data", "why", "cause", "previous_hash")


def entry_hash(entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry: SHA-256 over the RFC 8785 form of its fields, the previous hash among them."""
    return hashlib.sha256(rfc8785.dumps({name: entry[name] for name in _HASHED})).hexdigest()


def entries(commit: Commit) -> tuple[dict[str, Any], ...]:
    """Return the journal entries of a commit, following on from what was stored before."""
    sequence = commit.before.onboarding.sequence if commit.before else 0
    previous = commit.before.hash if commit.before else START
    written = []
    for event in commit.events:
        sequence += 1
        fields = dump(event)
        why = fields.pop("why")
        fields.pop("at")
        entry = {
            "sequence": sequence,
            "type": type(event).__name__,
            "v": event.v,
            "at": instant(event.at),
            "actor": commit.actor,
            "data": fields,
            "why": why,
            "cause": commit.command_id,
            "previous_hash": previous,
        }
        entry["hash"] = previous = entry_hash(entry)
        written.append(entry)
    return tuple(written)


def event_of(entry: Mapping[str, Any]) -> Event:
    """Return the event that an entry holds."""
    cls = EVENTS[entry["type"]]
    event: Event = load(cls, {**entry["data"], "at": entry["at"], "why": entry["why"]})
    return event


def broken_at(chain: Iterable[Mapping[str, Any]]) -> int | None:
    """Return the sequence of the first entry that does not fit its chain; None when all do."""
    previous, expected = START, 1
    for entry in chain:
        if (
            entry["sequence"] != expected
            or entry["previous_hash"] != previous
            or entry_hash(entry) != entry["hash"]
        ):
            return int(entry["sequence"])
        previous, expected = entry["hash"], expected + 1
    return None
