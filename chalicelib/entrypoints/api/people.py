"""The API's addresses about people: the directory, what somebody owns, and handing it over."""

from collections.abc import Mapping
from typing import Any

from chalicelib import bootstrap
from chalicelib.application.api import people as views
from chalicelib.application.api.lists import needed
from chalicelib.application.api.shapes import (
    HandoverView,
    MembersView,
    MemberWholeView,
    NeedsYouView,
    WorkView,
)
from chalicelib.application.handover import Handover, carry_out, pieces, plan
from chalicelib.application.people import change_person, left_behind
from chalicelib.application.stand_ins import in_front_of, to_hand_over
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.people import Person
from chalicelib.entrypoints.api.requests.parameters import whole
from chalicelib.entrypoints.api.requests.people import HandoverBody, PersonBody
from chalicelib.entrypoints.api.requests.reading import read


def everybody() -> MembersView:
    """Return the directory."""
    return views.members(bootstrap.people().directory(fresh=True), bootstrap.clock().now())


def one(name: str) -> MemberWholeView:
    """Return somebody, by id or address."""
    return _whole(_known(name))


def put(name: str, raw: bytes | str, *, actor: str) -> tuple[MemberWholeView, int]:
    """Create or change somebody; return them and the status: 201 for somebody new."""
    body, people = read(PersonBody, raw), bootstrap.people()
    known = people.directory(fresh=True).named(name)
    changed = change_person(
        body.person(known.id if known else name),
        actor=actor,
        people=people,
        clock=bootstrap.clock(),
        knows=bootstrap.knows_place,
        fallback=body.fallback,
    )
    return _whole(changed.person), 201 if changed.created else 200


def work(name: str, params: Mapping[str, str]) -> WorkView:
    """Return what somebody owns, `limit` onboardings at a time."""
    person, limit = _known(name), whole(params, "limit", default=50, least=1, most=200)
    after = params.get("cursor", "")
    among = [key for key in sorted(bootstrap.listings().owned(person.id)) if key > after]
    directory = bootstrap.people().directory()
    found = pieces(person.id, bootstrap.records(), directory=directory, among=among[:limit])
    return views.work(tuple(found), following=among[limit - 1] if len(among) > limit else None)


def handover(name: str, raw: bytes | str, *, actor: str, key: str) -> tuple[HandoverView, int]:
    """Show what would go to whom, or send it on its way: then 202."""
    body, person = read(HandoverBody, raw), _known(name)
    directory = bootstrap.people().directory(fresh=True)
    among = sorted(bootstrap.listings().owned(person.id))
    if body.onboardings is not None:
        among = [one for one in among if one in body.onboardings]
    found = tuple(pieces(person.id, bootstrap.records(), directory=directory, among=among))
    moves = plan(person, body.to, found, directory=directory, now=bootstrap.clock().now())
    if not body.preview:
        sent = Handover(giver=person.id, to=body.to, moves=moves, key=key, by=actor)
        carry_out(sent, send=bootstrap.send_commands, outbox=bootstrap.outbox(), clock=bootstrap.clock())
    return views.handed(moves, directory, preview=body.preview), 200 if body.preview else 202


def needs_you(person: str) -> NeedsYouView:
    """Return what is in front of somebody: theirs, and that of whom they stand in for."""
    found: dict[str, Any] = {
        "directory": bootstrap.people().directory(fresh=True),
        "listings": bootstrap.listings(),
        "now": bootstrap.clock().now(),
    }
    items = [needed(row, views.stand_in(place)) for place, row in in_front_of(person, **found)]
    items += [views.leaver(other, count) for other, count in to_hand_over(person, **found)]
    return NeedsYouView(items=tuple(items))


def _known(name: str) -> Person:
    person = bootstrap.people().directory(fresh=True).named(name)
    if person is None:
        raise NotFoundError(f"'{name[:200]}' is nobody in the directory.")
    return person


def _whole(person: Person) -> MemberWholeView:
    people = bootstrap.people()
    return views.member(
        person,
        people.directory(fresh=True),
        bootstrap.clock().now(),
        changes=people.changes(person.id),
        still_owns=len(left_behind(person, listings=bootstrap.listings())),
    )
