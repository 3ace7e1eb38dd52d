"""What is stored of an item, what is answered of it, and what no item may be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.faults.cloud.conformance.doors import INVALID, TABLE, UNMET, No, item, key, wire
from tests.faults.cloud.conformance.sequences import DONE, IF_NEW, Step, delete, get, given, put, update

ALL_OLD = {"ReturnValues": "ALL_OLD"}
OLD_IF_UNMET = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
EVERY_TYPE = item(
    "a",
    s="text",
    empty="",
    n=5,
    b=b"\x00\xff",
    t=True,
    nothing=None,
    l=[1, "x", []],
    m={"x": {"y": 1}},
    ss={"a"},
)


def _raw(sk: str, /, **attributes: Any) -> dict[str, Any]:
    """Return an item whose further attributes are in wire form already."""
    return {**item(sk), **attributes}


LONG = len("sequence-00000000001")  # of the partition that is put in PK's place


def _sized(sk: str, size: int) -> dict[str, Any]:
    """Return an item of so many bytes."""
    return item(sk, big="x" * (size - len("pk") - LONG - len("sk") - len(sk) - len("big")))


STORED: dict[str, tuple[Step, ...]] = {
    "every type comes back as it was": (put(EVERY_TYPE), get("a", EVERY_TYPE)),
    "what is not there is not answered": (get("a", None), get("a", None, ConsistentRead=True)),
    # developer guide, HowItWorks.NamingRulesDataTypes: "Leading and trailing zeroes are trimmed"
    "a number has one written form": (
        put(_raw("a", n={"N": "007.50"})),
        get("a", item("a", n=Decimal("7.5"))).but(moto={"Item": _raw("a", n={"N": "007.50"})}),
    ),
    "a put replaces the whole item": (put(item("a", n=1)), put(item("a", m=2)), get("a", item("a", m=2))),
    "a put answers the old item where that was asked for": (
        put(item("a", n=1), **ALL_OLD),
        put(item("a", n=2), {"Attributes": item("a", n=1)}, **ALL_OLD),
    ),
    "a delete answers the old item where that was asked for": (
        put(item("a", n=1)),
        delete("a", {"Attributes": item("a", n=1)}, **ALL_OLD),
        delete("a", **ALL_OLD),
        get("a", None),
    ),
    "an update makes an item that was not there": (
        update("a", "SET n = :v", **given(v=1)),
        get("a", item("a", n=1)),
    ),
    "an update without a change makes an item of its key": (
        Step("UpdateItem", {"TableName": TABLE, "Key": key("a")}, DONE),
        get("a", item("a")),
    ),
    "an update answers what was asked for": (
        put(item("a", n=1, m=2)),
        update("a", "SET n = :v", {"Attributes": item("a", n=1, m=2)}, **given(v=2), ReturnValues="ALL_OLD"),
        update("a", "SET n = :v", {"Attributes": item("a", n=3, m=2)}, **given(v=3), ReturnValues="ALL_NEW"),
        update("a", "SET n = :v", {"Attributes": {"n": wire(3)}}, **given(v=4), ReturnValues="UPDATED_OLD"),
        update("a", "SET n = :v", {"Attributes": {"n": wire(5)}}, **given(v=5), ReturnValues="UPDATED_NEW"),
    ),
    "a put on a condition is carried out once": (
        put(item("a", n=1), **IF_NEW),
        put(item("a", n=2), UNMET, **IF_NEW),
        get("a", item("a", n=1)),
    ),
    "a delete on a condition is carried out if it holds": (
        put(item("a", n=1)),
        delete("a", UNMET, ConditionExpression="n = :v", **given(v=2)),
        delete("a", ConditionExpression="n = :v", **given(v=1)),
        get("a", None),
    ),
    "an update on a condition makes nothing if it does not hold": (
        update("a", "SET n = :v", UNMET, ConditionExpression="attribute_exists(pk)", **given(v=1)),
        get("a", None),
    ),
    "a counter on a set takes in as many as it may": (
        *(
            update(
                "a",
                "ADD ids :one",
                answer,
                ConditionExpression="attribute_not_exists(ids) OR size(ids) < :most OR contains(ids, :id)",
                **given(one={one}, id=one, most=2),
            )
            for one, answer in (("x", DONE), ("y", DONE), ("z", UNMET), ("x", DONE))
        ),
        get("a", item("a", ids={"x", "y"})),
    ),
}
REFUSED: dict[str, tuple[Step, ...]] = {
    "an item needs its whole key": (
        put({"pk": wire("PK")}, INVALID),
        put({"sk": wire("a")}, INVALID),
        put({}, INVALID),
    ),
    "a key is of its declared type": (
        put(_raw("a", sk=wire(5)), INVALID),
        Step("GetItem", {"TableName": TABLE, "Key": _raw("a", sk=wire(5))}, INVALID).but(moto={}),
    ),
    "a key is never empty": (
        put(item(""), INVALID),
        put(item("a", pk=""), INVALID),
        Step("GetItem", {"TableName": TABLE, "Key": item("")}, INVALID),
    ),
    "a key is the key and nothing else": (
        Step("GetItem", {"TableName": TABLE, "Key": {"pk": wire("PK")}}, INVALID),
        Step("GetItem", {"TableName": TABLE, "Key": item("a", n=1)}, INVALID),
        Step("DeleteItem", {"TableName": TABLE, "Key": item("a", n=1)}, INVALID),
    ),
    # developer guide, ServiceQuotas: 2,048 bytes for a partition key, 1,024 for a sort key
    "a sort key has at most 1024 bytes": (put(item("x" * 1024)), put(item("x" * 1025), INVALID)),
    "a sort key's bytes count, not its letters": (put(item("é" * 512)), put(item("é" * 513), INVALID)),
    "a partition key has at most 2048 bytes": (
        put(item("a", pk="PK".ljust(2050 - LONG, "x"))),
        put(item("a", pk="PK".ljust(2051 - LONG, "x")), INVALID),
    ),
    "an index key is of its declared type, and never empty": (
        put(item("a", due_pk=5), INVALID),
        put(item("a", due_pk=""), INVALID),
        put(item("a", due_sk=""), INVALID),
        put(item("a", due_sk="x" * 1025, due_pk="PK"), INVALID).but(ministack=DONE),
    ),
    "a set is never empty, and has nothing twice": (
        put(_raw("a", v={"SS": []}), INVALID),
        put(_raw("a", v={"SS": ["a", "a"]}), INVALID).but(moto=DONE),
    ),
    "a number is a number of at most 38 digits": (
        put(_raw("a", v={"N": "five"}), INVALID),
        put(_raw("a", v={"N": ""}), INVALID),
        put(_raw("a", v={"N": "1" * 38})),
        put(_raw("a", v={"N": "1" * 39}), INVALID).but(moto=DONE),
        put(_raw("a", v={"N": "1E126"}), INVALID).but(moto=DONE),
    ),
    "a value has one type, and the right kind of content": (
        put(_raw("a", v={"S": "x", "N": "1"}), INVALID).but(moto=DONE),
        put(_raw("a", v={"N": 5}), INVALID),
        put(_raw("a", v={}), INVALID).but(moto=No("500")),
    ),
    "an item has at most 400 KB": (
        put(_sized("a", 400 * 1024)),
        put(_sized("a", 400 * 1024 + 1), INVALID),
        update("a", "SET more = :v", INVALID, **given(v="x")),
    ),
    "another table is not here": (
        Step("GetItem", {"TableName": "another", "Key": key("a")}, No("ResourceNotFoundException")),
        Step("PutItem", {"TableName": "another", "Item": item("a")}, No("ResourceNotFoundException")),
    ),
    "what is asked for in return is something that there is": (
        put(item("a"), INVALID, ReturnValues="ALL_NEW"),
        delete("a", INVALID, ReturnValues="UPDATED_OLD"),
        get("a", None),
    ),
}
ALL = STORED | REFUSED
