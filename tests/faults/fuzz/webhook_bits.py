"""Every bit of every valid webhook, turned over one by one: what a signature covers is refused, and nothing is kept.

Some bits cannot matter, and the rules say which and why; nothing else is let off:

- the case of a header's name (RFC 9110: names are case-insensitive) and of the word ``Basic`` (RFC 7617);
- a header that signs nothing (content type, HubSpot's v1 signature, SOAPAction): nobody reads it;
- the body of Pipedrive and Salesforce, which prove the sender by a password and by the address alone: whatever their
  body says, it is answered below 500.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import quote

from tests.faults.fuzz.bits import bits, flipped, flipped_text
from tests.faults.fuzz.door import NOW, Door, opened
from tests.faults.fuzz.target import Attempt, Target
from tests.unit.webhooks import senders

SIGNING = {
    "hubspot": {"x-hubspot-signature-v3", "x-hubspot-request-timestamp"},
    "salesforce": set[str](),
    "pipedrive": {"authorization"},
    "deals": {"webhook-id", "webhook-timestamp", "webhook-signature"},
}
SIGNED_BODY = {"hubspot", "deals"}


@cache
def valid() -> dict[str, dict[str, Any]]:
    """Return one valid request a source, the same in every process."""
    at = NOW.timestamp()
    return {
        "hubspot": senders.hubspot([senders.hubspot_event()], at=at),
        "salesforce": senders.salesforce(senders.outbound(senders.OPPORTUNITY)),
        "pipedrive": senders.pipedrive(senders.pipedrive_v2()),
        "deals": senders.deals(senders.deal_body(), at=at),
    }


def every() -> list[list[Any]]:
    """Return [source, part, name, bit] for every bit there is."""
    found: list[list[Any]] = []
    for source, request in valid().items():
        found += [[source, "body", "", bit] for bit in bits(request["body"])]
        found += [[source, "path", "", bit] for bit in bits(request["path"])]
        for name, value in request["headers"].items():
            found += [[source, "value", name, bit] for bit in bits(value)]
            found += [[source, "name", name, bit] for bit in bits(name)]
    return found + [["hubspot", "signed address", "", bit] for bit in bits(senders.PUBLIC_URL)]


@contextmanager
def world() -> Iterator[Attempt]:
    """Yield what tries one flipped bit."""
    with opened() as door:
        kept = {}
        for source, request in valid().items():
            assert door.post(**request).status_code == 200
            kept[source] = dict(door.inbox.entries)
            door.inbox.entries.clear()
        yield lambda tried: _try(door, kept, *tried)


def _try(door: Door, kept: dict[str, Any], source: str, part: str, name: str, bit: int) -> None:
    door.inbox.entries.clear()
    request = _changed(source, part, name, bit)
    answer = door.post(**request)
    status, stored = answer.status_code, dict(door.inbox.entries)
    if _means_the_same(source, part, name, bit):
        assert status == 200, f"answered {status}, though the bit means nothing"
        assert stored == kept[source], "something else is kept, though the bit means nothing"
    elif part == "body" and source not in SIGNED_BODY:
        assert status in {200, 400}, f"an unsigned body is answered {status}"
        assert status == 200 or not stored, "what was refused is kept"
    else:
        refused = {401, 403, 404} if part == "path" else {401}
        assert status in refused, f"answered {status}, though the proof is spoilt"
        assert not stored, "something is kept, though the proof is spoilt"


def _changed(source: str, part: str, name: str, bit: int) -> dict[str, Any]:
    request = valid()[source]
    headers = dict(request["headers"])
    match part:
        case "body":
            return {**request, "body": flipped(request["body"], bit)}
        case "path":
            # Sent percent-encoded, so that what arrives is this text and not another address.
            return {**request, "path": quote(flipped_text(request["path"], bit), safe="/")}
        case "value":
            headers[name] = flipped_text(headers[name], bit)
        case "name":
            headers = {(flipped_text(n, bit) if n == name else n): v for n, v in headers.items()}
        case "signed address":
            address = flipped_text(senders.PUBLIC_URL, bit)
            return senders.hubspot([senders.hubspot_event()], at=NOW.timestamp(), public_url=address)
    return {**request, "headers": headers}


def _means_the_same(source: str, part: str, name: str, bit: int) -> bool:
    header = name.lower()
    if part in {"value", "name"} and header not in SIGNING[source]:
        return True
    if part == "name":
        return flipped_text(name, bit).lower() == header
    if part == "value" and header == "authorization":
        before, after = (text.split(" ", 1) for text in _both(source, name, bit))
        return len(after) == 2 and before[1] == after[1] and before[0].lower() == after[0].lower()
    return False


def _both(source: str, name: str, bit: int) -> tuple[str, str]:
    value = valid()[source]["headers"][name]
    return value, flipped_text(value, bit)


TARGETS = (Target(name="webhook-bits", world=world, every=every, most=200),)
