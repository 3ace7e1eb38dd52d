"""The team's part by commands: carried out once, in somebody's name, refused in words."""

import json

import pytest

from chalicelib.entrypoints.api.requests.commands import MODELS
from tests.unit.api.conftest import Api

ADA, LEE, TOM = "ada@vendor.example", "lee@vendor.example", "tom@vendor.example"


def entries(api: Api, onboarding: str) -> list[dict[str, object]]:
    return list(api.get(f"/api/onboardings/{onboarding}/journal").json["items"])


def test_a_command_is_carried_out_in_the_name_of_the_person_in_the_header(api: Api) -> None:
    onboarding = api.open()
    answer = api.command(onboarding, "ApproveTask", task="accept_handoff", name="Ada Park", by=ADA)
    assert answer.status == 200
    assert answer.json["events"][0] == "TaskCompleted"
    assert answer.json["repeated"] is False
    done = next(entry for entry in entries(api, onboarding) if entry["type"] == "TaskCompleted")
    assert done["actor"] == "person:ada"
    assert "Ada Park" in done["resolved"].values()  # type: ignore[attr-defined]


def test_without_a_person_the_token_speaks_in_its_own_name(api: Api) -> None:
    onboarding = api.open()
    assert api.command(onboarding, "HoldOnboarding", reason="The customer asked").status == 200
    assert entries(api, onboarding)[-1]["actor"] == "token:admin"


@pytest.mark.parametrize("who", ["nobody@vendor.example", "gone@vendor.example", "ada", "\xe9"])
def test_a_person_who_is_not_in_the_directory_cannot_act(api: Api, who: str) -> None:
    onboarding = api.open()
    before = entries(api, onboarding)
    answer = api.command(onboarding, "HoldOnboarding", reason="Because", by=who)
    assert answer.status == 422
    assert "nobody in the directory" in answer.json["detail"]
    assert entries(api, onboarding) == before


def test_the_same_key_carries_a_command_out_once(api: Api) -> None:
    onboarding = api.open()
    first = api.command(onboarding, "HoldOnboarding", reason="Once", key="k-1")
    length = len(entries(api, onboarding))
    again = api.command(onboarding, "HoldOnboarding", reason="Once", key="k-1")
    assert (first.json["repeated"], again.status, again.json["repeated"]) == (False, 200, True)
    assert len(entries(api, onboarding)) == length


def test_a_key_cannot_be_used_for_something_else_or_by_somebody_else(api: Api) -> None:
    onboarding = api.open()
    api.command(onboarding, "HoldOnboarding", reason="Once", key="k-1")
    for other in (
        api.command(onboarding, "HoldOnboarding", reason="Twice", key="k-1"),
        api.command(onboarding, "ReleaseOnboarding", key="k-1"),
        api.command(onboarding, "HoldOnboarding", reason="Once", key="k-1", by=ADA),
    ):
        assert (other.status, other.json["type"]) == (422, "urn:golive:problem:idempotency-key-reused")


def test_keys_of_different_tokens_are_different(api: Api) -> None:
    onboarding = api.open()
    api.command(onboarding, "HoldOnboarding", reason="Once", key="k-1")
    body = json.dumps({"type": "ReleaseOnboarding"}).encode()
    path = f"/api/onboardings/{onboarding}/commands"
    answer = api.send("POST", path, body=body, Idempotency_Key="k-1", Authorization="Bearer other")
    assert (answer.status, answer.json["status"]) == (200, "active")


@pytest.mark.parametrize("key", ["a b", "x" * 201, "\x7f"])
def test_an_impossible_key_is_refused(api: Api, key: str) -> None:
    assert api.command(api.open(), "HoldOnboarding", reason="Because", key=key).status == 422


def test_an_override_needs_two_persons(api: Api) -> None:
    onboarding = api.open()
    asked = api.command(onboarding, "RequestOverride", gate="ready_for_setup", reason="Urgent", by=ADA)
    assert asked.status == 200
    alone = api.command(onboarding, "ApproveOverride", gate="ready_for_setup", by=ADA)
    assert (alone.status, alone.json["type"]) == (403, "urn:golive:problem:not-allowed")
    assert (
        api.command(onboarding, "ApproveOverride", gate="ready_for_setup").status == 403
    )  # a token is nobody
    assert api.command(onboarding, "ApproveOverride", gate="ready_for_setup", by=LEE).status == 200
    gate = next(
        g for g in api.get(f"/api/onboardings/{onboarding}").json["gates"] if g["id"] == "ready_for_setup"
    )
    assert gate["passed_at"]
    assert [proof["by"] for proof in gate["proof"]] == ["person:ada", "person:lee"]


def test_a_stage_can_be_given_to_a_person_by_address(api: Api) -> None:
    onboarding = api.open()
    assert api.command(onboarding, "Reassign", subject="stage:setup", person=TOM).status == 200
    stages = api.get(f"/api/onboardings/{onboarding}").json["stages"]
    assert next(stage["owner"]["id"] for stage in stages if stage["id"] == "setup") == "tom"


def test_a_colleague_who_has_a_link_is_not_invited_twice(api: Api) -> None:
    onboarding = api.open()
    colleague = {"name": "Piet Maas", "email": "piet@acme.example"}
    assert api.command(onboarding, "InviteContact", **colleague).status == 200
    assert api.command(onboarding, "InviteContact", **colleague).status == 409
    assert api.command(onboarding, "InviteContact", name="P M", email="Piet@ACME.example").status == 409
    given = api.command(onboarding, "AssignTask", task="registration", name="P M", email="PIET@acme.example")
    assert (given.status, len(api.get(f"/api/onboardings/{onboarding}").json["contacts"])) == (200, 2)


