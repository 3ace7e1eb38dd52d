"""The people that a deployment begins with: nobody comes in who could not be changed to that later."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPeople, InMemoryPlaybooks
from infra.furnish import FurnishError, furnish
from infra.local.seed import people
from tests.builders import a_directory

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Planned:
    """Where the next morning is written down."""

    at: datetime | None = None

    def plan(self, at: datetime | None, *, woken: datetime | None = None) -> None:
        self.at = at


def row(**changes: Any) -> dict[str, Any]:
    return {"id": "zoe", "name": "Zoë Hart", "email": "zoe@vendor.example", "lead": "lee"} | changes


def furnished(*rows: dict[str, Any]) -> InMemoryPeople:
    directory, mornings = InMemoryPeople(a_directory()), Planned()
    furnish([*people(), *rows], people=directory, playbooks=InMemoryPlaybooks(), mornings=mornings, now=NOW)
    assert mornings.at == NOW
    return directory


def test_who_is_new_comes_in_whole_and_the_mornings_are_woken() -> None:
    away = [{"first": "2026-12-21", "last": "2026-12-24"}]
    found = furnished(row(roles=["sales"], away=away)).directory().get("zoe")
    assert found is not None
    assert (found.roles, found.away[0].first.day) == (("sales",), 21)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"time_zone": "Mars/Base"}, "'Mars/Base'"),
        ({"lead": "nobody"}, "'nobody'"),
        ({"roles": ["wizard"]}, "'wizard'"),
        ({"away": [{"first": "soon"}]}, "zoe cannot be in the directory"),
    ],
)
def test_who_cannot_be_is_refused_by_name_and_value(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(FurnishError, match=said):
        furnished(row(**changes))
