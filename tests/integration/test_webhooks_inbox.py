"""The inbox on the emulator's table and bucket."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.adapters.dynamodb.inbox import DynamoInbox, InboxEntry

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[DynamoInbox]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        table = boto3.client("dynamodb", region_name="eu-central-1")
        keys = ("pk", "sk", "rest_pk", "rest_sk")
        table.create_table(
            TableName="golive",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "rest",
                    "KeySchema": [
                        {"AttributeName": "rest_pk", "KeyType": "HASH"},
                        {"AttributeName": "rest_sk", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
        )
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="golive")
        yield DynamoInbox(table, "golive", s3=lambda: s3, bucket="golive")


def entry(**changes: object) -> InboxEntry:
    return InboxEntry(
        **{"source": "deals", "delivery": "d1", "received_at": NOW, "body": {"events": ["é"]}, **changes}
    )


def test_what_is_kept_is_read_back(inbox):
    assert inbox.put(entry())
    assert inbox.load("INBOX#deals#d1") == entry()


def test_a_repetition_is_not_kept_again(inbox):
    assert inbox.put(entry())
    assert not inbox.put(entry(body={"events": ["other"]}))
    assert inbox.load("INBOX#deals#d1") == entry()


def test_what_the_table_did_not_take_is_not_taken_for_a_repetition(inbox, monkeypatch):
    def throttled(**_: object) -> None:
        raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "PutItem")

    monkeypatch.setattr(inbox._client, "put_item", throttled)
    with pytest.raises(ClientError):
        inbox.put(entry())


def test_what_is_not_there_is_none(inbox):
    assert inbox.load("INBOX#deals#d2") is None


def test_a_body_too_large_for_the_table_lies_in_the_bucket(inbox):
    large = entry(body={"events": [os.urandom(300_000).hex()]})
    assert inbox.put(large)
    assert inbox.load("INBOX#deals#d1") == large


def test_what_nobody_worked_on_is_found_until_it_is_settled(inbox):
    inbox.put(entry())
    inbox.put(entry(delivery="d2", received_at=NOW + timedelta(minutes=5)))
    assert inbox.resting(NOW + timedelta(minutes=1)) == ("INBOX#deals#d1",)
    inbox.settle("INBOX#deals#d1", ("Event 3 names no deal.",))
    assert inbox.resting(NOW + timedelta(hours=1)) == ("INBOX#deals#d2",)
    assert inbox.load("INBOX#deals#d1") == entry()


def test_what_is_postponed_rests_until_then_and_what_is_settled_stays_settled(inbox):
    inbox.put(entry())
    inbox.postpone("INBOX#deals#d1", NOW + timedelta(hours=1))
    assert inbox.resting(NOW + timedelta(minutes=30)) == ()
    assert inbox.resting(NOW + timedelta(hours=2)) == ("INBOX#deals#d1",)
    inbox.settle("INBOX#deals#d1")
    inbox.postpone("INBOX#deals#d1", NOW)
    assert inbox.resting(NOW + timedelta(hours=2)) == ()


def test_an_entry_of_intake_keeps_its_key_and_version(inbox):
    delivery = "q/onb-a/registration/" + "d" * 32 + "#v1"
    inbox.put(entry(source="intake", delivery=delivery))
    assert inbox.load(f"INBOX#intake#{delivery}").delivery == delivery
