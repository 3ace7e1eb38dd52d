"""Conditions on one item, and whether they hold (developer guide, Expressions.OperatorsAndFunctions)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.faults.cloud.conformance.doors import INVALID, UNMET, No, item, values

HOLDS: dict[str, Any] = {}
FAILS = {"moto": No("500")}  # moto does not answer: it breaks
UNSEEN = {"moto": HOLDS}
MISTAKEN = {"moto": UNMET}  # it takes what is not well-formed, and finds that it does not hold
BOTH_MISTAKEN = {"moto": UNMET, "ministack": UNMET}
SUBJECT = item(
    "subject",
    note="text",
    n=5,
    octets=b"\x01\x02\x03",
    marks={"a", "b"},
    sizes={1, 22},
    rungs=[1, "x", {"deep": True}],
    parts={"kern": {"deep": 7}, "n": 5},
    yes=True,
    nothing=None,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on `SUBJECT` and what putting the same item under it comes to.

    Attributes
    ----------
    says
        What an emulator says instead, by its name; it is wrong there.
    """

    text: str
    answer: Any
    given: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, Any] = field(default_factory=dict)

    @property
    def request(self) -> dict[str, Any]:
        """The request that carries it."""
        request = {"Item": SUBJECT, "ConditionExpression": self.text}
        if self.given:
            request["ExpressionAttributeValues"] = values(**self.given)
        if self.names:
            request["ExpressionAttributeNames"] = dict(self.names)
        return request


def _yes(text: str, *, says: Mapping[str, Any] | None = None, **given: Any) -> Condition:
    return Condition(text, HOLDS, given, says=says or {})


def _no(text: str, *, says: Mapping[str, Any] | None = None, **given: Any) -> Condition:
    return Condition(text, UNMET, given, says=says or {})


def _bad(
    text: str, *, says: Mapping[str, Any] | None = None, names: Mapping[str, str] | None = None, **given: Any
) -> Condition:
    return Condition(text, INVALID, given, names or {}, says or {})


