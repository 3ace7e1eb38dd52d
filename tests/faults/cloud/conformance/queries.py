"""Queries of one partition, and the sort keys that they answer (developer guide, Query; API reference, Query)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.faults.cloud.conformance.doors import INVALID, No, item, values

FACE, WIDE = "\U0001f600", "\uffee"  # in UTF-8 the face comes last, in UTF-16 it would come first
ITEMS = (
    item("A#1", n=1, note="one", due_pk="PK#due", due_sk="3"),
    item("A#2", n=2, note="two", due_pk="PK#due", due_sk="2"),
    item("A#3", n=3, note="two", due_pk="PK#due"),  # no sort key: not in the index
    item("B#1", n=4, note="one", due_sk="1"),
    item("B#2", n=5, rest_pk="PK#rest", rest_sk="9", board_pk="PK#board", board_sk="1", status="active"),
    item("a", n=6, due_pk="PK#due", due_sk="1"),
    item(WIDE, n=7),
    item(FACE, n=8),
)
EVERY = ("A#1", "A#2", "A#3", "B#1", "B#2", "a", WIDE, FACE)


@dataclass(frozen=True, slots=True)
class Query:
    """A Query and what it finds.

    Attributes
    ----------
    answer
        The sort keys, in order, or a `No`.
    more
        The sort key at which the next page begins to read, if this was not the last one.
    says
        What an emulator says instead, by its name; it is wrong there.
    """

    text: str
    answer: Any
    given: Mapping[str, Any] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)
    more: str | None = None
    says: Mapping[str, Any] = field(default_factory=dict)

    @property
    def request(self) -> dict[str, Any]:
        """The request that carries it."""
        request = {"KeyConditionExpression": self.text, **self.asked}
        if self.given:
            request["ExpressionAttributeValues"] = values(**self.given)
        return request


def _of(text: str, *found: str, more: str | None = None, asked: Any = None, **given: Any) -> Query:
    return Query(f"pk = :pk{text}", found, {"pk": "PK", **given}, asked or {}, more)


def _bad(
    text: str, *, pk: Any = "PK", asked: Any = None, says: Mapping[str, Any] | None = None, **given: Any
) -> Query:
    return Query(text, INVALID, {"pk": pk, **given}, asked or {}, None, says or {})


def _in(index: str, *found: str, more: str | None = None, asked: Any = None) -> Query:
    request = {"IndexName": index, **(asked or {})}
    return Query(f"{index}_pk = :pk", found, {"pk": f"PK#{index}"}, request, more)


def _start(sk: str, **more: Any) -> dict[str, Any]:
    return {"ExclusiveStartKey": item(sk, **more)}


FAILS = {"moto": No("500")}  # moto does not answer: it breaks
BACK = {"ScanIndexForward": False}
KEY_CONDITIONS = (
    _of("", *EVERY),
    _of(" AND sk = :v", "A#2", v="A#2"),
    _of(" AND sk < :v", "A#1", "A#2", v="A#3"),
    _of(" AND sk <= :v", "A#1", "A#2", "A#3", v="A#3"),
    _of(" AND sk > :v", WIDE, FACE, v="a"),
    _of(" AND sk >= :v", "a", WIDE, FACE, v="a"),
    _of(" AND sk BETWEEN :a AND :b", "A#2", "A#3", "B#1", a="A#2", b="B#1"),
    _of(" AND begins_with(sk, :v)", "A#1", "A#2", "A#3", v="A#"),
    _of(" AND begins_with(sk, :v)", v="C"),
    _of(" AND begins_with(sk, :v)", FACE, v=FACE),
    _of("", *reversed(EVERY), asked=BACK),
    _of(" AND begins_with(sk, :v)", "A#3", "A#2", "A#1", v="A#", asked=BACK),
    Query("sk > :v AND pk = :pk", (WIDE, FACE), {"pk": "PK", "v": "a"}),
    Query("(pk = :pk) AND (sk > :v)", (WIDE, FACE), {"pk": "PK", "v": "a"}),
    Query("pk = :pk", (), {"pk": "PK#nobody"}),
)
PAGES = (
    _of("", "A#1", "A#2", asked={"Limit": 2}, more="A#2"),
    _of("", *EVERY, asked={"Limit": 9}),
    _of(
        "", *EVERY, asked={"Limit": 8}, more=FACE
    ),  # full at the last item: it does not know that it was the last
    _of("", FACE, WIDE, asked={"Limit": 2, **BACK}, more=WIDE),
    _of("", *EVERY[2:], asked=_start("A#2")),
    _of("", *EVERY[2:4], asked={"Limit": 2, **_start("A#2")}, more="B#1"),
    _of("", "A#1", asked={**BACK, **_start("A#2")}),
    _of("", *EVERY[2:], asked=_start("A#2#deleted")),  # the key need not be there any more
    _of(" AND begins_with(sk, :v)", "A#3", v="A#", asked=_start("A#2")),
    _of("", asked=_start(FACE)),
    _of("", *EVERY, asked={"ConsistentRead": True}),
)
FILTERS = (
    _of("", "A#2", "A#3", v="two", asked={"FilterExpression": "note = :v"}),
    _of("", "A#2", v="two", asked={"FilterExpression": "note = :v", "Limit": 2}, more="A#2"),  # limit first
    _of("", v="nothing", asked={"FilterExpression": "note = :v", "Limit": 3}, more="A#3"),
    _of(
        "",
        "B#2",
        v="active",
        asked={"FilterExpression": "#s = :v", "ExpressionAttributeNames": {"#s": "status"}},
    ),
)
INDEXES = (
    _in("due", "a", "A#2", "A#1"),
    _in("due", "A#1", "A#2", "a", asked=BACK),
    _in("due", "a", "A#2", asked={"Limit": 2}, more="A#2"),
    _in("due", "A#1", asked=_start("A#2", due_pk="PK#due", due_sk="2")),
    _in("rest", "B#2"),
    _in("board", "B#2"),
)
REFUSED = (
    _bad("pk = :pk", asked={"Limit": 0}),
    _bad("pk = :pk", v="x", says={"moto": EVERY}),
    _bad("pk = :pk AND sk = :v"),
    _bad("pk = :pk AND sk <> :v", v="x", says={**FAILS, "ministack": EVERY}),
    _bad("pk = :pk OR sk = :v", v="x", says={**FAILS, "ministack": EVERY}),
    _bad("NOT pk = :pk", says={**FAILS, "ministack": ()}),
    _bad("pk > :pk"),
    _bad("begins_with(pk, :pk)"),
    _bad("sk = :pk"),
    _bad("pk = :pk AND n = :v", v=1),
    _bad("pk = :pk AND sk IN (:v)", v="x", says=FAILS),
    _bad("pk = :pk AND contains(sk, :v)", v="x", says={"ministack": ()}),
    _bad("pk = :pk AND sk > :v AND sk < :w", v="a", w="b", says={"moto": EVERY[:6]}),
    _bad("pk = :pk", pk=5, says={"moto": ()}),
    _bad("pk = :pk", pk=""),
    _bad("pk = :pk AND sk = :v", v=5, says=FAILS),
    _bad("pk = :pk AND sk BETWEEN :b AND :a", a="a", b="b", says={"moto": ()}),
    _bad("pk = :pk", asked={"IndexName": "due"}),
    _bad("due_pk = :pk", asked={"IndexName": "none"}, says={"moto": No("ResourceNotFoundException")}),
    _bad("due_pk = :pk", asked={"IndexName": "due", "ConsistentRead": True}),
    _bad("pk = :pk", asked={"ExclusiveStartKey": {"pk": {"S": "PK"}}}),
    _bad("pk = :pk", asked={"ExclusiveStartKey": item("A#1", pk="PK#other")}, says={"moto": EVERY[1:]}),
    _bad("pk = :pk", asked=_start("A#1", n=1), says={"moto": EVERY[1:], "ministack": EVERY[1:]}),
    _bad("due_pk = :pk", asked={"IndexName": "due", **_start("A#1")}),
    _bad("pk = :pk AND begins_with(sk, :v)", v="A#", asked=_start("B#1"), says={"moto": ()}),
    _bad("pk = :pk", v="A#", asked={"FilterExpression": "sk = :v"}, says={"moto": (), "ministack": ()}),
    _bad("pk = :pk", v="A#", asked={"FilterExpression": "status = :v"}),
    _bad("pk = :pk", asked={"FilterExpression": ""}, says={"ministack": EVERY}),
)
ALL = (*KEY_CONDITIONS, *PAGES, *FILTERS, *INDEXES, *REFUSED)
PROJECTIONS = {
    "due": {"pk", "sk", "due_pk", "due_sk"},
    "rest": {"pk", "sk", "rest_pk", "rest_sk"},
    "board": {"pk", "sk", "board_pk", "board_sk", "status"},
}
