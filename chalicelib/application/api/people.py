"""The directory and what people own, as the JSON API shows them."""

from datetime import datetime
from typing import Any

from chalicelib.application.api.shapes import (
    ChangeView,
    HandoverView,
    MembersView,
    MemberView,
    MemberWholeView,
    MoveView,
    NeedsYouItemView,
    PersonView,
    PieceView,
    StandInView,
    WorkView,
)
from chalicelib.application.handover import Move, Piece
from chalicelib.application.ports import Change
from chalicelib.application.stand_ins import Place
from chalicelib.domain.people import Directory, Person


def person_view(person_id: str, directory: Directory) -> PersonView:
    """Return somebody of the team by id."""
    found = directory.get(person_id)
    return PersonView(
        id=person_id, name=found.name if found else person_id, email=found.email if found else None
    )


def members(directory: Directory, now: datetime) -> MembersView:
    """Return everybody, by name."""
    people = sorted(directory.people, key=lambda person: (person.name, person.id))
    return MembersView(items=tuple(MemberView(**_member(one, directory, now)) for one in people))


def member(
    person: Person, directory: Directory, now: datetime, *, changes: tuple[Change, ...], still_owns: int
) -> MemberWholeView:
    """Return somebody whole."""
    told = tuple(ChangeView(at=one.at, actor=one.actor, fields=dict(one.fields)) for one in changes)
    led = sorted(one.id for one in directory.people if one.lead == person.id and one.active)
    return MemberWholeView(
        **_member(person, directory, now), changes=told, still_owns=still_owns, leads=tuple(led)
    )


def work(found: tuple[Piece, ...], *, following: str | None) -> WorkView:
    """Return what somebody owns."""
    return WorkView(items=tuple(PieceView(**_piece(piece)) for piece in found), next=following)


def handed(moves: tuple[Move, ...], directory: Directory, *, preview: bool) -> HandoverView:
    """Return what goes to whom."""
    items = (
        MoveView(**_piece(move.piece), to=person_view(move.to, directory), how=move.how) for move in moves
    )
    return HandoverView(preview=preview, items=tuple(items))


def stand_in(place: Place) -> StandInView | None:
    """Return for whom an entry is in front of somebody else."""
    if place.own:
        return None
    return StandInView(id=place.person.id, name=place.person.name, until=place.until)


def leaver(person: Person, onboardings: int) -> NeedsYouItemView:
    """Return the entry of somebody who has left and whose work waits to be handed over."""
    return NeedsYouItemView(
        onboarding="",
        account="",
        kind="handover",
        id=person.id,
        title=f"{person.name} has left and still owns something in {onboardings} onboardings: hand it over",
        due_at=None,
        stands_in_for=StandInView(id=person.id, name=person.name, until=None),
    )


def _member(person: Person, directory: Directory, now: datetime) -> dict[str, Any]:
    available = person.available(now)
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "roles": person.roles,
        "lead": person.lead,
        "sponsor": person.sponsor,
        "delegate": person.delegate,
        "time_zone": person.time_zone,
        "country": person.country,
        "region": person.region,
        "away": person.away,
        "active": person.active,
        "quiet": person.quiet,
        "digest": person.digest,
        "available": available,
        "seen_by": None if available else directory.stand_in(person.id, now),
        "fallback": person.id == directory.fallback,
    }


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "onboarding": piece.onboarding,
        "account": piece.account,
        "subject": piece.subject,
        "title": piece.title,
        "due_at": piece.due_at,
    }
