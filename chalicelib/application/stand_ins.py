"""What is in front of a person: their own, that of whom they stand in for, and what leavers have left to be handed over.

Nothing is moved when an absence begins or ends: whose list shows a thing is worked out when the list is looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.application.ports import Json, Listings
from chalicelib.domain.people import Directory, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose entries are in front of somebody; `until` is the last day of the absence, None for a leaver's or one's own."""

    person: Person
    own: bool
    until: date | None = None


def places(person_id: str, directory: Directory, now: datetime) -> tuple[Place, ...]:
    """Return whose entries a person sees at `now`, their own first."""
    return tuple(
        Place(person=other, own=other.id == person_id, until=other.away_until(now) if other.active else None)
        for other in directory.seen_by(person_id, now)
    )


def in_front_of(
    person_id: str, *, directory: Directory, listings: Listings, now: datetime
) -> Iterator[tuple[Place, Json]]:
    """Yield the entries that are in front of a person at `now`, with whose they are."""
    for place in places(person_id, directory, now):
        for row in listings.needs_you(place.person.id):
            yield place, row


def to_hand_over(
    person_id: str, *, directory: Directory, listings: Listings, now: datetime
) -> Iterator[tuple[Person, int]]:
    """Yield the leavers whose handover a person must see to, with the number of onboardings in which they own something."""
    for other in directory.people:
        mine = not other.active and directory.answers_for(other.id, now) == person_id
        if mine and (left := listings.owned(other.id)):
            yield other, len(left)
