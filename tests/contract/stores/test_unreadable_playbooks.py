"""A stored version that cannot be read is what was shipped with it, or says so; an opening finds the newest that can."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks
from chalicelib.adapters.playbook_files import find
from chalicelib.domain.errors import NotFoundError, PlaybookUnreadableError
from chalicelib.domain.values import PlaybookRef
from infra import template
from tests.contract.stores.conftest import RESOURCES
from tests.properties.world import PLAYBOOKS

SIMPLE = PLAYBOOKS["simple"]
LATER = replace(SIMPLE, version=90)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-central-1")
        table = template.load(RESOURCES)["Resources"]["Table"]["Properties"]
        parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        client.create_table(TableName="golive", **{part: table[part] for part in parts})
        for playbook in (SIMPLE, LATER):
            DynamoPlaybooks(client, "golive").publish(playbook)
        yield client


def spoil(client: Any, version: int, text: str = '{"name": "simple"}') -> None:
    key = {"pk": {"S": "PLAYBOOK#simple"}, "sk": {"S": f"V#{version:06d}"}}
    client.put_item(TableName="golive", Item=key | {"data": {"S": text}})


@pytest.mark.parametrize("text", ['{"name": "simple"}', "{", "[]", "null"])
def test_a_version_that_cannot_be_read_says_which_and_why(client: Any, text: str) -> None:
    spoil(client, 90, text)
    playbooks = DynamoPlaybooks(client, "golive")
    for read in (lambda: playbooks.get(LATER.ref), lambda: playbooks.latest("simple")):
        with pytest.raises(PlaybookUnreadableError, match="Playbook 'simple' version 90 cannot be read"):
            read()
    assert playbooks.newest_readable("simple") == SIMPLE
    assert playbooks.get(SIMPLE.ref) == SIMPLE


def test_one_that_was_shipped_is_read_from_its_file(client: Any) -> None:
    spoil(client, SIMPLE.version)
    assert DynamoPlaybooks(client, "golive", spare=find).get(SIMPLE.ref) == SIMPLE


def test_a_file_of_another_version_is_no_stand_in() -> None:
    assert find(LATER.ref) is None
    assert find(PlaybookRef(name="nothing", version=1)) is None


def test_with_no_version_that_can_be_read_there_is_none(client: Any) -> None:
    for version in (SIMPLE.version, 90):
        spoil(client, version)
    playbooks = DynamoPlaybooks(client, "golive")
    with pytest.raises(PlaybookUnreadableError, match="No version of playbook 'simple' can be read"):
        playbooks.newest_readable("simple")
    with pytest.raises(NotFoundError):
        playbooks.newest_readable("nothing")
