"""Queries find the same in the light table, in moto and in MiniStack, and what AWS's documentation says."""

import pytest

from tests.faults.cloud.conformance.doors import TABLE, Door, No, told, told_apart
from tests.faults.cloud.conformance.queries import ALL, ITEMS, PROJECTIONS, Query

pytestmark = pytest.mark.xdist_group("conformance")


@pytest.fixture(scope="module", autouse=True)
def _items(door: Door) -> None:
    for one in ITEMS:
        door.call("PutItem", {"TableName": TABLE, "Item": told(one, "PK", "queries")})


@pytest.mark.parametrize("query", ALL, ids=lambda query: told_apart(query.text, query.given, query.asked))
def test_a_query_finds_what_it_says(door: Door, query: Query) -> None:
    answer = door.call("Query", {"TableName": TABLE, **told(query.request, "PK", "queries")})
    expected = query.says.get(door.name, query.answer)
    if isinstance(expected, No) or isinstance(answer, No):
        assert answer == expected
        return
    assert tuple(item["sk"]["S"] for item in answer["Items"]) == expected
    assert answer["Count"] == len(expected)
    last = answer.get("LastEvaluatedKey")
    assert (last["sk"]["S"] if last else None) == query.more


@pytest.mark.parametrize("index", PROJECTIONS)
def test_an_index_shows_what_it_projects(door: Door, index: str) -> None:
    request = {
        "TableName": TABLE,
        "IndexName": index,
        "KeyConditionExpression": f"{index}_pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": f"queries#{index}"}},
    }
    for item in door.call("Query", request)["Items"]:
        assert item.keys() == PROJECTIONS[index]


def test_the_next_page_begins_where_an_index_ended(door: Door) -> None:
    request = {
        "TableName": TABLE,
        "IndexName": "due",
        "KeyConditionExpression": "due_pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "queries#due"}},
        "Limit": 1,
    }
    found, answer = [], door.call("Query", request)
    while answer["Items"]:
        found += [item["sk"]["S"] for item in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            break
        assert answer["LastEvaluatedKey"].keys() == {"pk", "sk", "due_pk", "due_sk"}
        answer = door.call("Query", {**request, "ExclusiveStartKey": answer["LastEvaluatedKey"]})
    assert found == ["a", "A#2", "A#1"]
