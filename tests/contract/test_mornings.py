"""The next morning, written down in the table of `infra/resources.yaml` on moto."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamodb.listings import DynamoListings
from chalicelib.adapters.dynamodb.mornings import DynamoMornings
from infra import template
from tests.builders import NOW

RESOURCES = Path(__file__).resolve().parents[2] / "infra/resources.yaml"
DAY = timedelta(days=1)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-central-1")
        made = template.load(RESOURCES)["Resources"]["Table"]["Properties"]
        parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        client.create_table(TableName="golive", **{part: made[part] for part in parts})
        yield client


def due(table: Any) -> list[datetime]:
    listings = DynamoListings(table, "golive", {})
    return [at for name, at in listings.due(NOW + 9 * DAY) if name == "mornings"]


def test_the_next_morning_is_found_by_when_it_is_due(table: Any) -> None:
    mornings = DynamoMornings(table, "golive")
    mornings.plan(NOW)
    mornings.plan(NOW + DAY, woken=NOW)
    assert due(table) == [NOW + DAY]
    mornings.plan(None, woken=NOW + DAY)
    assert due(table) == []


def test_what_was_planned_anew_meanwhile_stays_planned(table: Any) -> None:
    mornings = DynamoMornings(table, "golive")
    mornings.plan(NOW)
    mornings.plan(NOW + timedelta(minutes=1))  # the directory has changed
    mornings.plan(NOW + DAY, woken=NOW)
    assert due(table) == [NOW + timedelta(minutes=1)]
