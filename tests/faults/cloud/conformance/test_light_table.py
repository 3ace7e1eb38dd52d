"""What the light table can do and DynamoDB cannot: be copied, lag behind on purpose, break pages."""

from pathlib import Path
from typing import Any

import pytest

from infra import template
from tests.faults.cloud.refused import Refused
from tests.faults.cloud.table import Table

RESOURCES = Path(__file__).parents[4] / "infra/resources.yaml"
DEFINITION = template.load(RESOURCES)["Resources"]["Table"]["Properties"]


@pytest.fixture
def table() -> Table:
    return Table("golive", DEFINITION)


def put(table: Table, sk: str, *, pk: str = "p", **attributes: str) -> None:
    item = {"pk": {"S": pk}, "sk": {"S": sk}} | {name: {"S": value} for name, value in attributes.items()}
    table.call("PutItem", {"TableName": "golive", "Item": item})


def query(table: Table, pk: str = "p", index: str = "", **more: Any) -> dict[str, Any]:
    request = {
        "TableName": "golive",
        "KeyConditionExpression": f"{index}_pk = :pk" if index else "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": pk}},
        **({"IndexName": index} if index else {}),
        **more,
    }
    return table.call("Query", request)


def sks(table: Table, pk: str = "p", index: str = "", **more: Any) -> list[str]:
    return [item["sk"]["S"] for item in query(table, pk, index, **more)["Items"]]


def test_a_copy_and_its_origin_go_their_own_ways(table: Table) -> None:
    put(table, "both", rest_pk="r", rest_sk="1")
    copied = table.copy()
    put(table, "origin", rest_pk="r", rest_sk="2")
    put(copied, "copy", rest_pk="r", rest_sk="3")
    third = copied.copy()
    put(copied, "both", data="changed")
    assert (sks(table), sks(table, "r", "rest")) == (["both", "origin"], ["both", "origin"])
    assert (sks(copied), sks(copied, "r", "rest")) == (["both", "copy"], ["copy"])
    assert (sks(third), sks(third, "r", "rest")) == (["both", "copy"], ["both", "copy"])
    assert [len(one.stream) for one in (table, copied, third)] == [2, 3, 2]


def test_what_was_answered_does_not_change_afterwards(table: Table) -> None:
    put(table, "a", note="old")
    seen = query(table)["Items"]
    put(table, "a", note="new")
    seen[0]["note"] = {"S": "scribbled"}
    assert query(table)["Items"][0]["note"] == {"S": "new"}


def test_a_lagging_index_shows_the_table_as_it_was_and_learns_in_order(table: Table) -> None:
    put(table, "a", rest_pk="r", rest_sk="1")
    table.lag()
    put(table, "b", rest_pk="r", rest_sk="2")
    put(table, "a")
    assert sks(table) == ["a", "b"]
    assert sks(table, "r", "rest") == ["a"]
    table.catch_up(1)
    assert sks(table, "r", "rest") == ["a", "b"]
    put(table, "c", rest_pk="r", rest_sk="3")
    copied = table.copy()
    table.catch_up()
    assert sks(table, "r", "rest") == ["b", "c"]
    assert sks(copied, "r", "rest") == ["a", "b"]
    put(table, "d", rest_pk="r", rest_sk="4")
    assert sks(table, "r", "rest") == ["b", "c", "d"]


def test_pages_are_as_small_as_asked_and_hold_everything_together(table: Table) -> None:
    for number in range(5):
        put(table, f"{number}")
    table.page = 2
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        answer = query(table, **more)
        assert answer["Count"] <= 2
        found += [item["sk"]["S"] for item in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            break
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    assert found == ["0", "1", "2", "3", "4"]


def test_the_stream_tells_of_every_change_once(table: Table) -> None:
    put(table, "a", note="one")
    put(table, "a", note="one")
    put(table, "a", note="two")
    key = {"pk": {"S": "p"}, "sk": {"S": "a"}}
    table.call("DeleteItem", {"TableName": "golive", "Key": key})
    table.call("DeleteItem", {"TableName": "golive", "Key": key})
    assert [record.name for record in table.stream] == ["INSERT", "MODIFY", "REMOVE"]
    assert all(record.keys == key for record in table.stream)
    notes = [record.image["note"]["S"] if record.image else None for record in table.stream]
    assert notes == ["one", "two", None]
    numbers = [record.number for record in table.stream]
    assert numbers == sorted(set(numbers))


def test_a_parameter_that_it_does_not_know_is_refused(table: Table) -> None:
    with pytest.raises(Refused, match="takes no Expected"):
        table.call("PutItem", {"TableName": "golive", "Item": {}, "Expected": {}})
