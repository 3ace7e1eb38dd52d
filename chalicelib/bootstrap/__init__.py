"""The composition root: the only place that picks adapters. Everything is made at first use and kept.

Imports stand inside the functions, because the api answers webhooks without domain, pydantic or templates. The rooms ask
each other by the names that stand here: whoever replaces one replaces it for all.
"""

from chalicelib.bootstrap.arrivals import desk, ingestion
from chalicelib.bootstrap.decisions import (
    calendars,
    handle,
    knows_place,
    ports,
    records,
    send_command,
    send_commands,
    submitter,
)
from chalicelib.bootstrap.desks_and_mornings import calendar_of, desk_world, tick_desk, wake, waking
from chalicelib.bootstrap.ground import client, clock, link_minter, queue, secret_store, secrets, session_key
from chalicelib.bootstrap.mails import delivery, feedback, mail_client, mail_writer, reading
from chalicelib.bootstrap.stores import (
    desks,
    documents,
    drafts,
    inbox,
    keeper,
    limits,
    links,
    listings,
    mornings,
    outbox,
    people,
    playbooks,
    spent,
    store,
    uses,
)

__all__ = [
    "calendar_of",
    "calendars",
    "client",
    "clock",
    "delivery",
    "desk",
    "desk_world",
    "desks",
    "documents",
    "drafts",
    "feedback",
    "handle",
    "inbox",
    "ingestion",
    "keeper",
    "knows_place",
    "limits",
    "link_minter",
    "links",
    "listings",
    "mail_client",
    "mail_writer",
    "mornings",
    "outbox",
    "people",
    "playbooks",
    "ports",
    "queue",
    "reading",
    "records",
    "secret_store",
    "secrets",
    "send_command",
    "send_commands",
    "session_key",
    "spent",
    "store",
    "submitter",
    "tick_desk",
    "uses",
    "wake",
    "waking",
]
