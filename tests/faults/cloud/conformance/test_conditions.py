"""Conditions mean the same to the light table, to moto and to MiniStack, and what AWS's documentation says."""

import pytest

from tests.faults.cloud.conformance.conditions import ALL, SUBJECT, Condition
from tests.faults.cloud.conformance.doors import TABLE, Door, told, told_apart

pytestmark = pytest.mark.xdist_group("conformance")


@pytest.fixture(scope="module", autouse=True)
def _subject(door: Door) -> None:
    door.call("PutItem", {"TableName": TABLE, "Item": told(SUBJECT, "PK", "conditions")})


@pytest.mark.parametrize("condition", ALL, ids=lambda condition: told_apart(condition.text, condition.given))
def test_a_condition_holds_or_not(door: Door, condition: Condition) -> None:
    request = {"TableName": TABLE, **told(condition.request, "PK", "conditions")}
    expected = condition.says.get(door.name, condition.answer)
    assert door.call("PutItem", request) == expected
