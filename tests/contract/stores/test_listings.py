"""Lists by index: what is due, the board and its pages, what is in front of whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.application.migrations import running
from chalicelib.domain.deadlines import next_check_at
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.events import (
    EscalationAcknowledged,
    EscalationRaised,
    EscalationResolved,
    OnboardingCancelled,
    OnboardingHeld,
    Reassigned,
    TaskCompleted,
)
from chalicelib.domain.onboarding import Proof
from tests.builders import NOW, an_escalation, personal
from tests.contract.stores.commits import happening, opening, ref
from tests.contract.stores.conftest import Stores


def opened(stores: Stores, number: int = 1, **changes: Any) -> Any:
    return stores.onboardings.save(opening(number, **changes))


def happens(stores: Stores, stored: Any, *events: Any, id: str = "then") -> Any:  # noqa: A002
    return stores.onboardings.save(happening(stored, events, id=id))


def ids(*numbers: int) -> list[str]:
    return [ref(number).onboarding_id() for number in numbers]


# ---- due


def test_what_is_due_is_listed_with_its_instant(stores: Stores) -> None:
    stored = opened(stores)
    check = next_check_at(stored.onboarding)
    assert check is not None
    assert stores.listings.due(check - timedelta(milliseconds=1)) == ()
    assert stores.listings.due(check) == ((ref().onboarding_id(), check),)


def test_everything_that_is_due_is_listed_in_whichever_shard_it_lies(stores: Stores) -> None:
    for number in range(30):
        opened(stores, number)
    found = stores.listings.due(NOW + timedelta(days=30))
    assert sorted(key for key, _ in found) == sorted(ids(*range(30)))


def test_what_is_cancelled_is_never_due_again(stores: Stores) -> None:
    stored = opened(stores)
    happens(stores, stored, OnboardingCancelled(at=NOW, reason=personal("gone")))
    assert stores.listings.due(NOW + timedelta(days=900)) == ()


def test_on_hold_nothing_is_due(stores: Stores) -> None:
    stored = opened(stores)
    happens(stores, stored, OnboardingHeld(at=NOW, held="by_hand"))
    assert stores.listings.due(NOW + timedelta(days=900)) == ()


def test_as_much_as_was_asked_for_is_listed_at_least_where_it_is_little(stores: Stores) -> None:
    opened(stores)
    assert len(stores.listings.due(NOW + timedelta(days=30), limit=1)) == 1


# ---- board


def test_the_board_shows_an_onboarding_in_one_row(stores: Stores) -> None:
    opened(stores)
    (row,) = stores.listings.board(filters={}).items
    assert row == {
        "id": ref().onboarding_id(),
        "status": "active",
        "stage": "collection",
        "tier": "smb",
        "owner": "ada",
        "account": "Acme GmbH",
        "health": "on_track",
        "target_date": "2026-12-11T16:00:00.000Z",
        "forecast_date": "2026-12-11T16:00:00.000Z",
        "open_escalations": 0,
        "waits": "",
        "scores": "",
        "lags": "",
        "asks": "0:0:0:0",
    }


def test_the_board_shows_the_newest_first_by_status_over_many_pages(stores: Stores) -> None:
    expected = []
    for status, numbers in (("active", range(8)), ("on_hold", range(10, 13)), ("live", range(20, 24))):
        for number in numbers:
            opened(stores, number, at=NOW + timedelta(minutes=number), status=status)
        expected += ids(*reversed(numbers))
    assert walk(stores, limit=4) == expected
    assert walk(stores, limit=100) == expected
    assert walk(stores, limit=1) == expected


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_filters_hold_on_every_page(stores: Stores, limit: int) -> None:
    for number in range(12):
        owner, tier = ("ada", "lee")[number % 2], ("smb", "simple", "partner")[number % 3]
        opened(stores, number, at=NOW + timedelta(minutes=number), owner=owner, tier=tier)
    assert walk(stores, limit=limit, owner="lee") == ids(11, 9, 7, 5, 3, 1)
    assert walk(stores, limit=limit, owner="lee", tier="simple") == ids(7, 1)
    assert walk(stores, limit=limit, tier="nobody") == []


def test_the_board_is_filtered_by_stage_and_status(stores: Stores) -> None:
    first = opened(stores, 1)
    opened(stores, 2, stages=first.onboarding.stages[:1])
    happens(stores, first, OnboardingHeld(at=NOW, held="by_hand"))
    assert walk(stores, limit=5, status="on_hold") == ids(1)
    assert walk(stores, limit=5, stage="handoff") == ids(2)
    assert walk(stores, limit=5, stage="handoff", status="on_hold") == []


def test_a_deal_is_found_by_source_and_id(stores: Stores) -> None:
    opened(stores, 1)
    opened(stores, 2)
    assert walk(stores, limit=5, deal="deals:D-2") == ids(2)
    assert walk(stores, limit=5, deal="deals:D-3") == []
    assert walk(stores, limit=5, deal="D-2") == []
    assert walk(stores, limit=5, deal="deals:D-2", owner="lee") == []


@pytest.mark.parametrize("cursor", ["nonsense", "!!!", "W10=", "WyJhY3RpdmUiLCB7InBrIjogMX1d", "-1", "é", ""])
def test_a_cursor_that_no_list_gave_is_refused(stores: Stores, cursor: str) -> None:
    opened(stores)
    with pytest.raises(InvalidError, match="cursor"):
        stores.listings.board(filters={}, cursor=cursor)


def walk(stores: Stores, *, limit: int, **filters: str) -> list[str]:
    found: list[str] = []
    cursor = None
    for _ in range(100):
        page = stores.listings.board(filters=filters, cursor=cursor, limit=limit)
        assert len(page.items) <= limit
        found += [row["id"] for row in page.items]
        cursor = page.next
        if cursor is None:
            return found
    raise AssertionError("the pages never end")


# ---- needs you


def test_open_tasks_and_raised_escalations_are_in_front_of_their_owner(stores: Stores) -> None:
    stored = opened(stores)
    happens(stores, stored, EscalationRaised(at=NOW, escalation=an_escalation(owner="ines")))
    found = stores.listings.needs_you("ines")
    assert [(entry["kind"], entry["id"], entry["title"]) for entry in found] == [
        ("escalation", "e1", "task.overdue"),
        ("task", "security_review", "Security review"),
    ]
    assert {entry["onboarding"] for entry in found} == set(ids(1))
    assert {entry["account"] for entry in found} == {"Acme GmbH"}
    assert stores.listings.needs_you("sam") == ()


def test_an_acknowledged_escalation_stays_and_a_resolved_one_goes(stores: Stores) -> None:
    stored = opened(stores)
    stored = happens(stores, stored, EscalationRaised(at=NOW, escalation=an_escalation(owner="sam")), id="a")
    stored = happens(stores, stored, EscalationAcknowledged(at=NOW, escalation="e1", by="person:sam"), id="b")
    assert len(stores.listings.needs_you("sam")) == 1
    happens(stores, stored, EscalationResolved(at=NOW, escalation="e1", by="person:sam"), id="c")
    assert stores.listings.needs_you("sam") == ()


def test_what_is_done_or_given_away_leaves_the_list(stores: Stores) -> None:
    stored = opened(stores)
    stored = happens(stores, stored, Reassigned(at=NOW, subject="task:security_review", person="tom"), id="a")
    assert stores.listings.needs_you("ines") == ()
    assert [entry["id"] for entry in stores.listings.needs_you("tom")] == ["security_review"]
    proof = Proof(by="person:tom", at=NOW)
    happens(stores, stored, TaskCompleted(at=NOW, task="security_review", proof=proof), id="b")
    assert stores.listings.needs_you("tom") == ()


def test_the_oldest_is_in_front(stores: Stores) -> None:
    for number in range(4):
        stored = opened(stores, number)
        at = NOW - timedelta(hours=(3, 1, 4, 2)[number])
        escalation = replace(an_escalation(owner="sam"), raised_at=at)
        happens(stores, stored, EscalationRaised(at=NOW, escalation=escalation), id=f"then-{number}")
    assert [entry["onboarding"] for entry in stores.listings.needs_you("sam")] == ids(2, 0, 3, 1)


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_all_that_run_by_a_playbook_are_found_page_by_page_whatever_their_status(
    stores: Stores, limit: int
) -> None:
    for status, numbers in (("active", (1, 2, 3)), ("on_hold", (4,)), ("live", (5, 6)), ("closed", (7,))):
        for number in numbers:
            opened(stores, number, at=NOW + timedelta(minutes=number), status=status)
    opened(stores, 8, tier="enterprise")
    found: list[str] = []
    cursor = None
    for _ in range(20):
        page, cursor = running("smb", stores.listings, filters={}, cursor=cursor, limit=limit)
        found += page
        if cursor is None:
            break
    assert found == ids(3, 2, 1, 4, 6, 5)
    (held, _) = running("smb", stores.listings, filters={"status": "on_hold"}, cursor=None, limit=limit)
    assert list(held) == ids(4)
