"""What SES tells of each mail, in the shape in which the template's rule delivers it."""

import json
from email.message import EmailMessage
from typing import Any

import pytest

from tests.integration.local.conftest import Pumped


def send(pumped: Pumped) -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "onboarding@vendor.example",
        "grace@acme.example",
        "Hello",
    )
    message.set_content("text")
    answer = pumped.cloud.client("sesv2").send_email(
        Content={"Raw": {"Data": message.as_bytes()}},
        ConfigurationSetName=pumped.cloud.environment["MAIL_CONFIGURATION_SET"],
        EmailTags=[{"Name": "effect", "Value": "onb-1_12_mail"}],
    )
    return str(answer["MessageId"])


def told(pumped: Pumped) -> list[dict[str, Any]]:
    pumped.cloud.settle()
    return [json.loads(note["body"]) for note in pumped.noted("feedback")]


def test_each_accepted_mail_is_sent_and_delivered(pumped: Pumped) -> None:
    mail = send(pumped)
    events = told(pumped)
    assert [event["detail"]["eventType"] for event in events] == ["Send", "Delivery"]
    assert [event["detail-type"] for event in events] == ["Email Sent", "Email Delivered"]
    for event in events:
        assert event["source"] == "aws.ses"
        assert event["detail"]["mail"]["messageId"] == mail
        assert event["detail"]["mail"]["tags"]["effect"] == ["onb-1_12_mail"]
        assert event["detail"]["mail"]["destination"] == ["grace@acme.example"]
    assert events[1]["detail"]["delivery"]["recipients"] == ["grace@acme.example"]


@pytest.mark.parametrize(
    ("kind", "event_type", "part"),
    [("bounce", "Bounce", "bouncedRecipients"), ("complaint", "Complaint", "complainedRecipients")],
)
def test_a_bounce_or_complaint_names_its_recipients(
    pumped: Pumped, kind: str, event_type: str, part: str
) -> None:
    mail = send(pumped)
    pumped.cloud.sandbox("POST", f"/mail/{mail}/bounce?kind={kind}")
    detail = told(pumped)[-1]["detail"]
    assert detail["eventType"] == event_type
    assert detail[kind][part][0]["emailAddress"] == "grace@acme.example"


def test_mail_outside_the_configuration_set_is_not_told_of(pumped: Pumped) -> None:
    pumped.cloud.client("sesv2").send_email(
        FromEmailAddress="onboarding@vendor.example",
        Destination={"ToAddresses": ["grace@acme.example"]},
        Content={"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}},
    )
    assert told(pumped) == []
