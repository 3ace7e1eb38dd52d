"""The mailed link: a page with a button, the session it begins, and the way out for the wrong person."""

from dataclasses import replace
from typing import Any, cast

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.application.access import open_to
from chalicelib.application.circumstances import someone, tag_for
from chalicelib.application.handle import Envelope
from chalicelib.application.portal.asking import Asked, asked_of, handed_to
from chalicelib.application.portal.way_on import WHAT_IS_NEXT
from chalicelib.application.ports import Link
from chalicelib.domain.commands import LeaveContact, SwitchLanguage
from chalicelib.domain.languages import OFFERED, Language
from chalicelib.domain.onboarding import Onboarding
from chalicelib.entrypoints import cookies
from chalicelib.entrypoints.asked import read_by
from chalicelib.entrypoints.forms import check_origin, read_form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page, redirect, refusal_page
from chalicelib.entrypoints.portal.access import take_note
from chalicelib.entrypoints.portal.limits import ENDS, wait
from chalicelib.entrypoints.portal.visits import circumstances, enter_with_form
from chalicelib.entrypoints.portal.way import first_page


@guarded
def landing(request: Any, token: str, task: str = "") -> Response:
    """Show whose onboarding a link opens, and the button; nothing changes (mail scanners follow links)."""
    link, onboarding = _behind(token)
    account, owner = (
        onboarding.deal.account.name,
        someone(bootstrap.people().directory(), onboarding.owner).name,
    )
    to = task if task == WHAT_IS_NEXT or onboarding.task(task) else ""
    wished = _greet(request, link, onboarding)
    return page(
        "portal/landing.html",
        account=account,
        token=token,
        to=to,
        wished=wished,
        owner=owner,
        asked=_asked(onboarding, link.contact, to, wished),
    )


@guarded
def proceed(request: Any, token: str, task: str = "") -> Response:
    """Begin a session; a browser that sends no Origin is welcome, another site's page is not."""
    check_origin(request)
    link, onboarding = _behind(token)
    now = bootstrap.clock().now()
    _speak(request, link, onboarding)
    take_note(request, onboarding=link.onboarding, contact=link.contact)
    cookie = cookies.begin("portal", who=link.contact, now=now, onboarding=link.onboarding, epoch=link.epoch)
    return redirect(_first_page(onboarding, task, link.contact), cookie=cookie)


@guarded
def leave(request: Any, token: str) -> Response:
    """Ask before anything is done; who has left already is told that it is so."""
    link, onboarding = _behind(token, left_too=True)
    _greet(request, link, onboarding)
    return page(
        "portal/leave.html", account=onboarding.deal.account.name, token=token, gone=False, unsaid=False
    )


@guarded
def left(request: Any, token: str) -> Response:
    """Take the contact off all mail and end their link; doing it again changes nothing.

    An empty form is not enough: there are mail scanners that press every button.
    """
    check_origin(request)
    link, onboarding = _behind(token, left_too=True)
    _greet(request, link, onboarding)
    account, reason = onboarding.deal.account.name, read_form(request).get("reason")
    if reason not in ("not_me", "left"):
        return page(
            "portal/leave.html",
            status=422,
            at=f"/p/{token}/leave",
            account=account,
            token=token,
            gone=False,
            unsaid=True,
        )
    bootstrap.handle(
        Envelope(
            onboarding=link.onboarding,
            id=f"leave:{link.contact}:{link.epoch}",
            actor=f"contact:{link.contact}",
            command=LeaveContact(contact=link.contact, reason="not_me" if reason == "not_me" else "left"),
        )
    )
    return page(
        "portal/leave.html",
        at=f"/p/{token}/leave",
        account=account,
        token=token,
        gone=True,
        unsaid=False,
        cookie=cookies.end("portal"),
    )


@guarded
def sign_out(request: Any) -> Response:
    """End the session on this device always, and of whoever has a copy of its cookie as often as is remembered."""
    visit, form = enter_with_form(request)
    if words := wait(visit, form, ENDS):
        return refusal_page(reason="signed-out", message=words, cookie=cookies.end("portal"))
    over = sessions.visit_of(visit.session.id)
    bootstrap.store().sign_out(visit.session.onboarding, over, until=visit.session.ends_at)
    return refusal_page(reason="signed-out", message="", cookie=cookies.end("portal"))


def _asked(onboarding: Onboarding, contact_id: str, task: str, wished: str) -> Asked | None:
    """Return what a colleague asks the reader for; names are read only where there is something."""
    contact = onboarding.contact(contact_id)
    if contact is None or not handed_to(onboarding, contact_id):
        return None
    reader = replace(contact, language=cast(Language, wished)) if wished else contact
    personal = bootstrap.store().personal(onboarding.id)
    return asked_of(circumstances(onboarding, personal, contact=reader), task)


def _first_page(onboarding: Onboarding, wanted: str, contact: str) -> str:
    """Return the page of the task that a mail was about; the overview where the onboarding has no such page."""
    if wanted == WHAT_IS_NEXT:
        return first_page(circumstances(onboarding, {}, contact=onboarding.contact(contact)))
    task = onboarding.task(wanted)
    if task is None:
        return "/portal"
    if onboarding.meeting(task.id):
        return f"/portal/meetings/{task.id}"
    asked = task.by_customer and task.status != "waiting"
    return f"/portal/tasks/{task.id}" if asked else "/portal"


def _greet(request: Any, link: Link, onboarding: Onboarding) -> str:
    """Speak the contact's language, or the one that was chosen on this page: that one is returned, else nothing."""
    chosen, contact = (request.query_params or {}).get("lang", ""), onboarding.contact(link.contact)
    if chosen in OFFERED:
        return str(chosen)
    read_by(tag_for(onboarding, contact))
    return ""


def _speak(request: Any, link: Link, onboarding: Onboarding) -> None:
    """Keep the language that was chosen before the session began."""
    contact, chosen = onboarding.contact(link.contact), read_form(request).get("lang")
    if contact is None or chosen not in OFFERED or chosen == contact.language:
        return
    bootstrap.handle(
        Envelope(
            onboarding=link.onboarding,
            id=f"language:{link.contact}:{chosen}:{onboarding.sequence}",
            actor=f"contact:{link.contact}",
            command=SwitchLanguage(contact=link.contact, language=cast(Language, chosen)),
        )
    )


def _behind(token: str, *, left_too: bool = False) -> tuple[Link, Onboarding]:
    """Return what a token opens. One that opens nothing costs as many readings as one that does, whatever is wrong."""
    hashed = bootstrap.link_minter().hash(token)
    link = bootstrap.links().find(hashed)
    stored = bootstrap.store().load(
        link.onboarding if link and link.purpose == "portal" else f"none-{hashed}"
    )
    if link is None or stored is None:
        raise PageRefusalError("not-found", 404)
    onboarding, now = stored.onboarding, bootstrap.clock().now()
    contact = onboarding.contact(link.contact)
    gone = (
        left_too
        and contact is not None
        and contact.status == "left"
        and link.epoch == onboarding.epoch_of(contact)
    )
    if not gone and not open_to(onboarding, contact=link.contact, epoch=link.epoch, now=now):
        raise PageRefusalError("not-found", 404)
    return link, onboarding
