"""Where a contact's link was used, and the button for "this was not me"."""

from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.uses import seen
from chalicelib.application.words.dates import local_time
from chalicelib.domain.commands import RenewLink
from chalicelib.domain.errors import WrongStateError
from chalicelib.entrypoints import cookies
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page, refusal_page
from chalicelib.entrypoints.portal.frame import shared
from chalicelib.entrypoints.portal.lost_link import came_from
from chalicelib.entrypoints.portal.visits import Visit, carry_out_for, enter, enter_with_form


def take_note(request: Any, *, onboarding: str, contact: str) -> None:
    """Write down that a session begins: when, and from where as coarsely as its owner can still recognise."""
    agent = request.headers.get("user-agent", "")
    use = seen(agent=agent, address=came_from(request), at=bootstrap.clock().now())
    bootstrap.uses().add(onboarding, contact, use)


@guarded
def uses(request: Any) -> Response:
    """List the sessions that were begun with a contact's link, newest first."""
    return _page(enter(request))


@guarded
def renew(request: Any) -> Response:
    """Replace the contact's own link: it ends here and everywhere, and the new one goes to the address on record."""
    visit, form = enter_with_form(request)
    if form.get("act") != "renew":
        raise PageRefusalError("unreadable", 400)
    try:
        carry_out_for(
            visit,
            form,
            lambda _: RenewLink(contact=visit.contact.id),
        )
    except WrongStateError as refusal:
        return _page(visit, status=409, refused=refusal.words)
    return refusal_page(reason="link-renewed", message="", cookie=cookies.end("portal"))


def _page(visit: Visit, *, status: int = 200, refused: str = "") -> Response:
    local = local_time(visit.contact.time_zone, visit.about.now)
    found = bootstrap.uses().of(visit.session.onboarding, visit.contact.id)
    return page(
        "portal/access.html",
        status=status,
        cookie=visit.cookie,
        **shared(visit),
        uses=[(local.when(use.at), use) for use in found],
        refused=refused,
    )
