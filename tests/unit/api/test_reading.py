"""Reading onboardings: lists, one, journal, what needs somebody."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import rfc8785

from tests.unit.api.conftest import Api

LISTED = {
    *("id", "account", "tier", "status", "stage", "owner", "health"),
    *("target_date", "forecast_date", "open_escalations"),
}


def test_a_list_shows_each_onboarding_as_the_contract_says(api: Api) -> None:
    onboarding = api.open()
    answer = api.get("/api/onboardings")
    (item,) = answer.json["items"]
    assert answer.status == 200
    assert answer.json["next"] is None
    assert item.keys() == LISTED
    assert item["id"] == onboarding
    assert item["account"] == {"name": "Acme GmbH"}
    assert item["owner"] == {"id": "ada", "name": "Ada Park", "email": "ada@vendor.example"}
    assert (item["tier"], item["status"], item["stage"], item["health"]) == (
        "simple",
        "active",
        "handoff",
        "on_track",
    )
    assert item["target_date"] == "2026-12-11"
    assert "2026-11-24" < item["forecast_date"] < item["target_date"]


def test_filters_narrow_a_list(api: Api) -> None:
    simple, enterprise = api.open(1), api.open(2, tier="enterprise")

    def found(query: str) -> list[str]:
        return sorted(item["id"] for item in api.get(f"/api/onboardings?{query}").json["items"])

    assert found("") == sorted([simple, enterprise])
    assert found("tier=enterprise") == [enterprise]
    assert found("deal=deals:D-1") == [simple]
    assert found("deal=deals:D-99") == []
    assert found("owner=ada@vendor.example&tier=simple") == [simple]
    assert found("owner=ADA@vendor.example") == found("owner=ada") == sorted([simple, enterprise])
    assert found("owner=tom@vendor.example") == []
    assert found("status=on_hold") == []
    assert found("stage=handoff&status=active") == sorted([simple, enterprise])


def test_the_cursor_walks_through_everything_once(api: Api) -> None:
    opened = {api.open(number) for number in range(5)}
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(f"/api/onboardings?limit=2&cursor={cursor}").json
        assert len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert len(seen) == 5
    assert set(seen) == opened


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("status=sleeping", "status must be one of"),
        ("deal=hubspot", "source:id"),
        ("limit=0", "limit must be a whole number from 1 to 200"),
        ("limit=many", "limit must be a whole number"),
        ("limit=9999999999999", "limit must be a whole number"),
        ("ownr=ada", "There is no parameter 'ownr' here"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_instead_of_ignored(api: Api, query: str, sentence: str) -> None:
    answer = api.get(f"/api/onboardings?{query}")
    assert answer.status == 422
    assert sentence in answer.json["detail"]


def test_one_onboarding_shows_everything_the_contract_names(api: Api) -> None:
    one = api.get(f"/api/onboardings/{api.open()}").json
    contract = {"deal", "playbook", "milestones", "contacts", "promises", "tasks", "gates", "escalations"}
    assert one.keys() >= LISTED | contract
    assert one["deal"]["id"] == "D-1"
    assert one["deal"]["name"] == "Acme: plan 1"
    assert one["playbook"] == {"name": "simple", "version": 2}
    assert one["milestones"]["signed"] == "2026-11-23T09:00:00.000Z"
    assert one["milestones"]["live"] is None
    assert one["contacts"][0]["email"] == "grace@acme.example"
    assert one["promises"][0]["text"] == "SSO before go-live"
    task = next(task for task in one["tasks"] if task["id"] == "registration")
    assert task.keys() >= {"id", "stage", "kind", "title", "status", "owner", "due_at", "documents"}
    assert (task["status"], task["by_customer"]) == ("open", True)
    assert [gate["opens"] for gate in one["gates"]] == ["commitment", "stage:setup", "live"]


@pytest.mark.parametrize("path", ["onb-nothing", "x%2Fy", "%00", "A" * 3000, "onb-%C3%A9"])
def test_an_unknown_onboarding_is_a_problem_on_every_address(api: Api, path: str) -> None:
    for address in (path, f"{path}/journal"):
        answer = api.get(f"/api/onboardings/{address}")
        assert (answer.status, answer.json["type"]) == (404, "urn:golive:problem:not-found")
    assert api.command(path, "ReleaseOnboarding").status == 404


def journal_of(api: Api, onboarding: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = api.get(f"/api/onboardings/{onboarding}/journal?limit=3&cursor={cursor}").json
        items, cursor = items + page["items"], page["next"]
    return items


def test_the_journal_is_a_chain_that_anybody_can_check(api: Api) -> None:
    onboarding = api.open()
    api.command(onboarding, "ApproveTask", task="accept_handoff", name="Ada Park", by="ada@vendor.example")
    previous, entries = "0" * 64, journal_of(api, onboarding)
    hashed = ("sequence", "type", "v", "at", "actor", "data", "why", "cause", "previous_hash")
    for number, entry in enumerate(entries, 1):
        assert (entry["sequence"], entry["previous_hash"]) == (number, previous)
        previous = hashlib.sha256(rfc8785.dumps({name: entry[name] for name in hashed})).hexdigest()
        assert entry["hash"] == previous
    assert entries[0]["type"] == "OnboardingOpened"
    assert len(entries) > 5


def test_the_journal_resolves_personal_values_and_says_when_they_are_gone(api: Api) -> None:
    onboarding = api.open()
    (first, *_) = journal_of(api, onboarding)
    assert "grace@acme.example" in first["resolved"].values()
    assert "grace@acme.example" not in str(first["data"])
    api.store._personal.clear()
    (erased, *_) = journal_of(api, onboarding)
    assert set(erased["resolved"].values()) == {"(erased)"}
    assert erased["hash"] == first["hash"]


def test_what_needs_somebody_is_listed_by_address(api: Api) -> None:
    onboarding = api.open()
    items = api.get("/api/needs-you?person=ada@vendor.example").json["items"]
    assert {"onboarding", "account", "kind", "id", "title", "due_at"} <= items[0].keys()
    assert [(item["onboarding"], item["kind"], item["id"]) for item in items] == [
        (onboarding, "task", "accept_handoff")
    ]
    assert api.get("/api/needs-you", Golive_Actor="ada@vendor.example").json["items"] == items
    assert api.get("/api/needs-you?person=tom@vendor.example").json["items"] == []
    assert api.get("/api/needs-you?person=nobody@vendor.example").status == 422
    assert api.get("/api/needs-you").status == 422


def test_one_says_where_the_time_goes_and_whom_we_wait_for(api: Api) -> None:
    onboarding = api.open()
    before = api.get(f"/api/onboardings/{onboarding}").json
    assert before["clocks"] == {
        "total_minutes": 0,
        "waited_minutes": 0,
        "net_minutes": 0,
        "waiting": None,
    }
    api.command(onboarding, "ApproveTask", task="accept_handoff", name="Ada Park", by="ada@vendor.example")
    api.clock.advance(timedelta(hours=2))
    after = api.get(f"/api/onboardings/{onboarding}").json
    assert (after["clocks"]["total_minutes"], after["clocks"]["net_minutes"]) == (120, 0)
    assert after["clocks"]["waiting"]["tasks"] == ["registration", "contacts_and_billing"]
    assert after["clocks"]["waiting"]["request"] == 1
    assert after["stages"][1]["clock"]["waiting"] == after["clocks"]["waiting"]
    assert after["stages"][2]["clock"] is None
    assert after["last_activity"]["what"] == "TaskCompleted"
    assert after["forecast"]["path"][0] == "registration"
    assert after["forecast"]["late"] is False


def test_every_reason_in_the_journal_is_told_in_words(api: Api) -> None:
    onboarding = api.open()
    items = api.get(f"/api/onboardings/{onboarding}/journal").json["items"]
    assert {item["because"] is None for item in items} == {False}
    opened = next(item for item in items if item["type"] == "StageEntered")
    assert opened["because"].endswith("8 working hours are allowed by the calendar of DE.")
