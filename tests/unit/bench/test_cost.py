"""What is counted for money: items by the kilobyte, indexes when they change, work by the clock apart."""

import pytest

from tests.bench import cost
from tests.bench.units import Units, indexes

KILOBYTE = 1024


@pytest.fixture
def table() -> Units:
    return Units(projected={"due": (), "board": ("status",), "rest": ()})


def test_a_transaction_pays_twice_for_items_and_once_for_indexes(table: Units) -> None:
    image = {"due_pk": "DUE#1", "due_sk": "a", "board_pk": "BOARD", "board_sk": "a", "status": "active"}
    assert table.put("k", image, size=KILOBYTE + 1, transacted=True) == 4 + 2


def test_an_index_that_shows_no_change_costs_nothing(table: Units) -> None:
    image = {"board_pk": "BOARD", "board_sk": "a", "status": "active"}
    table.put("k", image, size=100, transacted=False)
    assert table.put("k", image, size=100, transacted=False) == 1
    assert table.put("k", image | {"status": "live"}, size=100, transacted=False) == 2


def test_a_changed_index_key_is_taken_out_and_put_in(table: Units) -> None:
    table.put("k", {"due_pk": "DUE#1", "due_sk": "a"}, size=100, transacted=False)
    assert table.put("k", {"due_pk": "DUE#1", "due_sk": "b"}, size=100, transacted=False) == 3
    assert table.put("k", {}, size=100, transacted=False) == 2


def test_an_effect_is_claimed_and_settled(table: Units) -> None:
    assert table.put("x", {"rest_pk": "REST#1", "rest_sk": "a"}, size=100, transacted=True) == 3
    assert table.update("x", "SET #status = :status, claimed_at = :at, rest_sk = :at") == 3
    assert table.update("x", "SET #status = :status REMOVE rest_pk, rest_sk") == 2
    assert table.update("x", "SET sent_at = :at REMOVE rest_pk, rest_sk") == 1


def test_the_indexes_are_those_of_the_table() -> None:
    assert indexes()["due"] == ()
    assert "health" in indexes()["board"]


def test_the_bill_scales_to_a_thousand_and_keeps_the_clocks_work_apart() -> None:
    call = {
        "kind": "call",
        "service": "sesv2",
        "operation": "SendEmail",
        "queue": "",
        "writes": [],
        "read_units": 0,
    }
    run = {"kind": "invocation", "cpu_ms": 10.0}
    records = [
        run | {"function": "api"},
        run | {"function": "sweep"},
        call | {"function": "deliver"},
        call | {"function": "sweep", "service": "dynamodb", "operation": "Query", "read_units": 4},
    ]
    price = cost.prices()
    bill = cost.bill(records, onboardings=1, price=price, memory=cost.memory_of())
    assert bill.core["api"] == pytest.approx(1000 * price["api_request"])
    assert bill.rest["mail"] == pytest.approx(1000 * price["ses_mail"])
    assert bill.core["dynamodb"] == 0
    assert bill.month["sweep"] > 43_200 * 4 * price["dynamodb_read_unit"]


def test_every_function_has_its_memory() -> None:
    assert set(cost.memory_of()) == {
        "api", "ingest", "intake", "relay", "commands", "deliver", "feedback", "sweep", "verify",
    }  # fmt: skip


def test_the_price_list_is_dated() -> None:
    price = cost.prices()
    assert price["as_of"] >= "2026-11-21"
    assert "core" in cost.table(cost.Bill(core={"api": 1.0}, rest={}, month={}), price)
