"""The page behind the button of a mail: one case, what can be done about it, no sign-in."""

import secrets
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import signed_links
from chalicelib.adapters.signed_links import Act
from chalicelib.application.console.cases import EscalationPart, escalation_part
from chalicelib.application.console.offer import Offer
from chalicelib.application.console.offers import for_onboarding
from chalicelib.application.console.tasks import TaskPart, task_part
from chalicelib.application.words.dates import local_time
from chalicelib.application.words.held import held_because
from chalicelib.domain.errors import DomainError
from chalicelib.domain.people import Person
from chalicelib.entrypoints.carrying_out import carried_out
from chalicelib.entrypoints.console.acts import carry_out_act
from chalicelib.entrypoints.console.visit import Record, load
from chalicelib.entrypoints.forms import check_origin, read_form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page


@guarded
def case(signed: str) -> Response:
    """Show the case and its buttons; nothing changes."""
    act, person, record = _behind(signed)
    return _page(signed, act, person, record)


@guarded
def settle(request: Any, signed: str) -> Response:
    """Do what the button says, as the person whom the mail went to; only what the page offers can be done."""
    check_origin(request)
    form = read_form(request)
    act, person, record = _behind(signed)
    chosen = (form.get("act"), form.get("subject"))
    if chosen not in {(offer.act, offer.subject) for offer in _offers(act, person, record)}:
        if carried_out(form, onboarding=act.onboarding, actor=f"person:{person.id}"):
            return _page(signed, act, person, record, done=form.get("act"))
        raise PageRefusalError("act-over", 409)
    try:
        carry_out_act(form, record, person)
    except DomainError as refusal:
        failed = {
            name: form.get(name)
            for name in ("act", "subject", "text", "code", "day", "name", "email", "where")
        } | {"message": str(refusal)}
        return _page(signed, act, person, record, failed=failed, status=refusal.status)
    fresh = load(act.onboarding)
    return _page(signed, act, person, fresh, done=form.get("act"))


def _behind(signed: str) -> tuple[Act, Person, Record]:
    act = signed_links.read_act(bootstrap.session_key(), signed)
    person = bootstrap.people().directory().get(act.person) if act else None
    if act is None or person is None or not person.active:
        raise PageRefusalError("not-found", 404)
    return act, person, load(act.onboarding)


def _offers(act: Act, person: Person, record: Record) -> tuple[Offer, ...]:
    if act.kind == "release":
        held = record.about.onboarding.status == "on_hold"
        return tuple(
            o
            for o in for_onboarding(record.about.onboarding, record.about.playbook)
            if held and o.act in {"release", "cancel"}
        )
    part = _part(act, person, record)
    if part is None or (isinstance(part, TaskPart) and record.about.onboarding.task(act.subject) is None):
        return ()
    return tuple(offer for offer in part.offers if offer.wants != "person")


def _part(act: Act, person: Person, record: Record) -> EscalationPart | TaskPart | None:
    about, local = record.about, local_time(person.time_zone, record.about.now)
    if act.kind == "escalation":
        found = next((each for each in about.onboarding.escalations if each.id == act.subject), None)
        return escalation_part(about, found, local, actor=f"person:{person.id}") if found else None
    task = about.onboarding.task(act.subject)
    mine = f"person:{person.id}"
    return (
        task_part(about, task, local, actor=mine)
        if act.kind == "task" and task and task.owner == person.id
        else None
    )


def _page(
    signed: str,
    act: Act,
    person: Person,
    record: Record,
    *,
    done: str = "",
    failed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    offers, onboarding = _offers(act, person, record), record.about.onboarding
    if not offers and not done:
        raise PageRefusalError("act-over", 410)
    return page(
        "console/case.html",
        status=status,
        kind=act.kind,
        part=_part(act, person, record),
        offers=offers,
        account=onboarding.deal.account.name,
        held=held_because(record.about, local_time(person.time_zone, record.about.now)),
        record=f"/console/onboardings/{onboarding.id}",
        person=person,
        done=done,
        failed=failed or {},
        action=f"/console/act/{signed}",
        hidden={"nonce": secrets.token_urlsafe(16)},
    )
