"""Transactions: all or nothing, and why (API reference, TransactWriteItems)."""

from __future__ import annotations

from tests.faults.cloud.conformance.doors import INVALID, No, cancelled, item
from tests.faults.cloud.conformance.sequences import (
    IF_NEW,
    Step,
    a_check,
    a_delete,
    a_put,
    an_update,
    get,
    given,
    put,
    transact,
)

UNMET = "ConditionalCheckFailed"
WRONG = "ValidationError"
MISMATCH = No("IdempotentParameterMismatchException")
TOKEN = {"ClientRequestToken": "PK"}
ALL: dict[str, tuple[Step, ...]] = {
    "all kinds of actions are carried out together": (
        put(item("b")),
        put(item("c", n=1)),
        transact(
            a_put("a"),
            a_delete("b"),
            an_update("c", "SET n = n + :one", **given(one=1)),
            a_check("d", "attribute_not_exists(pk)"),
        ),
        get("a", item("a")),
        get("b", None),
        get("c", item("c", n=2)),
        get("d", None),
    ),
    "one condition that does not hold undoes all, and the reasons are in order": (
        put(item("b", n=1)),
        transact(
            a_put("a"), a_put("b", n=2, **IF_NEW), a_delete("c"), answer=cancelled("None", UNMET, "None")
        ),
        get("a", None),
        get("b", item("b", n=1)),
    ),
    "every condition is looked at": (
        put(item("b")),
        transact(
            a_put("a", ConditionExpression="attribute_exists(pk)"),
            a_put("b", **IF_NEW),
            a_check("c", "attribute_exists(pk)"),
            a_put("d", **IF_NEW),
            answer=cancelled(UNMET, UNMET, UNMET, "None"),
        ),
        get("d", None),
    ),
    "a version is taken once": (
        put(item("head", version=1)),
        *(
            transact(
                a_put("head", version=2, ConditionExpression="version = :v", **given(v=1)),
                a_put(f"J#{number}"),
                answer=answer,
            )
            for number, answer in ((1, {}), (2, cancelled(UNMET, "None")))
        ),
        get("J#1", item("J#1")),
        get("J#2", None),
    ),
    "an action that its item does not allow cancels all": (
        put(item("b", n="text")),
        transact(
            a_put("a"),
            an_update("b", "SET n = n + :one", **given(one=1)),
            answer=cancelled("None", WRONG),
        ).but(ministack={}),
        get("a", None).but(ministack={"Item": item("a")}),
    ),
    "an item that grows too large cancels all": (
        put(item("b", big="x" * 300 * 1024)),
        transact(
            a_put("a"),
            an_update("b", "SET more = :v", **given(v="x" * 200 * 1024)),
            answer=cancelled("None", WRONG),
        ),
        get("a", None),
    ),
    "two actions on one item are refused": (
        transact(a_put("a"), a_delete("a"), answer=INVALID),
        transact(a_put("a"), a_check("a", "attribute_not_exists(pk)"), answer=INVALID),
        get("a", None),
    ),
    "a hundred actions go and one more does not": (
        transact(*(a_put(f"{number:03}") for number in range(101)), answer=INVALID),
        get("000", None),
        transact(*(a_put(f"{number:03}") for number in range(100))),
        get("099", item("099")),
    ),
    "no actions are refused": (transact(answer=INVALID),),
    "an action is one action": (
        transact(a_put("a") | a_delete("b"), answer=INVALID).but(ministack={}),
        get("a", None).but(ministack={"Item": item("a")}),
    ),
    "an expression that is not well-formed is refused": (
        transact(a_put("a"), an_update("b", "SET n = :v"), answer=INVALID).but(moto=cancelled("None", WRONG)),
        transact(a_put("a"), a_check("b", "n ="), answer=INVALID).but(moto=No("500")),
        transact(a_put("a"), a_put("b", ConditionExpression="n = :v", **given(v=1, w=2)), answer=INVALID).but(
            moto=cancelled("None", UNMET)
        ),
        get("a", None),
    ),
    "no update changes a key": (
        transact(a_put("a"), an_update("b", "SET pk = :v", **given(v=1)), answer=INVALID).but(
            moto=cancelled("None", WRONG), ministack={}
        ),
        get("a", None).but(ministack={"Item": item("a")}),
    ),
    "a key that is none is refused": (
        transact(a_put("a"), a_put(""), answer=INVALID),
        get("a", None),
    ),
    "more than 4 MB are refused": (
        transact(*(a_put(f"{number}", big="x" * 390 * 1024) for number in range(11)), answer=INVALID),
        get("0", None),
    ),
    "a token is carried out once": (
        *(transact(an_update("a", "ADD n :one", **given(one=1)), **TOKEN) for _ in range(3)),
        get("a", item("a", n=1)),
    ),
    "a token with other actions is a mismatch": (
        transact(a_put("a"), **TOKEN),
        transact(a_put("b"), **TOKEN, answer=MISMATCH),
        get("b", None),
    ),
    "a token that was cancelled may come again": (
        put(item("a")),
        transact(a_put("a", n=1, **IF_NEW), **TOKEN, answer=cancelled(UNMET)),
        Step("DeleteItem", {"TableName": "golive-local", "Key": item("a")}, {}),
        transact(a_put("a", n=1, **IF_NEW), **TOKEN),
        get("a", item("a", n=1)),
    ),
}
