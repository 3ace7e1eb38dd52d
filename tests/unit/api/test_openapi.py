"""The OpenAPI document is valid, and it is the truth."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from chalicelib.adapters.codec import COMMANDS
from chalicelib.entrypoints.api.requests.commands import MODELS
from tests.unit.api.conftest import APP, Api

OF_OTHERS = {
    "WithdrawDocument",
    "RecordReading",
    "DateDocument",
    "RenewLink",
    *("RecordDeal", "PassTime", "RecordUpload", "RecordVerdict", "RecordScan", "SubmitAnswers"),
    *("RecordProvisioning", "RecordMailTrouble", "RenewLink", "WithdrawDocument"),
    *("ReportStuck", "AskQuestion"),
    "RevealSecret",
    *("MailCode", "TryCode", "GiveFeedback", "ChooseTime", "DeclineTimes"),
}


@pytest.fixture
def document(api: Api) -> dict[str, Any]:
    return dict(api.get("/api/openapi.json", Authorization=None).json)


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_command_is_either_documented_or_not_the_teams() -> None:
    assert MODELS.keys() | OF_OTHERS == COMMANDS.keys()
    assert not MODELS.keys() & OF_OTHERS


def test_no_command_says_by_itself_who_gives_it() -> None:
    """Who acts is the token's or the header's to say; of the customer's people it is their link."""
    said = {
        name for name, model in MODELS.items() if {"by", "invited_by", "quietly"} & model.model_fields.keys()
    }
    assert said == set()


def test_it_documents_every_address_and_method_that_the_app_has(document: dict[str, Any]) -> None:
    routes = {path: {m.lower() for m in methods} for path, methods in APP.routes.items()}
    assert {path: set(methods) for path, methods in document["paths"].items()} == routes


def test_answers_are_of_the_shape_that_it_documents(api: Api, document: dict[str, Any]) -> None:
    onboarding = api.open(tier="enterprise")
    api.command(onboarding, "RequestOverride", gate="ready_for_setup", reason="Urgent")
    answers = {
        "ListView": api.get("/api/onboardings").json,
        "OnboardingView": api.get(f"/api/onboardings/{onboarding}").json,
        "JournalView": api.get(f"/api/onboardings/{onboarding}/journal").json,
        "NeedsYouView": api.get("/api/needs-you?person=ada@vendor.example").json,
        "MetricsView": api.get("/api/metrics").json,
        "MembersView": api.get("/api/people").json,
        "MemberWholeView": api.get("/api/people/gone").json,
        "WorkView": api.get("/api/people/ada/work").json,
        "HandoverView": api.send("POST", "/api/people/ada/handover", body=b'{"to": "role"}').json,
        "AcceptedView": api.command(onboarding, "HoldOnboarding", reason="Wait").json,
        "Problem": api.command(onboarding, "HoldOnboarding", reson="Wait").json,
    }
    for name, answer in answers.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        Draft202012Validator(schema).validate(answer)
        assert set(answer) == set(document["components"]["schemas"][name]["properties"]), name
