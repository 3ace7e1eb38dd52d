"""How deals arrive: from every CRM, too large, too old, lost before they were won, and not to be read."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from tests.faults.beginnings import event, furnished
from tests.faults.cloud.port import PUBLIC_URL
from tests.faults.crashes.opening_scenes import from_mail
from tests.faults.crashes.telling import (
    ADA,
    Story,
    deal,
    deals,
    sent,
)
from tests.faults.runtime import World
from tests.unit.webhooks import senders


def play(story: Story) -> None:
    """Play each on a world of its own.

    What two faults do to the reading of a CRM is played on Pipedrive's readings and on one that cannot be read.
    """
    start = furnished()
    story.beside(start, "hubspot: a deal is won", sent(lambda now: senders.hubspot(
        event("hubspot/batch.json")[:4], at=now, public_url=PUBLIC_URL)), alone=True)  # fmt: skip
    won = (_events() / "salesforce/won.xml").read_bytes()
    story.beside(start, "salesforce: a deal is won", sent(lambda _: senders.salesforce(won)), alone=True)
    story.beside(
        start, "pipedrive: a deal is won", sent(lambda _: senders.pipedrive(event("pipedrive/v2_won.json")))
    )
    story.beside(start, "a webhook too large for the table", _large, alone=True)
    lost = story.beside(start, "a deal is lost that was never opened", deals(deal("lost"), "msg-lost"))
    story.beside(lost, "a deal that was lost before is won", deals(deal(), "msg-late"), alone=True)
    unread = start.copy()
    unread.cloud.downstream.records = {}
    story.beside(
        unread,
        "a CRM that cannot be read",
        sent(lambda _: senders.pipedrive(event("pipedrive/v1_won.json"))),
        alone=True,
    )
    old = deal(signed_at="2026-08-01T10:00:00Z")
    held = story.beside(start, "an old deal opens on hold", deals(old, "msg-old"))
    story.beside(held, "an opening is released from its mail", lambda world: from_mail(world, ADA, "release"))


def _events() -> Any:
    from tests.faults.beginnings import _EVENTS

    return _EVENTS


def _large(world: World) -> None:
    body = deal()
    body["data"]["handoff"]["history"] = "".join(sha256(str(n).encode()).hexdigest() for n in range(12_000))
    deals(body, "msg-large")(world)
