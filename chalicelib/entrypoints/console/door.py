"""Signing in by mail: no passwords, one use a link, and no word about who works here."""

from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import sessions, signed_links
from chalicelib.adapters.signed_links import SignIn
from chalicelib.application.sign_in import request_sign_in
from chalicelib.entrypoints import cookies
from chalicelib.entrypoints.console.visit import SIGN_IN, enter_with_form
from chalicelib.entrypoints.forms import check_origin, read_form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page, redirect


@guarded
def home() -> Response:
    """Lead to the console."""
    return redirect("/console")


@guarded
def start(request: Any) -> Response:
    """Lead to what needs the person; whoever is not signed in, to the form."""
    signed_in = cookies.current(request, "console", now=bootstrap.clock().now())
    return redirect("/console/needs-you" if signed_in else SIGN_IN)


@guarded
def sign_in() -> Response:
    """Ask for an address."""
    return page("console/sign_in.html", asked=False)


@guarded
def ask_for_link(request: Any) -> Response:
    """Mail a link to a person of the directory; everybody else gets the same answer and no mail."""
    check_origin(request)
    person = bootstrap.people().directory().by_email(read_form(request).get("email"))
    if person and person.active:
        clock = bootstrap.clock()
        # One nonce a minute and person: asking again and again fills nobody's mailbox.
        asked = f"{person.id} {clock.now():%Y-%m-%dT%H:%M}"
        nonce = sessions.content_digest(bootstrap.session_key(), asked)
        request_sign_in(person.id, nonce=nonce, outbox=bootstrap.outbox(), clock=clock)
    return page("console/sign_in.html", asked=True)


@guarded
def sign_in_link(signed: str) -> Response:
    """Show the button; mail scanners that follow links use nothing up."""
    _link(signed)
    return page("console/continue.html", signed=signed)


@guarded
def signed_in(request: Any, signed: str) -> Response:
    """Begin a session; the link is used up."""
    check_origin(request)
    link, now = _link(signed), bootstrap.clock().now()
    if not bootstrap.spent().spend(link.nonce, now=now):
        raise PageRefusalError("team-link-used", 410)
    return redirect("/console/needs-you", cookie=cookies.begin("console", who=link.person, now=now))


@guarded
def sign_out(request: Any) -> Response:
    """End the session on this device."""
    enter_with_form(request)
    return redirect(SIGN_IN, cookie=cookies.end("console"))


def _link(signed: str) -> SignIn:
    link = signed_links.read_sign_in(bootstrap.session_key(), signed, now=bootstrap.clock().now())
    person = bootstrap.people().directory().get(link.person) if link else None
    if link is None or person is None or not person.active:
        raise PageRefusalError("team-link-used", 410)
    return link