def test_who_acts_is_told_beside_a_command_and_a_field_of_none() -> None:
    assert [name for name, model in MODELS.items() if "by" in model.model_fields] == []


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("CompleteTask", {}, "task is missing"),
        ("CompleteTask", {"task": ""}, "task: string should have at least 1 character"),
        ("CompleteTask", {"task": 7}, "task: input should be a valid string"),
        ("CompleteTask", {"task": "a", "done": True}, "done is not a field of this command"),
        ("ApproveTask", {"task": "sign_off", "name": "X", "contact": "contact-1"}, "contact is not a field"),
        (
            "WaiveTask",
            {"task": "registration", "reason": "  "},
            "reason: string should have at least 1 character",
        ),
        ("HoldOnboarding", {"reason": "x" * 2001}, "reason: string should have at most 2000 characters"),
        (
            "InviteContact",
            {"name": "X", "email": "no address"},
            "email: enter an email address in the form name@company.com.",
        ),
        (
            "InviteContact",
            {"name": "X", "email": "x<y@z.example>"},
            "email: enter an email address in the form name@company.com.",
        ),
        (
            "InviteContact",
            {"name": "X", "email": "a,b@z.example"},
            "email: enter an email address in the form name@company.com.",
        ),
        ("RecordVerdict", {}, "type must be one of"),
        ("PassTime", {}, "type must be one of"),
        ("", {}, "type must be one of"),
    ],
)
def test_a_command_that_cannot_be_used_is_refused_in_words(
    api: Api, kind: str, fields: dict[str, object], sentence: str
) -> None:
    onboarding = api.open()
    before = entries(api, onboarding)
    answer = api.command(onboarding, kind, **fields)
    assert answer.status == 422
    assert sentence in answer.json["detail"]
    assert answer.json["errors"]
    assert entries(api, onboarding) == before


HOSTILE = [
    *(
        b"",
        b"{",
        b"\xff\xfe",
        b"nonsense",
        b"[" * 100_000,
        b'{"type": "HoldOnboarding", "reason": "\\ud800"}',
    ),
    *(
        b"null",
        b"[]",
        b'"x"',
        b"1e999",
        b"{}",
        b'{"type": null}',
        b'{"type": {}}',
        b'{"type": ["CompleteTask"]}',
    ),
    *(
        b'{"type": "CompleteTask", "task": {"a": 1}}',
        b'{"type": "ReviewDocument", "document": "d", "accept": "maybe"}',
    ),
    b'{"type": "CompleteTask", "task": ' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_body_is_refused_and_changes_nothing(api: Api, body: bytes) -> None:
    onboarding = api.open()
    before = entries(api, onboarding)
    answer = api.send(
        "POST", f"/api/onboardings/{onboarding}/commands", body=body, Content_Type="application/json"
    )
    assert answer.status in {400, 422}
    assert answer.json["detail"].endswith(".")
    assert entries(api, onboarding) == before


@pytest.mark.parametrize(
    ("kind", "fields", "status"),
    [
        ("CompleteTask", {"task": "moon"}, 404),
        ("CompleteTask", {"task": "registration"}, 422),
        ("CompleteTask", {"task": "customer_told"}, 409),
        ("ApproveTask", {"task": "sign_off", "name": "Ada Park"}, 409),
        ("ReleaseOnboarding", {}, 409),
        ("SettlePromise", {"promise": "promise-9", "note": "Done"}, 404),
        ("ApproveOverride", {"gate": "ready_for_live"}, 409),
        ("ApproveOverride", {"gate": "moon"}, 404),
        ("Reassign", {"subject": "onboarding", "person": "nobody"}, 422),
        ("ReviewDocument", {"document": "d", "accept": True}, 404),
    ],
)
def test_a_refusal_of_the_core_has_its_status_and_its_sentence(
    api: Api, kind: str, fields: dict[str, object], status: int
) -> None:
    answer = api.command(api.open(), kind, **fields)
    assert answer.status == answer.json["status"] == status
    assert answer.json["detail"]


def test_the_team_can_play_its_whole_part(api: Api) -> None:
    onboarding = api.open()
    for task in ("registration", "contacts_and_billing", "sign_off"):
        assert api.command(onboarding, "WaiveTask", task=task, reason="Rehearsal", by=ADA).status == 200
    api.command(onboarding, "ApproveTask", task="accept_handoff", name="Ada Park", by=ADA)
    for task in ("inputs_verified", "create_account", "set_up_billing", "check_setup"):
        assert api.command(onboarding, "CompleteTask", task=task, by=ADA).status == 200
    for task in ("customer_told", "ownership_handed_over"):
        answer = api.command(onboarding, "CompleteTask", task=task, note="Said so", by=TOM)
    assert "WentLive" in answer.json["events"]
    one = api.get(f"/api/onboardings/{onboarding}").json
    assert (one["status"], all(one["milestones"].values())) == ("live", True)


def test_true_is_no_number_of_hours(api: Api) -> None:
    onboarding = api.open()
    answer = api.command(onboarding, "AddTask", title="Visit them", stage="handoff", hours=True)
    assert answer.status == 422
    assert "hours" in answer.json["detail"]
