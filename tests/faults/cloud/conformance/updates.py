"""Updates of one item, and what becomes of it (developer guide, Expressions.UpdateExpressions)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.faults.cloud.conformance.doors import INVALID, No, key, plain, values, wire

GONE = object()
BEFORE: dict[str, Any] = {
    "n": 5,
    "note": "text",
    "marks": {"a", "b"},
    "rungs": [1, 2, 3],
    "parts": {"kern": 1, "rest": {"deep": 7}},
    "due_pk": "PK#due",
    "due_sk": "1",
}


@dataclass(frozen=True, slots=True)
class Update:
    """An update of an item with the attributes `BEFORE`.

    Attributes
    ----------
    answer
        The attributes that it changes, `GONE` for one that is no more; or a `No`.
    says
        What an emulator says instead, by its name; it is wrong there.
    """

    text: str
    answer: Any
    given: Mapping[str, Any] = field(default_factory=dict)
    says: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def request(self) -> dict[str, Any]:
        """The request that carries it."""
        request = {"Key": key("subject"), "UpdateExpression": self.text, "ReturnValues": "ALL_NEW"}
        if self.given:
            request["ExpressionAttributeValues"] = values(**self.given)
        if self.names:
            request["ExpressionAttributeNames"] = dict(self.names)
        return request

    def expected(self, name: str) -> Any:
        """Return what is to be answered, as it goes over the wire."""
        answer = self.says.get(name, self.answer)
        if isinstance(answer, No):
            return answer
        after = {"pk": "PK", "sk": "subject", **BEFORE, **answer}
        shown = {one: wire(value) for one, value in after.items() if value is not GONE}
        return plain({"Attributes": shown})


def _to(
    text: str, after: Mapping[str, Any], *, says: Mapping[str, Any] | None = None, **given: Any
) -> Update:
    return Update(text, after, given, says or {})


def _bad(text: str, *, says: Mapping[str, Any] | None = None, **given: Any) -> Update:
    return Update(text, INVALID, given, says or {})


SET = (
    _to("SET n = :v", {"n": 6}, v=6),
    _to("set n = :v, fresh = :w", {"n": 6, "fresh": "w"}, v=6, w="w"),
    _to("SET n = n + :v", {"n": 7}, v=2),
    _to("SET n = n - :v", {"n": 3}, v=2),
    _to("SET n = :v - n", {"n": -3}, v=2),
    _to("SET n = n + :v", {"n": Decimal("5.25")}, v=Decimal("0.25")),
    _to("SET copied = n", {"copied": 5}),
    _to("SET n = :v, copied = n", {"n": 6, "copied": 5}, v=6),  # every part sees the item as it was
    _to("SET n = if_not_exists(n, :v)", {}, v=9),
    _to("SET fresh = if_not_exists(fresh, :v)", {"fresh": 9}, v=9),
    _to("SET fresh = if_not_exists(fresh, :z) + :v", {"fresh": 2}, v=2, z=0),
    _to("SET rungs = list_append(rungs, :v)", {"rungs": [1, 2, 3, 4]}, v=[4]),
    _to("SET rungs = list_append(:v, rungs)", {"rungs": [0, 1, 2, 3]}, v=[0]),
    _to("SET parts.kern = :v", {"parts": {"kern": 2, "rest": {"deep": 7}}}, v=2),
    _to("SET parts.rest.more = :v", {"parts": {"kern": 1, "rest": {"deep": 7, "more": 2}}}, v=2),
    _to("SET rungs[1] = :v", {"rungs": [1, 9, 3]}, v=9),
    _to("SET rungs[7] = :v", {"rungs": [1, 2, 3, 9]}, v=9),  # beyond the end: appended
    _to("SET due_sk = :v", {"due_sk": "2"}, v="2"),
    Update("SET #n = :v", {"n": 6}, {"v": 6}, names={"#n": "n"}),
)
REMOVE = (
    _to("REMOVE note", {"note": GONE}),
    _to("REMOVE absent", {}),
    _to("REMOVE note, n", {"note": GONE, "n": GONE}),
    _to("REMOVE rungs[0], rungs[2]", {"rungs": [2]}, says={"ministack": {"rungs": [2, 3]}}),
    _to("REMOVE rungs[9]", {}),
    _to("REMOVE parts.rest", {"parts": {"kern": 1}}),
    _to("REMOVE due_pk, due_sk", {"due_pk": GONE, "due_sk": GONE}),
)
ADD_AND_DELETE = (
    _to("ADD n :v", {"n": 7}, v=2),
    _to("ADD n :v", {"n": 3}, v=-2),
    _to("ADD fresh :v", {"fresh": 2}, v=2),
    _to("ADD marks :v", {"marks": {"a", "b", "c"}}, v={"b", "c"}),
    _to("ADD fresh :v", {"fresh": {"c"}}, v={"c"}),
    _to("DELETE marks :v", {"marks": {"b"}}, v={"a", "z"}),
    _to("DELETE marks :v", {"marks": GONE}, v={"a", "b"}),  # no set is ever empty
    _to("DELETE absent :v", {}, v={"a"}),
    _to("ADD n :v SET note = :w REMOVE rungs", {"n": 7, "note": "w", "rungs": GONE}, v=2, w="w"),
)
REFUSED = (
    _bad("SET n = :v"),
    _bad("SET n = :v", v=1, w=2),
    _bad("SET #n = :v", v=1, says={"moto": No("500")}),
    _bad("SET status = :v", v=1),
    _bad("SET pk = :v", v="other"),
    _bad("REMOVE sk"),
    _bad("SET n = absent"),
    _bad("SET n = absent + :v", v=1),
    _bad("SET n = note + :v", v=1, says={"ministack": {"n": "text"}}),
    _bad("SET n = n + :v", v="1", says={"ministack": {}}),
    _bad("ADD note :v", v=1),
    _bad("ADD n :v", v="1"),
    _bad("ADD marks :v", v={1}),
    _bad("DELETE n :v", v={1}),
    _bad("DELETE n :v", v=1),
    _bad("SET absent.deep = :v", v=1),
    _bad("REMOVE absent.deep", says={"ministack": {}}),
    _bad("SET n = :v, n = :v", v=1, says={"ministack": {"n": 1}}),
    _bad("SET parts = :v, parts.kern = :v", v=1),
    _bad("SET n = :v REMOVE n", v=1, says={"ministack": {"n": GONE}}),
    _bad("SET n = :v SET note = :v", v=1, says={"ministack": {"note": 1}}),
    _bad("SET n = :v,", v=1, says={"ministack": {"n": 1}}),
    _bad("SET n :v", v=1, says={"ministack": {}}),
    _bad("n = :v", v=1),
    _bad(""),
    _bad("SET", says={"ministack": {}}),
    _bad("SET due_pk = :v", v=1),
    _bad("SET due_pk = :v", v=""),
)
ALL = (*SET, *REMOVE, *ADD_AND_DELETE, *REFUSED)
