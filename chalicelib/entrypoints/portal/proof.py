"""What is sensitive opens with a code from a fresh mail: a link that was passed on is not enough."""

import hmac
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.application.words import wording
from chalicelib.domain.commands import MailCode, TryCode
from chalicelib.domain.decide.codes import GOOD_FOR, MOST_TRIES
from chalicelib.domain.errors import WrongStateError
from chalicelib.domain.events import CodeTried
from chalicelib.domain.onboarding import Code
from chalicelib.entrypoints import cookies
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import ElsewhereError, PageRefusalError, guarded, page, redirect
from chalicelib.entrypoints.portal.frame import shared
from chalicelib.entrypoints.portal.visits import Visit, carry_out_for, enter, enter_with_form

if TYPE_CHECKING:
    from chalicelib.application.handle import Outcome

_MOST_CODES, _PER = 5, timedelta(hours=1)
_OURS = re.compile(r"/portal(/[A-Za-z0-9_-]{1,80}){0,6}")


def require_proof(visit: Visit, *, to: str) -> None:
    """Send whoever has not shown lately that they read their mail to where they can, and back `to` a page of ours.

    Raises
    ------
    ElsewhereError
        They have not.
    """
    if not visit.session.proven(visit.about.now):
        raise ElsewhereError(f"/portal/confirm?{urlencode({'to': to})}")


@guarded
def ask(request: Any) -> Response:
    """Show the button that mails a code, or the field for the one that was mailed."""
    return _page(enter(request), to=_inside((request.query_params or {}).get("to", "")))


@guarded
def prove(request: Any) -> Response:
    """Mail a code, or take one, as the form's ``act`` says."""
    visit, form = enter_with_form(request)
    to = _inside(form.get("to"))
    match form.get("act"):
        case "mail":
            return _mail(visit, form, to=to)
        case "try":
            return _attempt(visit, form, to=to)
    raise PageRefusalError("unreadable", 400)


def _mail(visit: Visit, form: Form, *, to: str) -> Response:
    key, contact = bootstrap.session_key(), visit.contact.id
    who = sessions.content_digest(key, f"code|{visit.session.onboarding}|{contact}|{visit.session.epoch}")
    if not bootstrap.limits().allow(f"code#{who}", now=visit.about.now, most=_MOST_CODES, per=_PER):
        return _page(visit, to=to, status=429, wrong=wording.TOO_MANY_CODES)
    command = MailCode(
        contact=contact,
        challenge=secrets.token_hex(12),  # never the browser's: who chooses it has an old code mailed again
        visit=sessions.visit_of(visit.session.id),
    )
    try:
        carry_out_for(visit, form, lambda _: command)
    except WrongStateError as refusal:
        return _page(visit, to=to, status=409, wrong=refusal.words)
    return redirect(f"/portal/confirm?{urlencode({'to': to})}", cookie=visit.cookie)


def _attempt(visit: Visit, form: Form, *, to: str) -> Response:
    asked = _asked(visit)
    if asked is None:
        return _page(visit, to=to, status=409, wrong=wording.CODE_TOO_OLD)
    right = _right(visit, asked, re.sub(r"\s", "", form.get("code")))
    command = TryCode(contact=visit.contact.id, challenge=asked.challenge, visit=asked.visit, right=right)
    try:
        outcome = carry_out_for(visit, form, lambda _: command, about=f"{asked.challenge}|{asked.visit}")
    except WrongStateError:
        return _page(visit, to=to, status=409, wrong=wording.CODE_TOO_OLD)
    if any(isinstance(event, CodeTried) and event.right for event in outcome.events):
        proven = sessions.proven(visit.session, visit.about.now)
        return redirect(f"{to}?done=proven", cookie=cookies.extend("portal", proven, now=visit.about.now))
    if right:  # the form came a second time: what it opened was told to the first, and its code is used up
        return _page(visit, to=to, status=409, wrong=wording.CODE_TOO_OLD, gone=True)
    gone = _used_up(outcome, visit)
    return _page(
        visit, to=to, status=422, wrong=wording.CODE_WRONG_AGAIN if gone else wording.CODE_WRONG, gone=gone
    )


def _used_up(outcome: "Outcome", visit: Visit) -> bool:
    """Say whether a contact's code has no tries left."""
    contact = outcome.onboarding.contact(visit.contact.id) if outcome.onboarding else None
    return contact is None or contact.code is None or contact.code.tries >= MOST_TRIES


def _right(visit: Visit, asked: Code, typed: str) -> bool:
    wanted = sessions.mailed_code(
        bootstrap.session_key(),
        onboarding=visit.session.onboarding,
        contact=visit.contact.id,
        challenge=asked.challenge,
        visit=asked.visit,
    )
    return hmac.compare_digest(typed.encode(), wanted.encode())


def _asked(visit: Visit) -> Code | None:
    """Return the code that this visit may still type."""
    code = visit.contact.code
    if code is None or code.visit != sessions.visit_of(visit.session.id) or code.tries >= MOST_TRIES:
        return None
    return code if visit.about.now < code.at + GOOD_FOR else None


def _page(visit: Visit, *, to: str, status: int = 200, wrong: str = "", gone: bool = False) -> Response:
    return page(
        "portal/confirm.html",
        status=status,
        cookie=visit.cookie,
        **shared(visit),
        mailed=_asked(visit) is not None and not gone,
        to=to,
        wrong=wrong,
    )


def _inside(path: str) -> str:
    """Return a path of the customer's pages; the overview for anything else."""
    return path if _OURS.fullmatch(path) else "/portal"
