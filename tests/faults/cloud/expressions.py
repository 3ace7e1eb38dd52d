"""DynamoDB's condition, filter and key condition expressions, compiled once to closures.

A compiled expression is kept by its text and its names, so a request costs the closures only. Comparing with what is
not there is false, except that it *is* unequal (``<>``), as in DynamoDB.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.faults.cloud.attributes import Value, invalid, scalar
from tests.faults.cloud.tokens import TYPE_NAME, Kinds, Operand, Way, Words, check_kinds, reader

Names = tuple[tuple[str, str], ...]  # ExpressionAttributeNames' items
Test = Callable[[Mapping[str, Value], Mapping[str, Value]], bool]
_ORDERED = frozenset({"S", "N", "B"})
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One part of a key condition: an operator, the attribute it is about, and the values' placeholders."""

    operator: str
    way: Way
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A compiled condition.

    Attributes
    ----------
    clauses
        What a key condition may be made of; None where the condition is more than clauses joined by AND.
    attributes
        The names of the attributes that it looks at.
    kinds
        Which types the value of a placeholder may have, where its operator takes only some.
    """

    test: Test
    clauses: tuple[Clause, ...] | None
    attributes: frozenset[str]
    names: frozenset[str]
    values: frozenset[str]
    kinds: Kinds

    def check(self, values: Mapping[str, Value]) -> None:
        """Refuse values of a type that their operator does not take."""
        check_kinds(self.kinds, values)


@cache
def condition(text: str, names: Names, kind: str = "ConditionExpression") -> Condition:
    """Compile a condition; refuses what is not well-formed."""
    return _Conditions(Words(text, dict(names), kind)).whole()


@dataclass(frozen=True, slots=True)
class _Operand:
    read: Operand
    way: Way | None = None
    placeholder: str | None = None


@dataclass(frozen=True, slots=True)
class _Node:
    test: Test
    clauses: tuple[Clause, ...] | None = None


class _Conditions:
    """Reads: or = and {OR and}; and = not {AND not}; not = [NOT] term; term = ( or ) | function | comparison."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._attributes: set[str] = set()

    def whole(self) -> Condition:
        words = self._words
        node = self._or()
        if words.next:
            raise words.wrong(words.next)
        return Condition(
            test=node.test,
            clauses=node.clauses,
            attributes=frozenset(self._attributes),
            names=frozenset(words.used_names),
            values=frozenset(words.used_values),
            kinds=tuple(words.kinds),
        )

    def _or(self) -> _Node:
        node = self._and()
        while self._words.took("OR"):
            node = _Node(_either(node.test, self._and().test))
        return node

    def _and(self) -> _Node:
        node = self._not()
        while self._words.took("AND"):
            other = self._not()
            both = None
            if node.clauses is not None and other.clauses is not None:
                both = node.clauses + other.clauses
            node = _Node(_both(node.test, other.test), both)
        return node

    def _not(self) -> _Node:
        if not self._words.took("NOT"):
            return self._term()
        test = self._not().test
        return _Node(lambda item, values: not test(item, values))

    def _term(self) -> _Node:
        words = self._words
        if words.took("("):
            node = self._or()
            words.expect(")")
            return node
        if words.next in _FUNCTIONS:
            return _FUNCTIONS[words.take()](self)
        return self._comparison()

    def _comparison(self) -> _Node:
        words, left = self._words, self.operand()
        word = words.take()
        if word == "BETWEEN":
            low = self.operand("BETWEEN", _ORDERED)
            words.expect("AND")
            high = self.operand("BETWEEN", _ORDERED)
            return _Node(_between(left.read, low.read, high.read), _clause("BETWEEN", left, low, high))
        if word == "IN":
            return _Node(_among(left.read, self._options()))
        if word in _COMPARE:
            right = self.operand(word, _ORDERED)
            return _Node(_compared(left.read, right.read, _COMPARE[word]), _clause(word, left, right))
        if word not in {"=", "<>"}:
            raise words.wrong(word)
        right = self.operand()
        if word == "<>":
            return _Node(_unequal(left.read, right.read))
        return _Node(_equal(left.read, right.read), _clause(word, left, right))

    def _options(self) -> list[Operand]:
        self._words.expect("(")
        options = [self.operand().read]
        while self._words.took(","):
            options.append(self.operand().read)
        self._words.expect(")")
        if len(options) > 100:
            raise invalid("Invalid number of arguments for IN: 100 at most")
        return options

    def operand(self, word: str = "", kinds: frozenset[str] | None = None) -> _Operand:
        """Read a path, a placeholder or ``size(path)``; a placeholder's value must be one of `kinds`."""
        words = self._words
        if words.next.startswith(":"):
            name = words.value(word=word, kinds=kinds)
            return _Operand(lambda _, values: values[name], placeholder=name)
        if words.took("size"):
            words.expect("(")
            way = self.way()
            words.expect(")")
            return _Operand(_size(reader(way)))
        way = self.way()
        return _Operand(reader(way), way=way)

    def way(self) -> Way:
        way = self._words.way()
        self._attributes.add(str(way[0]))
        return way

    def exists(self) -> _Node:
        read = self._one_path()
        return _Node(lambda item, values: read(item, values) is not None)

    def exists_not(self) -> _Node:
        read = self._one_path()
        return _Node(lambda item, values: read(item, values) is None)

    def begins(self) -> _Node:
        left, right = self._two("begins_with", frozenset({"S", "B"}))
        return _Node(_begins(left.read, right.read), _clause("begins_with", left, right))

    def contains(self) -> _Node:
        left, right = self._two("contains", None)
        return _Node(_contains(left.read, right.read))

    def typed(self) -> _Node:
        left, right = self._two("attribute_type", TYPE_NAME)
        return _Node(_typed(left.read, right.read))

    def _one_path(self) -> Operand:
        self._words.expect("(")
        read = reader(self.way())
        self._words.expect(")")
        return read

    def _two(self, word: str, kinds: frozenset[str] | None) -> tuple[_Operand, _Operand]:
        self._words.expect("(")
        left = self.operand()
        self._words.expect(",")
        right = self.operand(word, kinds)
        self._words.expect(")")
        return left, right


