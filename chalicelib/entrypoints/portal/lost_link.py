"""A page for who has lost their link: whatever is typed, the answer is the same."""

from datetime import timedelta
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.application.lost_link import request_link
from chalicelib.entrypoints.forms import check_origin, read_form
from chalicelib.entrypoints.pages import guarded, page

_MOST, _PER = 20, timedelta(hours=1)


@guarded
def ask(request: Any) -> Response:
    """Ask for an address."""
    return page("portal/lost_link.html", asked=False)


@guarded
def asked(request: Any) -> Response:
    """Mail the links of an address to it; somebody who types many addresses gets the same answer and no mail.

    Nothing is looked up here: neither the page nor the time that it takes can tell whom we know.
    """
    check_origin(request)
    typed, now = read_form(request).get("email"), bootstrap.clock().now()
    source = sessions.content_digest(bootstrap.session_key(), f"source|{came_from(request)}")
    if bootstrap.limits().allow(f"lost-link#{source}", now=now, most=_MOST, per=_PER):
        request_link(
            typed, minter=bootstrap.link_minter(), outbox=bootstrap.outbox(), clock=bootstrap.clock()
        )
    return page("portal/lost_link.html", at="/lost-link", asked=True)


def came_from(request: Any) -> str:
    """Return the network address that a request came from, as the gateway has seen it; empty where it says none."""
    return str(((request.context or {}).get("identity") or {}).get("sourceIp") or "")
