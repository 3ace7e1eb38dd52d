"""The team's page of the team: who is here, who is away, what everybody has, and what a handover would move."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from chalicelib.application.circumstances import someone
from chalicelib.application.handover import Move, Piece
from chalicelib.application.ports import Listings
from chalicelib.application.words.dates import LocalTime, When
from chalicelib.domain.people import Directory, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """Somebody of the team; `note` says that they are away or gone, and who sees their work meanwhile."""

    id: str
    name: str
    roles: str
    note: str
    gone: bool
    onboardings: int
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing of a person in an onboarding; `to` is who would get it, empty while nothing is planned."""

    title: str
    due: When | None
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a person owns in one onboarding."""

    onboarding: str
    account: str
    parts: tuple[Part, ...]


def team_rows(
    directory: Directory, listings: Listings, *, now: datetime, local: LocalTime
) -> tuple[TeamRow, ...]:
    """Return everybody who works here, and those who have left and still own something; by name."""
    rows = (
        TeamRow(
            id=person.id,
            name=person.name,
            roles=", ".join(person.roles),
            note=absence(person, directory, now=now, local=local),
            gone=not person.active,
            onboardings=len(listings.owned(person.id)),
            items=len(listings.needs_you(person.id)),
        )
        for person in directory.people
    )
    return tuple(sorted((row for row in rows if not row.gone or row.onboardings), key=lambda row: row.name))


def absence(person: Person, directory: Directory, *, now: datetime, local: LocalTime) -> str:
    """Say that somebody is away or gone, and who sees their work; empty for who is here."""
    if person.available(now):
        return ""
    stand_in = someone(directory, directory.stand_in(person.id, now)).name
    until = person.away_until(now) if person.active else None
    what = f"away until {local.day(until)}" if until else "has left"
    return f"{what}; {stand_in} sees what is in front of them"


def shares(pieces: tuple[Piece, ...], local: LocalTime) -> tuple[Share, ...]:
    """Return what somebody owns, by onboarding."""
    return _grouped([(piece, "") for piece in pieces], local)


def planned(moves: tuple[Move, ...], directory: Directory, local: LocalTime) -> tuple[Share, ...]:
    """Return what would go to whom, by onboarding."""
    return _grouped([(move.piece, someone(directory, move.to).name) for move in moves], local)


def seal(moves: tuple[Move, ...]) -> str:
    """Return what tells a plan from another: who agrees to one is asked again when it has become another."""
    said = "\n".join(f"{move.piece.onboarding} {move.piece.subject} {move.to}" for move in moves)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _grouped(found: list[tuple[Piece, str]], local: LocalTime) -> tuple[Share, ...]:
    return tuple(
        Share(
            onboarding=key,
            account=account,
            parts=tuple(Part(title=piece.title, due=local.when(piece.due_at), to=to) for piece, to in group),
        )
        for (key, account), group in groupby(found, key=lambda item: (item[0].onboarding, item[0].account))
    )
