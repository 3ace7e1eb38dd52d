"""The team's two lists."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application import wording
from chalicelib.application.console_view import names_of
from chalicelib.application.dates import LocalTime, local_time
from chalicelib.application.lists_view import (
    Need,
    board_row,
    need_of_escalation,
    need_of_hold,
    need_of_leaver,
    need_of_task,
    whose,
)
from chalicelib.application.stand_ins import Place, places, to_hand_over
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.people import Person
from chalicelib.entrypoints.pages import guarded, page
from chalicelib.entrypoints.team import Record, enter, load

_MOST_SHOWN = 100
_TIERS = ("enterprise", "smb", "partner", "simple")
_STAGES = {
    "handoff": "Handoff",
    "kickoff": "Kickoff",
    "collection": "Collection",
    "setup": "Setup",
    "training": "Training",
    "go_live": "Go-live",
    "adoption": "Adoption",
    "transition": "Transition",
}
_FILTERS = ("status", "stage", "tier", "owner", "deal")


@guarded
def needs_you(request: Any) -> Response:
    """Show what is in front of the person: escalations first, then what is late, then the rest by due time."""
    visit = enter(request)
    local = local_time(visit.person.time_zone, visit.now)
    found = sorted(_needs(visit.person, local), key=_order)
    return page(
        "console/needs_you.html",
        **visit.shared(),
        needs=found[:_MOST_SHOWN],
        more=len(found) > _MOST_SHOWN,
        flash=(request.query_params or {}).get("done", ""),
        people=names_of(bootstrap.people().directory()),
    )


@guarded
def board(request: Any) -> Response:
    """Show the onboardings, newest first, filtered as asked."""
    visit, query = enter(request), request.query_params or {}
    local, directory = local_time(visit.person.time_zone, visit.now), bootstrap.people().directory()
    filters = {name: query[name].strip() for name in _FILTERS if query.get(name, "").strip()}
    if filters.get("status", "active") not in wording.ONBOARDING_STATES:
        del filters["status"]
    found = bootstrap.listings().board(filters=filters, cursor=query.get("cursor") or None)
    return page(
        "console/board.html",
        **visit.shared(),
        rows=[board_row(item, directory, _STAGES, local) for item in found.items],
        next=found.next or "",
        filters=filters,
        statuses=wording.ONBOARDING_STATES,
        tiers=_TIERS,
        stages=_STAGES,
        people=names_of(directory),
    )


def _needs(person: Person, local: LocalTime) -> Iterator[Need]:
    directory, listings = bootstrap.people().directory(), bootstrap.listings()
    records: dict[str, Record] = {}

    def of(onboarding: str) -> Record:
        if onboarding not in records:
            records[onboarding] = load(onboarding)
        return records[onboarding]

    seen = places(person.id, directory, local.now)
    for leaver, left in to_hand_over(person.id, directory=directory, listings=listings, now=local.now):
        yield need_of_leaver(leaver, left)
    for place in seen:
        told = {other.person.id for other in seen}
        for need in _of_one(place, of, local, told=told, actor=f"person:{person.id}"):
            yield replace(need, whose=whose(place, local))


def _of_one(
    place: Place, of: Callable[[str], Record], local: LocalTime, *, told: set[str], actor: str
) -> Iterator[Need]:
    """Yield what is in front of one person; what an escalation to one of `told` speaks of is not listed twice."""
    held = bootstrap.listings().board(filters={"status": "on_hold", "owner": place.person.id}).items
    for item in held:
        yield need_of_hold(of(item["id"]).about, local)
    for entry in bootstrap.listings().needs_you(place.person.id)[:_MOST_SHOWN]:
        try:
            about = of(entry["onboarding"]).about
        except NotFoundError:
            continue
        subject = f"task:{entry['id']}"
        if entry["kind"] == "escalation":
            need = need_of_escalation(about, entry["id"], local, actor=actor)
        elif any(each.subject == subject and each.owner in told for each in about.onboarding.raised()):
            continue  # its escalation stands in the list
        else:
            need = need_of_task(about, entry["id"], local)
        if need:
            yield need


def _order(need: Need) -> tuple[bool, bool, bool, str]:
    first = need.kind in {"escalation", "handover"} and need.snoozed is None
    return not first, need.acknowledged, not need.late, need.due.iso if need.due else ""
