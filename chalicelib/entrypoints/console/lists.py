"""The team's two lists."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.console.filters import tiers_and_stages
from chalicelib.application.console.lists import Need, board_row
from chalicelib.application.console.needs import needs_of, urgent_first
from chalicelib.application.console.view import names_of
from chalicelib.application.words import wording
from chalicelib.application.words.dates import LocalTime, local_time
from chalicelib.domain.people import Person
from chalicelib.entrypoints.console.visit import enter, load
from chalicelib.entrypoints.pages import guarded, page

_MOST_SHOWN = 100
_FILTERS = ("status", "stage", "tier", "owner", "deal")


@guarded
def needs_you(request: Any) -> Response:
    """Show what is in front of the person: escalations first, then what is late, then the rest by due time."""
    visit = enter(request)
    local = local_time(visit.person.time_zone, visit.now)
    found = sorted(_needs(visit.person, local), key=urgent_first)
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
    tiers, stages = tiers_and_stages(bootstrap.playbooks())
    found = bootstrap.listings().board(filters=filters, cursor=query.get("cursor") or None)
    return page(
        "console/board.html",
        **visit.shared(),
        rows=[board_row(item, directory, stages, local) for item in found.items],
        next=found.next or "",
        filters=filters,
        statuses=wording.ONBOARDING_STATES,
        tiers=tiers,
        stages=stages,
        people=names_of(directory),
    )


def _needs(person: Person, local: LocalTime) -> Iterator[Need]:
    return needs_of(
        person,
        directory=bootstrap.people().directory(fresh=True),  # who has just gone is seen for at once
        listings=bootstrap.listings(),
        local=local,
        look=cache(lambda onboarding: load(onboarding).about),
    )
