"""Updates do the same to the light table, to moto and to MiniStack, and what AWS's documentation says."""

import pytest

from tests.faults.cloud.conformance.doors import TABLE, Door, item, key, told, told_apart
from tests.faults.cloud.conformance.updates import ALL, BEFORE, Update

pytestmark = pytest.mark.xdist_group("conformance")


@pytest.mark.parametrize("update", ALL, ids=lambda update: told_apart(update.text, update.given))
def test_an_update_makes_of_an_item_what_it_says(door: Door, update: Update) -> None:
    before = {"TableName": TABLE, "Item": told(item("subject", **BEFORE), "PK", "updates")}
    assert door.call("PutItem", before) == {}
    answer = door.call("UpdateItem", {"TableName": TABLE, **told(update.request, "PK", "updates")})
    expected = told(update.expected(door.name), "PK", "updates")
    assert answer == expected
    if isinstance(update.answer, dict):
        stored = door.call("GetItem", {"TableName": TABLE, "Key": told(key("subject"), "PK", "updates")})
        assert stored["Item"] == expected["Attributes"]
