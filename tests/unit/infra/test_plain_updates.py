"""Plain update expressions are read as DynamoDB reads them; whatever is not plain is left alone."""

from typing import Any

import pytest
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from infra.local import plain_updates

TABLE = Table(
    "t",
    account_id="123456789012",
    region="us-east-1",
    schema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    attr=[{"AttributeName": "pk", "AttributeType": "S"}],
)
VALUES = {":v": {"S": "new"}, ":n": {"N": "7"}, ":e": {"S": ""}}


def changed(expression: str, names: dict[str, str] | None = None) -> dict[str, Any] | None:
    item = Item(DynamoType({"S": "1"}), None, {"pk": {"S": "1"}, "a": {"S": "old"}, "b": {"S": "gone"}})
    update = plain_updates.read(expression)
    if update is None or not plain_updates.carry_out(update, item, TABLE, names or {}, VALUES):
        assert item.to_json()["Attributes"] == {"pk": {"S": "1"}, "a": {"S": "old"}, "b": {"S": "gone"}}
        return None
    return {name: next(iter(value.values())) for name, value in item.to_json()["Attributes"].items()}


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("SET a = :v", {"a": "new", "b": "gone"}),
        ("SET a = if_not_exists(a, :v), c = if_not_exists(c, :n)", {"a": "old", "b": "gone", "c": "7"}),
        ("SET c = :n REMOVE b, d", {"a": "old", "c": "7"}),
        ("SET a = :v, c = if_not_exists(a, :n)", {"a": "new", "b": "gone", "c": "old"}),
        ("SET #s = :v REMOVE #s2", {"a": "new"}),
    ],
)
def test_plain_updates_are_carried_out(expression: str, result: dict[str, str]) -> None:
    assert changed(expression, {"#s": "a", "#s2": "b"}) == {"pk": "1", **result}


@pytest.mark.parametrize(
    "expression",
    [
        "SET a = :unknown",
        "SET #unknown = :v",
        "SET a = :v, a = :n",
        "SET a = :v REMOVE a",
        "SET pk = :v",
        "SET status = :v",
        "SET a = :e",
        "SET a.b = :v",
        "SET a = a + :n",
        "SET a = list_append(a, :v)",
        "SET a = :v ADD c :n",
        "REMOVE a",
        "SET a = :v,",
        "SET a :v",
    ],
)
def test_what_is_not_plain_or_wrong_is_left_alone(expression: str) -> None:
    assert changed(expression) is None
