"""Where a contact switches reminders off and on: by one click in the mail program (RFC 8058), or on a page.

The signed address is all that is needed: no cookie, no Origin, no sign-in, for mail programs have none of them. A GET
changes nothing, and neither does an empty POST (there are scanners that press every button).
"""

from email.parser import BytesParser
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import sessions, signed_links
from chalicelib.application.circumstances import tag_for
from chalicelib.application.handle import Envelope
from chalicelib.domain.commands import SwitchReminders
from chalicelib.domain.languages import OFFERED
from chalicelib.domain.onboarding import Contact, Onboarding
from chalicelib.entrypoints.asked import read_by
from chalicelib.entrypoints.forms import read_form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page

_ONE_CLICK = ("List-Unsubscribe", "One-Click")


@guarded
def show(request: Any, signed: str) -> Response:
    """Say how it stands, with the button that changes it; nothing changes."""
    onboarding, contact = _behind(signed)
    if (request.query_params or {}).get("lang") not in OFFERED:
        read_by(tag_for(onboarding, contact))
    return _page(signed, onboarding, contact)


@guarded
def switch(request: Any, signed: str) -> Response:
    """Switch reminders off or on, as the mail program or the page asks; doing it again changes nothing."""
    onboarding, contact = _behind(signed)
    read_by(tag_for(onboarding, contact))
    wanted = _wanted(request)
    if wanted is None:
        return _page(signed, onboarding, contact, status=422)
    if wanted != contact.reminders:
        switch_for(onboarding, contact, on=wanted)
        onboarding, contact = _behind(signed)
    return _page(signed, onboarding, contact, done=True)


def switch_for(onboarding: Onboarding, contact: Contact, *, on: bool) -> None:
    """Switch a contact's reminders, as they themselves ask; the same wish at the same state counts once."""
    bootstrap.handle(
        Envelope(
            onboarding=onboarding.id,
            id=f"reminders:{contact.id}:{on}:{onboarding.sequence}",
            actor=f"contact:{contact.id}",
            command=SwitchReminders(contact=contact.id, on=on),
        )
    )


def _wanted(request: Any) -> bool | None:
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        return False if _one_click_in(kind, request.raw_body or b"") else None
    form = read_form(request)
    if form.fields.get(_ONE_CLICK[0]) == _ONE_CLICK[1]:
        return False
    return {"on": True, "off": False}.get(form.get("reminders"))


def _one_click_in(kind: str, body: bytes) -> bool:
    parts = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body[:10_000])
    return any(
        part.get_param("name", header="content-disposition") == _ONE_CLICK[0]
        and str(part.get_payload()).strip() == _ONE_CLICK[1]
        for part in parts.walk()
        if not part.is_multipart()
    )


def _behind(signed: str) -> tuple[Onboarding, Contact]:
    named = signed_links.read_unsubscribe(bootstrap.session_key(), signed)
    stored = bootstrap.store().load(named[0]) if named else None
    contact = stored.onboarding.contact(named[1]) if stored and named else None
    if named is None or stored is None or contact is None or not _theirs(contact, named[2]):
        raise PageRefusalError("not-found", 404)
    return stored.onboarding, contact


def _theirs(contact: Contact, mailed: str) -> bool:
    """Say whether a link went to the address that a contact has. One of an older release counts until a new link."""
    if not mailed:
        return contact.renewed == 0
    here = contact.email.c if contact.email else ""
    return mailed == sessions.content_digest(bootstrap.session_key(), f"mailed|{here}")


def _page(
    signed: str, onboarding: Onboarding, contact: Contact, *, done: bool = False, status: int = 200
) -> Response:
    return page(
        "portal/unsubscribe.html",
        status=status,
        at=f"/unsubscribe/{signed}",
        account=onboarding.deal.account.name,
        signed=signed,
        on=contact.reminders,
        done=done,
    )
