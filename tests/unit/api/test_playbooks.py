"""Playbooks over the API: what is published, publishing, and moving onboardings to another version."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from chalicelib import bootstrap
from chalicelib.adapters.codec import envelope_from_json
from chalicelib.adapters.in_memory.world import InMemoryQueue
from chalicelib.adapters.playbook_files import FOLDER
from chalicelib.application.handle import handle
from chalicelib.domain.errors import DomainError
from tests.unit.api.conftest import Answer, Api

SIMPLE = (Path(FOLDER) / "simple.yaml").read_text(encoding="utf-8")
VERSION = yaml.safe_load(SIMPLE)["version"]
NEXT = VERSION + 1
ADA = "ada@vendor.example"


def newer(text: str = SIMPLE, *, version: int = NEXT) -> str:
    return text.replace(f"version: {VERSION}", f"version: {version}", 1)


def publish(api: Api, text: str, kind: str = "application/yaml") -> Answer:
    return api.send("POST", "/api/playbooks", body=text.encode(), Content_Type=kind)


def shorter(api: Api) -> None:
    """Publish a version in which the customer has less time for a file."""
    data = yaml.safe_load(newer())
    task = next(task for task in data["tasks"] if task["id"] == "registration")
    task["hours"] = 20
    assert publish(api, json.dumps(data), "application/json").status == 201


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> InMemoryQueue:
    queue = InMemoryQueue()
    monkeypatch.setattr(bootstrap, "queue", lambda _: queue)
    return queue


def migrations(api: Api, *, key: str = "k-1", **body: Any) -> Answer:
    raw = json.dumps({"version": NEXT, **body}).encode()
    headers: dict[str, str | None] = {"Idempotency_Key": key, "Golive_Actor": ADA}
    return api.send("POST", "/api/playbooks/simple/migrations", body=raw, **headers)


# ---- published


def test_every_playbook_is_listed_with_its_versions_and_shown_whole(api: Api) -> None:
    publish(api, newer())
    listed = {line["name"]: line["versions"] for line in api.get("/api/playbooks").json["items"]}
    assert listed == {
        **{key: [VERSION] for key in ("enterprise", "partner", "smb")},
        "simple": [VERSION, NEXT],
    }
    shown = api.get(f"/api/playbooks/simple/{NEXT}").json
    assert (shown["version"], len(shown["tasks"])) == (NEXT, 10)
    document = api.get("/api/openapi.json").json
    schema = {"$ref": "#/components/schemas/Playbook", "components": document["components"]}
    Draft202012Validator(schema).validate(shown)


@pytest.mark.parametrize(
    "path", ["simple/77", "nonsense/1", "simple/nonsense", "simple/99999999", f"{'x' * 3000}/1", "a%20b/1"]
)
def test_a_version_that_is_not_published_is_not_found(api: Api, path: str) -> None:
    assert api.get(f"/api/playbooks/{path}").status == 404


def test_new_deals_run_by_what_was_published(api: Api) -> None:
    publish(api, newer())
    onboarding = api.open(7)
    assert api.get(f"/api/onboardings/{onboarding}").json["playbook"] == {"name": "simple", "version": NEXT}


def test_publishing_the_same_again_is_no_harm_and_something_else_under_its_number_is_refused(
    api: Api,
) -> None:
    assert [publish(api, newer()).status for _ in range(2)] == [201, 201]
    refused = publish(api, newer().replace("target_days: 5", "target_days: 6"))
    assert (refused.status, refused.headers["Content-Type"]) == (422, "application/problem+json")
    assert "Raise" in refused.json["errors"][0]["message"]


def test_every_problem_of_a_broken_playbook_is_named_with_its_line_and_nothing_changes(api: Api) -> None:
    broken = newer().replace("role: implementation", "role: nobody").replace("hours: 24", "hours: 0")
    refused = publish(api, broken)
    assert refused.status == 422
    assert len(refused.json["errors"]) > 2
    assert all(error["field"].startswith("line ") for error in refused.json["errors"])
    assert all(error["message"] for error in refused.json["errors"])
    assert api.get(f"/api/playbooks/simple/{NEXT}").status == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff\xfe", 400),
        (b"- a list", 422),
        (b"name: [", 422),
        (b"", 422),
        (b"{}", 422),
        (b"a" * 300_000, 422),
    ],
)
def test_what_is_no_playbook_is_refused(api: Api, body: bytes, status: int) -> None:
    headers: dict[str, str | None] = {"Content_Type": "application/yaml"}
    refused = api.send("POST", "/api/playbooks", body=body or b" ", **headers)
    assert refused.status == status
    assert refused.json["detail"]


def test_a_broken_version_never_stops_what_is_under_way(api: Api) -> None:
    onboarding = api.open()
    publish(api, newer().replace("role: implementation", "role: nobody"))
    assert api.command(onboarding, "HoldOnboarding", code="legal").status == 200


# ---- moving one


def test_a_preview_says_in_words_what_would_change_and_its_digest_does_exactly_that(api: Api) -> None:
    onboarding = api.open()
    shorter(api)
    seen = api.get(f"/api/onboardings/{onboarding}/migration?version={NEXT}").json
    (said,) = seen["text"]
    assert said.startswith("Task “Company registration document” moves: working hours: 24 → 20, due ")
    assert [item["id"] for item in seen["items"]] == ["registration"]
    done = api.command(onboarding, "MigrateOnboarding", version=NEXT, digest=seen["digest"])
    assert done.json["events"][0] == "OnboardingMigrated"
    again = api.get(f"/api/onboardings/{onboarding}/migration").json
    assert (again["before"]["version"], again["items"]) == (NEXT, [])
    assert api.command(onboarding, "UndoMigration").json["events"][0] == "MigrationUndone"


def test_a_digest_of_something_else_is_refused(api: Api) -> None:
    onboarding = api.open()
    shorter(api)
    refused = api.command(onboarding, "MigrateOnboarding", version=NEXT, digest="0" * 32)
    assert refused.status == 409
    assert "Look at the preview again" in refused.json["detail"]


@pytest.mark.parametrize(
    ("query", "status"), [("version=77", 404), ("version=0", 422), ("version=x", 422), ("v=1", 422)]
)
def test_a_preview_of_nothing_is_refused(api: Api, query: str, status: int) -> None:
    assert api.get(f"/api/onboardings/{api.open()}/migration?{query}").status == status


# ---- moving all


def test_all_that_run_by_a_playbook_are_previewed_page_by_page(api: Api) -> None:
    mine = {api.open(n) for n in range(5)}
    api.open(9, tier="smb")
    held = api.open(10)
    api.command(held, "HoldOnboarding", code="legal")
    gone = api.open(11)
    api.command(gone, "CancelOnboarding", code="duplicate")
    shorter(api)
    found: list[str] = []
    cursor = None
    while True:
        page = migrations(api, limit=2, cursor=cursor)
        assert (page.status, page.json["preview"]) == (200, True)
        found += [item["onboarding"] for item in page.json["items"]]
        cursor = page.json["next"]
        if cursor is None:
            break
    assert sorted(found) == sorted({*mine, held})
    (only,) = migrations(api, filter={"status": "on_hold"}).json["items"]
    assert only["onboarding"] == held


def test_what_was_previewed_is_sent_once_and_what_has_changed_since_is_left_alone(
    api: Api, queue: InMemoryQueue
) -> None:
    first, second = api.open(1), api.open(2)
    shorter(api)
    digests = {item["onboarding"]: item["digest"] for item in migrations(api).json["items"]}
    api.command(second, "WaiveTask", task="registration", reason="They are a sole trader.")
    for _ in range(2):
        sent = migrations(api, preview=False, digests=digests)
        assert (sent.status, sent.json["sent"]) == (202, sorted(digests))
    refused = 0
    for body, *_ in queue.sent:
        try:
            handle(envelope_from_json(dict(body)), api.ports)
        except DomainError:
            refused += 1
    versions = {
        one: api.get(f"/api/onboardings/{one}").json["playbook"]["version"] for one in (first, second)
    }
    assert (versions, refused) == ({first: NEXT, second: VERSION}, 2)
    entries = api.get(f"/api/onboardings/{first}/journal").json["items"]
    assert [e["actor"] for e in entries if e["type"] == "OnboardingMigrated"] == ["person:ada"]


@pytest.mark.parametrize(
    "body",
    [
        {"preview": False},
        {"preview": False, "digests": {"onb-nonsense": "x"}},
        {"preview": False, "digests": {"../../x": "x"}},
        {"filter": {"status": "cancelled"}},
        {"filter": {"tier": "smb"}},
        {"limit": 0},
        {"version": 0},
    ],
)
def test_what_cannot_be_migrated_is_refused(api: Api, queue: InMemoryQueue, body: dict[str, Any]) -> None:
    shorter(api)
    refused = migrations(api, **body)
    assert refused.status == 422
    assert queue.sent == []


def test_a_long_cursor_of_the_table_is_taken(api: Api) -> None:
    shorter(api)
    assert migrations(api, cursor=f"active|{'x' * 900}").json["detail"].startswith("This cursor is not one")


def test_a_version_that_is_not_published_is_refused(api: Api) -> None:
    assert migrations(api, version=77).status == 404
