"""Everything in front of a person, as their list and their morning's mail show it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.console.lists import (
    Need,
    need_of_escalation,
    need_of_hold,
    need_of_leaver,
    need_of_task,
    whose,
)
from chalicelib.application.ports import Listings
from chalicelib.application.stand_ins import Place, places, to_hand_over
from chalicelib.application.words.dates import LocalTime
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.people import Directory, Person

MOST_READ = 100
Look = Callable[[str], Circumstances]
"""Loads what is shown of an onboarding; raises NotFoundError when there is none."""


def needs_of(
    person: Person, *, directory: Directory, listings: Listings, local: LocalTime, look: Look
) -> Iterator[Need]:
    """Yield what is in front of a person: leavers to hand over, their own, and that of whom they stand in for."""
    seen = places(person.id, directory, local.now)
    for leaver, left in to_hand_over(person.id, directory=directory, listings=listings, now=local.now):
        yield need_of_leaver(leaver, left)
    for place in seen:
        told = {other.person.id for other in seen}
        for need in _of_one(place, person, listings=listings, local=local, look=look, told=told):
            yield replace(need, whose=whose(place, local))


def urgent_first(need: Need) -> tuple[bool, bool, bool, str]:
    """Return where a need stands: what is raised first, then what is late, then the rest by due time."""
    first = need.kind in {"escalation", "handover"} and need.snoozed is None
    return not first, need.acknowledged, not need.late, need.due.iso if need.due else ""


def _of_one(
    place: Place, reader: Person, *, listings: Listings, local: LocalTime, look: Look, told: set[str]
) -> Iterator[Need]:
    """Yield what is in front of one person; what an escalation to one of `told` speaks of is not listed twice."""
    for item in listings.board(filters={"status": "on_hold", "owner": place.person.id}).items:
        yield need_of_hold(look(item["id"]), local)
    for entry in listings.needs_you(place.person.id)[:MOST_READ]:
        try:
            about = look(entry["onboarding"])
        except NotFoundError:
            continue
        subject = f"task:{entry['id']}"
        if entry["kind"] == "escalation":
            need = need_of_escalation(about, entry["id"], local, actor=f"person:{reader.id}")
        elif any(each.subject == subject and each.owner in told for each in about.onboarding.raised()):
            continue  # its escalation stands in the list
        else:
            need = need_of_task(about, entry["id"], local)
        if need:
            yield need
