"""Whatever is sent, the API answers with a sentence and never with a 500."""

import json
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.entrypoints.api.requests.commands import MODELS
from tests.unit.api.conftest import Api

FEW = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NAMES = sorted({name for model in MODELS.values() for name in model.model_fields} | {"moon"})
KNOWN = [
    "accept_handoff",
    "registration",
    "ready_for_setup",
    "onboarding",
    "stage:setup",
    "task:",
    "contact-1",
    "ada",
]
VALUES = st.one_of(
    st.sampled_from(KNOWN),
    st.text(max_size=40),
    st.none(),
    st.booleans(),
    st.integers(),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
BODIES = st.builds(
    lambda kind, fields: {"type": kind, **fields},
    st.sampled_from([*MODELS, "PassTime", "moon"]),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5),
)
QUERIES = st.dictionaries(
    st.sampled_from(["stage", "owner", "status", "tier", "deal", "cursor", "limit", "person", "moon"]),
    st.one_of(st.text(max_size=30), st.sampled_from(["active", "deals:D-1", "0", "1", "-1", "1e3"])),
    max_size=3,
)


@FEW
@given(body=BODIES, key=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20))
def test_a_command_is_done_or_refused_with_a_sentence(api: Api, body: dict[str, Any], key: str) -> None:
    onboarding = api.open()
    sent = json.dumps(body).encode()
    headers = {"Idempotency_Key": key, "Golive_Actor": "ada@vendor.example"}
    answer = api.send("POST", f"/api/onboardings/{onboarding}/commands", body=sent, **headers)
    assert answer.status < 500
    assert answer.status == 200 or answer.json["detail"]
    assert api.get(f"/api/onboardings/{onboarding}").status == 200


@FEW
@given(
    query=QUERIES,
    path=st.sampled_from(
        [
            *("onboardings", "needs-you", "onboardings/{}", "onboardings/{}/journal"),
            *("people", "people/ada", "people/{}", "people/ada/work"),
        ]
    ),
)
def test_a_question_is_answered_or_refused_with_a_sentence(
    api: Api, query: dict[str, str], path: str
) -> None:
    encoded = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in query.items())
    answer = api.get(f"/api/{path.format(api.open())}?{encoded}")
    assert answer.status < 500
    assert answer.status == 200 or answer.json["detail"]


PEOPLE = st.fixed_dictionaries(
    {"name": VALUES, "email": st.one_of(VALUES, st.just("ada@vendor.example"))},
    optional={
        name: st.one_of(VALUES, st.just("lee"), st.just("ada"))
        for name in ("lead", "delegate", "roles", "time_zone", "country", "region", "away", "quiet", "active")
    },
)


@FEW
@given(body=st.one_of(PEOPLE, VALUES), person=st.sampled_from(["ada", "zoe", "a b", "ada@vendor.example"]))
def test_a_change_of_a_person_is_made_or_refused_with_a_sentence(api: Api, body: Any, person: str) -> None:
    answer = api.send("PUT", f"/api/people/{quote(person)}", body=json.dumps(body).encode())
    assert answer.status < 500
    assert answer.status in {200, 201} or answer.json["detail"]
    assert api.get("/api/people").status == 200


@FEW
@given(body=st.one_of(st.fixed_dictionaries({"to": VALUES}, optional={"onboardings": VALUES}), VALUES))
def test_a_handover_is_shown_or_refused_with_a_sentence(api: Api, body: Any) -> None:
    answer = api.send("POST", "/api/people/ada/handover", body=json.dumps(body).encode())
    assert answer.status < 500
    assert answer.status == 200 or answer.json["detail"]
