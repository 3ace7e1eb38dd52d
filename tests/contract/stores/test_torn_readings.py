"""A state that is being written while it is read: read again, never taken for whole."""

from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore
from chalicelib.adapters.in_memory.world import ManualClock
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.events import ContactChanged
from tests.builders import NOW
from tests.contract.stores.commits import happening, opening
from tests.properties.world import MONDAY

Items = dict[str, dict[str, Any]]


class Table:
    """A client that keeps what is saved, and answers each Query with the next of `readings`, the last again and again."""

    exceptions = SimpleNamespace(TransactionCanceledException=KeyError)

    def __init__(self) -> None:
        self.items: Items = {}
        self.readings: list[Items] = []

    def transact_write_items(self, **request: Any) -> None:
        for action in request["TransactItems"]:
            item = action["Put"]["Item"]
            if item["sk"]["S"].startswith("S#"):
                self.items[item["sk"]["S"]] = item

    def get_paginator(self, _: str) -> SimpleNamespace:
        return SimpleNamespace(paginate=self._pages)

    def _pages(self, **_: Any) -> list[dict[str, Any]]:
        reading = self.readings.pop(0) if len(self.readings) > 1 else self.readings[0]
        return [{"Items": [reading[sk] for sk in sorted(reading)]}]


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def store(table: Table) -> DynamoOnboardingStore:
    return DynamoOnboardingStore(table, "golive", ManualClock(MONDAY))


def before_and_after(table: Table, store: DynamoOnboardingStore) -> tuple[Items, Items]:
    """Return the items of a state before and after a commit that changes its contacts."""
    stored = store.save(opening())
    before = dict(table.items)
    store.save(happening(stored, (ContactChanged(at=NOW, contact="c1", status="left"),), id="left"))
    return before, dict(table.items)


@pytest.mark.parametrize("old", ["S#CONTACTS", "S#HEAD"])
def test_a_torn_reading_is_read_again(table: Table, store: DynamoOnboardingStore, old: str) -> None:
    before, after = before_and_after(table, store)
    table.readings = [after | {old: before[old]}, after]
    loaded = store.load("onb-acme")
    assert loaded is not None
    assert (loaded.version, loaded.onboarding.contacts[0].status) == (2, "left")
    assert table.readings == [after]


def test_a_part_that_is_not_there_yet_is_missed(table: Table, store: DynamoOnboardingStore) -> None:
    _, after = before_and_after(table, store)
    table.readings = [{sk: item for sk, item in after.items() if sk != "S#GATES"}, after]
    loaded = store.load("onb-acme")
    assert loaded is not None
    assert loaded.onboarding.gates


def test_what_was_stored_before_heads_told_of_their_parts_is_read_and_tells_from_its_next_commit_on(
    table: Table, store: DynamoOnboardingStore
) -> None:
    store.save(opening())
    old = {
        sk: {name: value for name, value in item.items() if name not in {"parts", "written"}}
        for sk, item in table.items.items()
    }
    table.items, table.readings = dict(old), [old]
    loaded = store.load("onb-acme")
    assert loaded is not None
    store.save(happening(loaded, (ContactChanged(at=NOW, contact="c1", status="left"),), id="left"))
    table.readings = [dict(table.items)]
    again = store.load("onb-acme")
    assert again is not None
    assert (again.version, again.onboarding.contacts[0].status) == (2, "left")


def test_what_is_torn_each_time_cannot_be_had_now(table: Table, store: DynamoOnboardingStore) -> None:
    before, after = before_and_after(table, store)
    table.readings = [after | {"S#CONTACTS": before["S#CONTACTS"]}]
    with pytest.raises(UnavailableError, match="being changed"):
        store.load("onb-acme")