_FUNCTIONS: dict[str, Callable[[_Conditions], _Node]] = {
    "attribute_exists": _Conditions.exists,
    "attribute_not_exists": _Conditions.exists_not,
    "attribute_type": _Conditions.typed,
    "begins_with": _Conditions.begins,
    "contains": _Conditions.contains,
}


def _clause(word: str, left: _Operand, *right: _Operand) -> tuple[Clause, ...] | None:
    placeholders = tuple(one.placeholder for one in right if one.placeholder is not None)
    if left.way is None or len(placeholders) != len(right):
        return None
    return (Clause(operator=word, way=left.way, values=placeholders),)


def _either(left: Test, right: Test) -> Test:
    return lambda item, values: left(item, values) or right(item, values)


def _both(left: Test, right: Test) -> Test:
    return lambda item, values: left(item, values) and right(item, values)


def _equal(left: Operand, right: Operand) -> Test:
    return lambda item, values: (found := left(item, values)) is not None and found == right(item, values)


def _unequal(left: Operand, right: Operand) -> Test:
    return lambda item, values: left(item, values) != right(item, values)


def _compared(left: Operand, right: Operand, compare: Callable[[Any, Any], bool]) -> Test:
    return lambda item, values: _ordered(left(item, values), right(item, values), compare)


def _ordered(left: Value | None, right: Value | None, compare: Callable[[Any, Any], bool]) -> bool:
    if left is None or right is None:
        return False
    (kind,) = left
    return kind in _ORDERED and kind in right and compare(scalar(left), scalar(right))


def _between(read: Operand, low: Operand, high: Operand) -> Test:
    def test(item: Mapping[str, Value], values: Mapping[str, Value]) -> bool:
        found = read(item, values)
        return _ordered(found, low(item, values), operator.ge) and _ordered(
            found, high(item, values), operator.le
        )

    return test


def _among(read: Operand, options: list[Operand]) -> Test:
    def test(item: Mapping[str, Value], values: Mapping[str, Value]) -> bool:
        found = read(item, values)
        return found is not None and any(found == option(item, values) for option in options)

    return test


def _begins(read: Operand, prefix: Operand) -> Test:
    def test(item: Mapping[str, Value], values: Mapping[str, Value]) -> bool:
        found, start = read(item, values), prefix(item, values)
        if found is None or start is None:
            return False
        (kind,) = found
        return kind in {"S", "B"} and kind in start and bool(found[kind].startswith(start[kind]))

    return test


def _contains(read: Operand, wanted: Operand) -> Test:
    def test(item: Mapping[str, Value], values: Mapping[str, Value]) -> bool:
        found, one = read(item, values), wanted(item, values)
        if found is None or one is None:
            return False
        ((kind, inner),) = found.items()
        ((its_kind, its_inner),) = one.items()
        if kind == "L":
            return one in inner
        return (
            kind in {its_kind, f"{its_kind}S"}
            and kind not in {"N", "BOOL", "NULL", "M"}
            and its_inner in inner
        )

    return test


def _typed(read: Operand, kind: Operand) -> Test:
    def test(item: Mapping[str, Value], values: Mapping[str, Value]) -> bool:
        found, wanted = read(item, values), kind(item, values)
        return found is not None and wanted is not None and wanted.get("S") in found

    return test


def _size(read: Operand) -> Operand:
    def size(item: Mapping[str, Value], values: Mapping[str, Value]) -> Value | None:
        found = read(item, values)
        if found is None:
            return None
        ((kind, inner),) = found.items()
        return None if kind in {"N", "BOOL", "NULL"} else {"N": str(len(inner))}

    return size
