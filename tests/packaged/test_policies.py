"""Least privilege, from what happens: four onboardings from webhook to live, every AWS call held against the policies."""

from pathlib import Path
from typing import Any

import pytest

from tests.bench import journey
from tests.packaged import iam

pytestmark = pytest.mark.xdist_group("journey")  # one worker, so that its world is made once

# Granted, though the demo does not need it; anything else that goes unused should go.
SELDOM = {
    # signing forms and links is no call; large webhooks; handing over what somebody owns; lost links and codes
    "api": {"s3:PutObject", "s3:GetObjectVersion", "sqs:SendMessage", "dynamodb:UpdateItem"},
    "feedback": {"dynamodb:GetItem", "dynamodb:Query"},  # bounces, and what a desk's mail was about
    "deliver": {"s3:GetObjectVersion", "textract:AnalyzeDocument"},  # scans, where a setting says so
    "ingest": {"s3:GetObject"},  # large webhooks
    "sweep": {"dynamodb:UpdateItem"},  # webhooks that nobody worked on
}
BY_LAMBDA_ITSELF = ("logs:", "kms:", "sqs:Receive", "sqs:Delete", "sqs:GetQueue", "dynamodb:DescribeStream")
STREAM = {"dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}
KEPT = {
    "secretsmanager:GetSecretValue"
}  # the local functions share a process: whoever asks first reads for all
WITH_SEND_EMAIL = {"ses:SendRawEmail"}  # SES asks for both when a mail is sent whole


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    record = tmp_path_factory.mktemp("calls") / "record.jsonl"
    with journey.recorded_cloud(record) as cloud:
        journey.play(cloud)
    return [each for each in journey.read(record) if each["kind"] in ("call", "part")]


def functions() -> list[str]:
    return sorted(
        path.stem.removeprefix("policy-") for path in Path(iam.ROOT / ".chalice").glob("policy-*.json")
    )


def test_every_call_of_the_journey_is_allowed(calls: list[dict[str, Any]]) -> None:
    refused = {
        (call["function"], iam.action_of(call), iam.resource_of(call), *call["partitions"])
        for call in calls
        if not any(iam.allows(statement, call) for statement in iam.statements(call["function"]))
    }
    assert refused == set()
    assert {call["function"] for call in calls} >= {"api", "ingest", "intake", "relay", "commands", "deliver"}


def test_nothing_is_allowed_that_nobody_does(calls: list[dict[str, Any]]) -> None:
    idle = {}
    for function in functions():
        granted = {
            action
            for statement in iam.statements(function)
            for action in statement["Action"]
            if not action.startswith(BY_LAMBDA_ITSELF) and iam.names(statement) != ["ScheduleDeadLetters"]
        }
        used = {iam.action_of(call) for call in calls if call["function"] == function}
        idle[function] = granted - used - STREAM - KEPT - WITH_SEND_EMAIL - SELDOM.get(function, set())
    assert idle == {function: set() for function in functions()}


def test_the_condition_on_keys_refuses_other_items() -> None:
    put = {"service": "dynamodb", "operation": "PutItem", "index": "", "versioned": False}
    finding, onboarding = put | {"partitions": ["INBOX#intake#q/k#1"]}, put | {"partitions": ["ONB#onb-1"]}
    allowed = [
        any(iam.allows(each, call) for each in iam.statements("intake")) for call in (finding, onboarding)
    ]
    assert allowed == [True, False]
