"""Judges uploaded file versions. It may lie about a file, never about an onboarding: it only reports what it found.

A message of the bucket names versions; each is read as pinned, inspected, and its findings are kept as one inbox entry.
What they mean for the task is decided elsewhere (`verdict`), by what the playbook asks for.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.application.documents import DocumentStore, GoneError, Held, display_name, place_of
from chalicelib.application.found import Seen, pack
from chalicelib.application.handle import Envelope
from chalicelib.application.personal import Sealer
from chalicelib.domain.commands import RecordVerdict
from chalicelib.domain.documents import Findings, SignatureFindings, TableFindings
from chalicelib.domain.playbook import TableRule
from chalicelib.domain.tables import read

SOURCE = "intake"
MAX_READ = 100_000_000  # bytes that are read at all: four times the largest limit a task may have
ACTOR = "system:intake"


class MessageError(ValueError):
    """A message that no bucket sends; repeating it does not help, so it ends among the dead letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file version that has come into the store."""

    key: str
    version_id: str

    @property
    def delivery(self) -> str:
        """Return what tells this arrival from all others."""
        return f"{self.key}#{self.version_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the judging needs: the store, the inspection of bytes under a name, and where findings are kept.

    `inspect` is given the bytes, the sender's name for them, and the columns that the form asked for. `keep` is given an
    arrival and the body of its inbox entry, and does nothing for one that is kept already.
    """

    store: DocumentStore
    inspect: Callable[[bytes, str, TableRule | None], Seen]
    keep: Callable[[Arrival, Mapping[str, Any]], object]


def judge_all(message: str, desk: Desk) -> int:
    """Judge every version that a bucket's message names, and return how many.

    Raises
    ------
    MessageError
        The message cannot be read.
    UnavailableError
        The store does not answer; judging again later is safe.
    """
    arrived = tuple(arrivals(message))
    for arrival in arrived:
        held, seen = judge(arrival, desk)
        desk.keep(arrival, _entry(arrival, held, seen))
    return len(arrived)


def arrivals(message: str) -> Iterator[Arrival]:
    """Yield what arrived according to a message of the bucket: nothing for its test message, or for other prefixes."""
    try:
        records = json.loads(message).get("Records", [])
        for record in records:
            stored = record["s3"]["object"]
            key = unquote_plus(stored["key"])
            if str(record["eventName"]).startswith("ObjectCreated:") and place_of(key):
                yield Arrival(key=key, version_id=stored["versionId"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MessageError(f"The message is not one of a versioned bucket: {error!r}.") from error


def judge(arrival: Arrival, desk: Desk) -> tuple[Held, Seen]:
    """Return what is known of a pinned version without its bytes, and what was found in them."""
    try:
        held = desk.store.head(arrival.key, arrival.version_id)
        if held.size > MAX_READ:
            large = Findings(verdict="rejected", reasons=("size.too_large",), size=held.size)
            return held, Seen(findings=large)
        return held, desk.inspect(desk.store.read(held, limit=MAX_READ), held.name, _asked(held))
    except GoneError:
        gone = Held(key=arrival.key, version_id=arrival.version_id, name=display_name(None), size=0)
        return gone, Seen(findings=Findings(verdict="rejected", reasons=("file.gone",)))


def _asked(held: Held) -> TableRule | None:
    """Return the columns that the form asked for; those of another release's form were not checked, which is told later."""
    with suppress(ValueError):
        return read(held.expects) if held.expects else None
    return None


def verdict(body: Mapping[str, Any]) -> Envelope:
    """Return the command that an inbox entry of `judge_all` asks for.

    Raises
    ------
    MessageError
        The entry's key is not that of an upload.
    """
    place = place_of(body["key"])
    if place is None:
        raise MessageError(f"{body['key']} is not the key of an upload.")
    arrival = Arrival(key=body["key"], version_id=body["version_id"])
    sealer = Sealer(f"{SOURCE}:{arrival.delivery}")
    command = RecordVerdict(
        task=place.task,
        document=place.document,
        key=arrival.key,
        version_id=arrival.version_id,
        name=sealer.seal(display_name(body["name"])),
        findings=_findings(body, sealer),
        contact=body.get("contact"),
        epoch=body.get("epoch"),
        replaces=body.get("replaces"),
        dated=date.fromisoformat(body["dated"]) if body.get("dated") else None,
    )
    return Envelope(
        onboarding=place.onboarding,
        id=f"{SOURCE}:{arrival.delivery}",
        actor=ACTOR,
        command=command,
        vault=sealer.vault,
    )


def _findings(body: Mapping[str, Any], sealer: Sealer) -> Findings:
    """Return the findings of an entry, with what is personal in them sealed. Entries of older releases have less."""
    found = dict(body["findings"])
    table, signature = found.get("table"), found.get("signature")
    if table:
        table = TableFindings(**{**table, "errors": sealer.seal_optional(body.get("errors"))})
    if signature:
        signature = SignatureFindings(**{**signature, "by": sealer.seal_optional(body.get("signer"))})
    values = sealer.seal_optional(body.get("values"))
    reasons = tuple(found["reasons"])
    return Findings(**{**found, "reasons": reasons, "table": table, "signature": signature, "values": values})


def _entry(arrival: Arrival, held: Held, seen: Seen) -> dict[str, Any]:
    entry = {
        "key": arrival.key,
        "version_id": arrival.version_id,
        "name": held.name,
        "contact": held.contact,
        "epoch": held.epoch,
        "findings": {**asdict(seen.findings), "reasons": list(seen.findings.reasons)},
        "replaces": held.replaces,
        "dated": held.dated.isoformat() if held.dated else None,
    }
    more = {"errors": pack(seen.errors), "values": pack(seen.values), "signer": seen.signer}
    return entry | {name: text for name, text in more.items() if text}
