"""Least privilege: what each function asks of AWS in all scenarios, held against its policy, statement by statement."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.cloud.port import installed
from tests.faults.crashes.story import scenarios
from tests.packaged import iam
from tests.packaged.test_policies import functions

BY_LAMBDA_ITSELF = {"Log", "Take", "FollowTheStream", "FindStreams", "UseTheKey"}
UNASKED: dict[tuple[str, str, str], str] = {
    ("api", "SignUploadsKeepLargeWebhooks", "${Bucket.Arn}/q/*"): "signing an upload form is no request",
    ("api", "ServeDocuments", "s3:GetObjectVersion"): "signing a link to a document is no request",
    ("deliver", "LetScansBeRead", "s3:GetObjectVersion"): "Textract reads a scan in the name of who asks",
    ("deliver", "LetScansBeRead", "${Bucket.Arn}/q/*"): "Textract reads a scan in the name of who asks",
    ("relay", "Send", "RelayDeadLetters"): "Lambda itself puts what relay gave up there",
    ("sweep", "Send", "ScheduleDeadLetters"): "EventBridge itself puts runs that failed there",
    ("verify", "Send", "sqs:SendMessage"): "EventBridge itself puts runs that failed there",
    ("verify", "Send", "ScheduleDeadLetters"): "EventBridge itself puts runs that failed there",
    (
        "deliver",
        "SendMail",
        "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:configuration-set/${MailConfigurationSet}",
    ): "SES looks at the identity and at the set that a mail is sent with",
    ("deliver", "SendMail", "ses:SendRawEmail"): "SES asks for both when a mail is sent whole",
}
EVERYTHING = {
    ("deliver", "ReadScans"): "Textract knows no resources",
    ("relay", "FindStreams"): "dynamodb:ListStreams knows no resources",
}


@pytest.fixture(scope="module")
def calls() -> Iterator[list[dict[str, Any]]]:
    with installed():
        asked = [call for one in scenarios().values() for call in one.seen.asked]
        yield [call for call in asked if call["function"] != "outside"]


def test_nothing_is_asked_that_is_not_allowed(calls: list[dict[str, Any]]) -> None:
    refused = {
        (call["function"], iam.action_of(call), iam.resource_of(call), *call["partitions"])
        for call in calls
        if not any(iam.allows(statement, call) for statement in iam.statements(call["function"]))
    }
    assert refused == set()
    assert {call["function"] for call in calls} == set(functions())


def test_nothing_is_allowed_that_nobody_asks(calls: list[dict[str, Any]]) -> None:
    idle = set()
    for function in functions():
        own = [call for call in calls if call["function"] == function]
        for statement in iam.statements(function):
            if statement["Sid"] not in BY_LAMBDA_ITSELF:
                granted = {*statement["Action"], *iam.names(statement)}
                idle |= {(function, statement["Sid"], one) for one in granted - _used(statement, own)}
    assert idle == UNASKED.keys()


def _used(statement: dict[str, Any], calls: list[dict[str, Any]]) -> set[str]:
    """Return the actions and the resources of a statement that some call needs."""
    allowed = [call for call in calls if iam.allows(statement, call)]
    return {iam.action_of(call) for call in allowed} | {
        name
        for name in iam.names(statement)
        for call in allowed
        if iam.allows({**statement, "Resource": name}, call)
    }


def test_no_statement_is_about_everything_but_where_aws_knows_no_less() -> None:
    found = {
        (function, statement["Sid"])
        for function in functions()
        for statement in iam.statements(function)
        if "*" in iam.names(statement) or any("*" in action for action in statement["Action"])
    }
    assert found == EVERYTHING.keys()


def test_the_one_who_reads_files_may_write_nothing_but_a_finding() -> None:
    writes = ("dynamodb:Put", "dynamodb:Update", "dynamodb:Delete", "s3:Put", "s3:Delete", "sqs:Send", "ses:")
    granted = [
        statement
        for statement in iam.statements("intake")
        if any(action.startswith(writes) for action in statement["Action"])
    ]
    assert [statement["Sid"] for statement in granted] == ["PutOneFinding"]
    keys = granted[0]["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    assert keys == ["INBOX#intake#*"]
