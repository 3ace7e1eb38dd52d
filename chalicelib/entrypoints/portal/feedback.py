"""Where a contact says how a milestone went: one click in the mail chooses, and a button on the page sends.

The signed address is all that is needed, and good for nothing else. A GET changes nothing, and neither does a form
without an answer.
"""

import re
import secrets
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import signed_links
from chalicelib.application.access import open_to
from chalicelib.application.circumstances import tag_for
from chalicelib.application.personal import Names
from chalicelib.application.words import wording
from chalicelib.domain.commands import GiveFeedback
from chalicelib.domain.decide.opinions import CHANGEABLE_FOR
from chalicelib.domain.languages import OFFERED
from chalicelib.domain.onboarding import Onboarding, Opinion
from chalicelib.entrypoints.asked import read_by
from chalicelib.entrypoints.carrying_out import carry_out
from chalicelib.entrypoints.forms import check_origin, read_form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page

_LONGEST = 2000


@guarded
def show(request: Any, signed: str) -> Response:
    """Show the five answers, with the one that the link names chosen; nothing changes."""
    onboarding, opinion, said = _behind(request, signed)
    chosen = _score((request.query_params or {}).get("score", ""))
    return _page(signed, onboarding, opinion, score=chosen, comment=said)


@guarded
def give(request: Any, signed: str) -> Response:
    """Take the answer, or the change of one."""
    check_origin(request)
    onboarding, opinion, _ = _behind(request, signed)
    form = read_form(request)
    score, comment = _score(form.get("score")), form.get("comment")[:_LONGEST]
    if score is None:
        return _page(signed, onboarding, opinion, status=422, comment=comment, error=wording.SCORE_MISSING)
    carry_out(
        form,
        lambda sealer: GiveFeedback(
            contact=opinion.contact,
            milestone=opinion.milestone,
            score=score,
            comment=sealer.seal_optional(comment),
        ),
        onboarding=onboarding.id,
        actor=f"contact:{opinion.contact}",
        personal=bootstrap.store().personal(onboarding.id),
    )
    return _page(signed, onboarding, opinion, comment="", done=True)


def _behind(request: Any, signed: str) -> tuple[Onboarding, Opinion, str]:
    """Return whose opinion a link is about, and the comment that it may show.

    A link of an older release does not say of which epoch it is: it takes an answer, and shows none.
    """
    named = signed_links.read_feedback(bootstrap.session_key(), signed)
    stored = bootstrap.store().load(named[0]) if named else None
    if named is None or stored is None:
        raise PageRefusalError("not-found", 404)
    onboarding = stored.onboarding
    contact, opinion = onboarding.contact(named[1]), onboarding.opinion(named[2], named[1])
    if contact is None or opinion is None:
        raise PageRefusalError("not-found", 404)
    epoch = onboarding.epoch_of(contact) if named[3] is None else named[3]
    now = bootstrap.clock().now()
    if not open_to(onboarding, contact=contact.id, epoch=epoch, now=now):
        raise PageRefusalError("not-found", 404)
    if (request.query_params or {}).get("lang") not in OFFERED:
        read_by(tag_for(onboarding, contact))
    return onboarding, opinion, "" if named[3] is None else _said(onboarding, opinion)


def _page(
    signed: str,
    onboarding: Onboarding,
    opinion: Opinion,
    *,
    status: int = 200,
    score: int | None = None,
    comment: str,
    error: str = "",
    done: bool = False,
) -> Response:
    over = opinion.given_at and bootstrap.clock().now() >= opinion.given_at + CHANGEABLE_FOR
    return page(
        "portal/feedback.html",
        status=status,
        at=f"/feedback/{signed}",
        signed=signed,
        account=onboarding.deal.account.name,
        question=wording.SCORED_MILESTONES[opinion.milestone],
        scores=wording.SCORES,
        score=score or opinion.score,
        comment=comment,
        error=error,
        done=done,
        closed=bool(over) and not done,
        form_nonce=secrets.token_urlsafe(16),
    )


def _said(onboarding: Onboarding, opinion: Opinion) -> str:
    if opinion.comment is None:
        return ""
    return Names(bootstrap.store().personal(onboarding.id)).reveal(opinion.comment)


def _score(text: str) -> int | None:
    return int(text) if re.fullmatch("[1-5]", text) else None