EXISTENCE = (
    _yes("attribute_exists(pk)"),
    _no("attribute_exists(absent)"),
    _yes("attribute_not_exists(absent)"),
    _no("attribute_not_exists(note)"),
    _yes("attribute_exists(parts.kern.deep)"),
    _no("attribute_exists(parts.kern.absent)"),
    _yes("attribute_exists(rungs[2].deep)"),
    _no("attribute_exists(rungs[3])"),
    _yes("attribute_exists(nothing)"),
    Condition("attribute_exists(#p.#i.deep)", HOLDS, names={"#p": "parts", "#i": "kern"}),
)
COMPARISONS = (
    _yes("note = :v", v="text"),
    _no("note = :v", v="Text"),
    _no("n = :v", v="5"),
    _yes("n = :v", v=Decimal("5.0")),
    _yes(":v = n", v=5),
    _yes("n = parts.n"),
    _no("absent = :v", v=1),
    _yes("absent <> :v", v=1),
    _no("note <> :v", v="text"),
    _yes("n <> :v", v="5"),
    _yes("n < :v", v=10),  # as numbers, not as text
    _no("n < :v", v=5),
    _yes("n <= :v", v=5),
    _yes("n > :v", v=-5),
    _yes("n >= :v", v=Decimal("4.999")),
    _no("n < :v", v="9", says=FAILS),
    _no("absent < :v", v=9),
    _yes("note > :v", v="Text"),  # by bytes: capitals come first
    _yes("octets > :v", v=b"\x01\x02"),
    _yes("marks = :v", v={"b", "a"}),
    _yes("sizes = :v", v={22, 1}),
    _no("marks = :v", v={"a"}),
    _yes("rungs = :v", v=[1, "x", {"deep": True}]),
    _yes("parts = :v", v={"n": 5, "kern": {"deep": 7}}),
    _yes("yes = :v", v=True),
    _yes("nothing = :v", v=None),
    _yes("n BETWEEN :a AND :b", a=5, b=6),
    _yes("n BETWEEN :a AND :b", a=4, b=5),
    _no("n BETWEEN :a AND :b", a=6, b=7),
    _no("absent BETWEEN :a AND :b", a=6, b=7),
    _yes("n IN (:a, :b)", a="5", b=5),
    _no("n IN (:a, :b)", a="5", b=6),
    _no("absent IN (:a)", a="5"),
)
FUNCTIONS = (
    _yes("begins_with(note, :v)", v="te"),
    _yes("begins_with(note, :v)", v="text"),
    _no("begins_with(note, :v)", v="ext"),
    _no("begins_with(absent, :v)", v="te"),
    _yes("begins_with(octets, :v)", v=b"\x01", says=MISTAKEN),
    _no("begins_with(n, :v)", v="5", says={"ministack": INVALID}),
    _yes("contains(note, :v)", v="ex"),
    _no("contains(note, :v)", v="xx"),
    _yes("contains(marks, :v)", v="a"),
    _no("contains(marks, :v)", v="c"),
    _yes("contains(sizes, :v)", v=22),
    _no("contains(sizes, :v)", v="22"),
    _yes("contains(rungs, :v)", v="x"),
    _no("contains(rungs, :v)", v="y"),
    _no("contains(absent, :v)", v="a"),
    _yes("attribute_type(n, :v)", v="N"),
    _yes("attribute_type(marks, :v)", v="SS"),
    _no("attribute_type(n, :v)", v="S"),
    _no("attribute_type(absent, :v)", v="S"),
    _yes("size(note) = :v", v=4),
    _yes("size(octets) = :v", v=3),
    _yes("size(marks) = :v", v=2),
    _yes("size(rungs) = :v", v=3),
    _yes("size(parts) = :v", v=2),
    _yes("size(note) < :v", v=5),
    _no("size(absent) < :v", v=5, says=FAILS),
    _yes("size(note) BETWEEN :a AND :b", a=1, b=4),
)
LOGIC = (
    _yes("attribute_exists(pk) AND n = :v", v=5),
    _no("attribute_exists(pk) AND n = :v", v=6),
    _yes("n = :v OR attribute_exists(pk)", v=6),
    _no("NOT attribute_exists(pk)"),
    _yes("NOT attribute_exists(absent)"),
    _yes("n = :v OR n = :v AND n = :w", v=5, w=6),  # AND binds closer than OR
    _no("(n = :v OR n = :v) AND n = :w", v=5, w=6),
    _no("NOT n = :v AND n = :w", v=6, w=6),  # NOT binds closest
    _yes("NOT (n = :v AND n = :w)", v=5, w=6),
    _yes("NOT NOT n = :v", v=5, says=FAILS),
    _yes("attribute_exists(pk) and not n in (:v) or n between :v and :v", v=6),
    _yes("n=:v AND(attribute_exists(pk))", v=5),
)
REFUSED = (
    _bad("n = :v", says=FAILS),
    _bad("n = :v", v=5, w=6, says=UNSEEN),
    _bad("#n = :v", v=5, says=FAILS),
    _bad("n = :v", v=5, names={"#unused": "n"}),
    _bad("status = :v", v=5),  # a reserved word, as in ReservedWords
    _bad("parts.data = :v", v=5),
    _bad("", says=UNSEEN),
    _bad("n = ", says=FAILS),
    _bad("n == :v", v=5, says=FAILS),
    _bad("n = :v AND", v=5, says=FAILS),
    _bad("(n = :v", v=5, says=FAILS),
    _bad("n = :v)", v=5, says=FAILS),
    _bad("Attribute_Exists(pk)", says={**FAILS, "ministack": HOLDS}),
    _bad("attribute_exists(:v)", v="pk", says=FAILS),
    _bad("begins_with(note, :v)", v=5, says=MISTAKEN),
    _bad("n < :v", v=True, says=BOTH_MISTAKEN),
    _bad("n BETWEEN :v AND :v", v={1, 2}, says={**FAILS, "ministack": UNMET}),
    _bad("attribute_type(n, :v)", v=5, says=BOTH_MISTAKEN),
    _bad("attribute_type(n, :v)", v="NUMBER", says=BOTH_MISTAKEN),
)
ALL = (*EXISTENCE, *COMPARISONS, *FUNCTIONS, *LOGIC, *REFUSED)
