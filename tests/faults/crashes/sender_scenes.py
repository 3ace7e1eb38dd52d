"""What senders do beside a single won deal: batches, several records at once, edits, and what AWS forgets to tell."""

from __future__ import annotations

import copy
from typing import Any

from tests.faults.beginnings import event, furnished
from tests.faults.cloud.port import PUBLIC_URL
from tests.faults.crashes.telling import GRACE, Story, deal, deals, sent
from tests.faults.outside import RUNTIME
from tests.faults.runtime import World
from tests.unit.webhooks import senders

SECOND = "0065g00000FgHiJAAV"  # the second record of the recorded message


def play(story: Story) -> None:
    """Play them, each on a world of its own."""
    story.beside(_known_deals(), "hubspot: a batch about two deals", sent(lambda now: senders.hubspot(
        _batch(), at=now, public_url=PUBLIC_URL)), alone=True)  # fmt: skip
    won = (_recorded() / "salesforce/won.xml").read_bytes().replace(b"Pre-Calificaci\xc3\xb3n", b"Closed Won")
    story.beside(
        _known_deals(),
        "salesforce: a message with two records",
        sent(lambda _: senders.salesforce(won)),
        alone=True,
    )
    opened = story.scenarios["the same webhook comes again"].world.copy()
    opened.acts.clear()
    promised = deal("updated", at="2026-11-23T08:52:00Z")
    promised["data"]["handoff"]["promises"].append({"text": "A training day", "due": "2026-12-09"})
    story.beside(opened, "the deal gains a promise", deals(promised, "msg-promise"))
    named = deal("updated", at="2026-11-23T08:53:00Z")
    named["data"]["contacts"].append({"name": "Piet Maas", "email": "piet@acme.example", "role": "technical"})
    story.beside(opened, "the deal gains a contact", deals(named, "msg-contact"))
    changed = story.beside(
        opened, "the deal gets another owner", deals(_owned("ben@vendor.example"), "msg-owner")
    )
    raised = _raised(changed, "deal:")
    story.beside(
        changed,
        "a change of the deal is taken note of",
        story.team("ResolveEscalation", escalation=raised, note="Agreed with the customer."),
    )
    story.beside(opened, "the welcome is reported as spam", _complains)
    held = story.scenarios["put on hold"].world.copy()
    held.acts *= 2
    story.beside(held, "the same command is sent twice", _nothing)
    story.beside(_kept(), "a webhook that the stream never told of", _nothing, slow=True, alone=True)
    story.beside(_asked(story), "mails that the stream never told of", _nothing, slow=True, alone=True)


def _recorded() -> Any:
    from tests.faults.beginnings import _EVENTS

    return _EVENTS


def _batch() -> list[dict[str, Any]]:
    recorded = event("hubspot/batch.json")
    one = recorded[1]
    return [one, {**one, "eventId": 4168025999, "objectId": 21346988099}]


def _known_deals() -> World:
    """Return a world whose CRMs know a second deal."""
    world = furnished()
    records = world.cloud.downstream.records
    second = copy.deepcopy(records["/crm/v3/objects/deals/21346988012"])
    records["/crm/v3/objects/deals/21346988099"] = {**second, "id": "21346988099"}
    base = "/services/data/v61.0/sobjects/Opportunity"
    records[f"{base}/{SECOND}"] = {**records[f"{base}/0065g00000AbCdEAAV"], "Id": SECOND}
    return world


def _owned(email: str) -> dict[str, Any]:
    body = deal("updated", at="2026-11-23T08:54:00Z")
    body["data"]["owner"] = {"name": "Ben", "email": email}
    return body


def _raised(world: World, subject: str) -> str:
    from tests.faults.crashes.telling import state

    return next(str(one.id) for one in state(world).raised() if one.subject.startswith(subject))


def _complains(world: World) -> None:
    mail = next(mail for mail in world.cloud.post.mails if GRACE in mail.to)
    world.cloud.tell(mail, "Complaint", now=world.now, complaintFeedbackType="abuse")


def _nothing(_: World) -> None:
    """Do nothing: what was forgotten is found by the sweep."""


def _kept() -> World:
    """Return a world that has kept a webhook whose record of the stream was lost."""
    world = furnished()
    deals(deal(), "msg-forgotten")(world)
    RUNTIME.step(world)
    world.read = len(world.cloud.table.stream)
    return world


def _asked(story: Story) -> World:
    """Return a world that holds effects whose records of the stream were lost."""
    world = story.scenarios["put on hold"].world.copy()
    while world.acts:
        RUNTIME.step(world)
    world.read = len(world.cloud.table.stream)
    return world
