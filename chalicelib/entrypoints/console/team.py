"""The team's page of the team: who is away, what everybody has, and handing it over after a look at the whole."""

from dataclasses import replace
from datetime import date
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.console.team import absence, planned, seal, shares, team_rows
from chalicelib.application.console.view import names_of
from chalicelib.application.handover import BY_ROLE, Handover, Move, Piece, carry_out, pieces, plan
from chalicelib.application.people import change_person
from chalicelib.application.words.dates import local_time
from chalicelib.domain.errors import DomainError, InvalidError, NotFoundError
from chalicelib.domain.people import Absence, Directory, Person
from chalicelib.entrypoints.console.visit import TeamVisit, enter, enter_with_form
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page, redirect


@guarded
def team(request: Any) -> Response:
    """Show everybody."""
    visit, directory = enter(request), bootstrap.people().directory(fresh=True)
    local = local_time(visit.person.time_zone, visit.now)
    rows = team_rows(directory, bootstrap.listings(), now=visit.now, local=local)
    return page("console/team.html", **visit.shared(), rows=rows)


@guarded
def member(request: Any, person_id: str) -> Response:
    """Show somebody, what they own, and, for a taker, what would go to whom."""
    query = request.query_params or {}
    visit, directory = enter(request), bootstrap.people().directory(fresh=True)
    person = _known(person_id, directory)
    try:
        return _page(visit, person, directory, to=query.get("to", ""), done=query.get("done", ""))
    except InvalidError as refusal:
        return _page(visit, person, directory, failed=str(refusal), status=refusal.status)


@guarded
def act(request: Any, person_id: str) -> Response:
    """Hand over what the page has shown, or change when somebody is away."""
    visit, form = enter_with_form(request)
    directory = bootstrap.people().directory(fresh=True)
    person = _known(person_id, directory)
    try:
        match form.get("act"):
            case "handover":
                return _hand_over(visit, form, person, directory)
            case "away":
                _change(visit, person, away=(*person.away, _absence(form)))
            case "digest":
                _change(visit, person, digest=form.get("wanted") == "yes")
            case "back":
                kept = tuple(one for one in person.away if one.first.isoformat() != form.get("first"))
                _change(visit, person, away=kept)
            case _:
                raise PageRefusalError("unreadable", 400)
    except DomainError as refusal:
        return _page(visit, person, directory, failed=str(refusal), status=refusal.status)
    return redirect(f"/console/team/{person.id}?done=changed")


def _hand_over(visit: TeamVisit, form: Form, person: Person, directory: Directory) -> Response:
    to = form.get("to")
    moves = _plan(person, to, _owned(person, directory), directory, visit)
    this_form = f"handover:{visit.person.id}:{form.nonce}:{form.get('seen')}"
    if seal(moves) == form.get("seen"):
        bootstrap.spent().spend(this_form, now=visit.now)
    elif not bootstrap.spent().used(this_form):  # else it was sent before, and finishes what may be left
        failed = "What they own has changed since you looked. This is how it is now."
        return _page(visit, person, directory, to=to, failed=failed, status=409)
    actor = f"person:{visit.person.id}"
    handover = Handover(giver=person.id, to=to, moves=moves, key=f"form:{form.nonce}", by=actor)
    carry_out(handover, send=bootstrap.send_commands, outbox=bootstrap.outbox(), clock=bootstrap.clock())
    return redirect(f"/console/team/{person.id}?done={len(moves)}")


def _page(
    visit: TeamVisit,
    person: Person,
    directory: Directory,
    *,
    to: str = "",
    done: str = "",
    failed: str = "",
    status: int = 200,
) -> Response:
    local = local_time(visit.person.time_zone, visit.now)
    found = _owned(person, directory)
    moves = _plan(person, to, found, directory, visit) if to else ()
    return page(
        "console/member.html",
        status=status,
        **visit.shared(),
        person=person,
        note=absence(person, directory, now=visit.now, local=local),
        away=[(one, local.day(one.first), local.day(one.last)) for one in person.away],
        shares=planned(moves, directory, local) if to else shares(found, local),
        number=len(moves) if to else len(found),
        to=to,
        seen=seal(moves),
        takers=[(key, name) for key, name in names_of(directory) if key != person.id],
        by_role=BY_ROLE,
        done=done,
        failed=failed,
    )


def _owned(person: Person, directory: Directory) -> tuple[Piece, ...]:
    among = sorted(bootstrap.listings().owned(person.id))
    return tuple(pieces(person.id, bootstrap.records(), directory=directory, among=among))


def _plan(
    person: Person, to: str, found: tuple[Piece, ...], directory: Directory, visit: TeamVisit
) -> tuple[Move, ...]:
    return plan(person, to, found, directory=directory, now=visit.now)


def _change(visit: TeamVisit, person: Person, **changes: Any) -> None:
    change_person(
        replace(person, **changes),
        actor=f"person:{visit.person.id}",
        people=bootstrap.people(),
        clock=bootstrap.clock(),
        knows=bootstrap.knows_place,
    )


def _absence(form: Form) -> Absence:
    days = []
    for name in ("first", "last"):
        try:
            days.append(date.fromisoformat(form.get(name)))
        except ValueError:
            raise InvalidError(f"'{form.get(name)[:100]}' is not a day: write it as 2026-12-24.") from None
    return Absence(first=days[0], last=days[1])


def _known(person_id: str, directory: Directory) -> Person:
    person = directory.get(person_id)
    if person is None:
        raise NotFoundError("There is no such person.")
    return person
