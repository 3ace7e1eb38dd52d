from datetime import UTC, datetime

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamodb.spent import DynamoSpent

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def spent():
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-central-1")
        keys = ("pk", "HASH"), ("sk", "RANGE")
        client.create_table(
            TableName="golive",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in keys],
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
        )
        yield DynamoSpent(client, "golive")


def test_a_nonce_can_be_used_once(spent):
    assert [spent.spend("n1", now=NOW) for _ in range(3)] == [True, False, False]


def test_nonces_do_not_use_each_other_up(spent):
    assert spent.spend("n1", now=NOW)
    assert spent.spend("n2", now=NOW)


def test_it_is_known_whether_a_nonce_was_used(spent):
    spent.spend("n1", now=NOW)
    assert (spent.used("n1"), spent.used("n2")) == (True, False)
