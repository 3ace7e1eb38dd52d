"""The functions in one process over moto: table, queues, secret and mail identity as production has them."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib import bootstrap, settings
from infra import template

REGION = "eu-central-1"
RESOURCES = Path(__file__).resolve().parents[2] / "infra/resources.yaml"
SECRET = {
    "link_key": base64.b64encode(b"l" * 32).decode(),
    "session_key": base64.b64encode(b"s" * 32).decode(),
    "provisioning": {"token": "local-provisioning-token"},
}


class Aws:
    """What the functions have left behind."""

    def __init__(self) -> None:
        self.sqs = boto3.client("sqs", region_name=REGION)
        self.dynamodb = boto3.client("dynamodb", region_name=REGION)

    def mails(self) -> list[EmailMessage]:
        """Return the mails that SES has accepted, oldest first."""
        sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
        return [cast("EmailMessage", message_from_string(mail.raw_data, policy=default)) for mail in sent]

    def effects(self, owner: str) -> list[dict[str, Any]]:
        """Return the effect items of an aggregate."""
        answer = self.dynamodb.query(
            TableName="golive",
            KeyConditionExpression="pk = :pk AND begins_with(sk, :x)",
            ExpressionAttributeValues={":pk": {"S": owner}, ":x": {"S": "X#"}},
        )
        return list(answer["Items"])

    def effect(self, key: str) -> dict[str, str]:
        """Return the attributes of one effect as text."""
        owner = (
            f"ONB#{key.partition(':')[0]}" if key.startswith("onb-") else f"PERSON#{key.partition(':')[0]}"
        )
        item = next(item for item in self.effects(owner) if item["sk"]["S"] == f"X#{key}")
        return {name: next(iter(value.values())) for name, value in item.items()}

    def take(self, queue: str) -> list[dict[str, Any]]:
        """Take the messages of a queue as Lambda hands them to a function."""
        answer = self.sqs.receive_message(
            QueueUrl=_url(queue), MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=600
        )
        return [
            {"messageId": m["MessageId"], "body": m["Body"], "attributes": m["Attributes"]}
            for m in answer.get("Messages", [])
        ]


def records(*bodies: Any) -> dict[str, Any]:
    """Return bodies as an SQS event."""
    return {"Records": [{"messageId": str(n), "body": json.dumps(body)} for n, body in enumerate(bodies)]}


@contextmanager
def aws(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Iterator[Aws]:
    """Yield a fresh account with everything that the functions need; nothing of it outlives the test."""
    known = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": REGION}
    ours = {
        "PUBLIC_URL": "https://onboarding.vendor.example",
        "TABLE_NAME": "golive",
        "SECRET_NAME": "golive",
        "COMMANDS_QUEUE_URL": _url("commands.fifo"),
        "DELIVER_QUEUE_URL": _url("deliver"),
        "MAIL_FROM": "Golive <onboarding@vendor.example>",
        "MAIL_CONFIGURATION_SET": "golive",
    }
    for name, value in (known | ours | environment).items():
        monkeypatch.setenv(name, value)
    _forget()
    with mock_aws():
        _provision()
        yield Aws()
    _forget()


def _provision() -> None:
    table = template.load(RESOURCES)["Resources"]["Table"]["Properties"]
    parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    boto3.client("dynamodb").create_table(TableName="golive", **{part: table[part] for part in parts})
    sqs = boto3.client("sqs")
    sqs.create_queue(QueueName="deliver")
    sqs.create_queue(QueueName="commands.fifo", Attributes={"FifoQueue": "true"})
    boto3.client("secretsmanager").create_secret(Name="golive", SecretString=json.dumps(SECRET))
    ses = boto3.client("sesv2")
    ses.create_email_identity(EmailIdentity="vendor.example")
    ses.create_configuration_set(ConfigurationSetName="golive")


def _url(queue: str) -> str:
    return f"https://sqs.{REGION}.amazonaws.com/{DEFAULT_ACCOUNT_ID}/{queue}"


def _forget() -> None:
    for kept in vars(bootstrap).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
    settings.settings.cache_clear()
