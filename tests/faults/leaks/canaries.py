"""What must not be found where it does not belong: what people are called, write and upload, keys, and every link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

from tests.faults.beginnings import event
from tests.faults.outside import SECRET
from tests.faults.runtime import World

SAID = (
    *("Grace Lind", "grace@acme.example", "Piet Maas", "piet@acme.example", "it@acme.example"),
    *("registration.pdf", "page.gif", "Auszug.pdf"),
    *("Marienplatz 4711", "The login fails.", "Page 2 is missing.", "CEO asked.", "Waiting for legal."),
    *("They are a sole trader.", "Not needed for a sole trader.", "Shown in the call.", "Deal lost."),
    *("Agreed with the customer.", "It came with the order.", "Invoices by January"),
    *("We would do it again.", "Only after the fair."),
    *("Linus Berg", "linus@acme.example", "The register is closed.", "Is a copy enough?"),
    *("A copy of last year is enough.", "Sesam-4711-of-the-directory"),
    *("Ada Park", "ada@vendor.example", "Lee Osei", "lee@vendor.example"),
)
_LINK = re.compile(
    r"/p/([A-Za-z0-9_-]{20,})|/console/(?:sign-in|act)/([A-Za-z0-9._-]{20,})|/(?:unsubscribe|feedback)/([A-Za-z0-9._-]{20,})"
)
_SHORTEST = 12


def personal() -> set[str]:
    """Return what people of the scenarios are called and write, and what the CRMs know of them."""
    return {*SAID, *(one["value"] for one in event("pipedrive/records.json")["person"]["data"]["email"])}


def secrets(value: Any = SECRET) -> Iterator[str]:
    """Yield the texts of the secret that are long enough to be one."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from (name,) if name.startswith("local-") else ()
            yield from secrets(one)
    elif isinstance(value, list):
        for one in value:
            yield from secrets(one)
    elif len(value) > _SHORTEST:
        yield value


def links(world: World) -> set[str]:
    """Return the secret part of every link that was mailed."""
    found = set()
    for mail in world.cloud.post.mails:
        body = mail.message.get_body(("plain",))
        found |= {"".join(one) for one in _LINK.findall(body.get_content() if body else "")}
    return found


def finder(canaries: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of them, however it is written: as it is, in an address, in JSON."""
    written = {form for one in canaries for form in (one, quote(one), quote_plus(one), json.dumps(one)[1:-1])}
    return re.compile(
        "|".join(re.escape(one) for one in sorted(written, key=len, reverse=True)), re.IGNORECASE
    )
