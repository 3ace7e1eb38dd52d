"""The words of DynamoDB's expressions, and the paths and placeholders made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from tests.faults.cloud.attributes import Value, invalid

TYPE_NAME = frozenset({"type name"})  # what attribute_type takes: the text of a type
TYPES = frozenset({"S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"})
Way = tuple[str | int, ...]  # the names and list places that lead to a value
Kinds = tuple[tuple[str, str, frozenset[str]], ...]  # (operator, placeholder, the types that it takes)
Operand = Callable[[Mapping[str, Value], Mapping[str, Value]], Value | None]
RESERVED = frozenset((Path(__file__).parent / "reserved_words.txt").read_text().split())
_TOKEN = re.compile(r"\s*([#:][A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*|\d+|<>|<=|>=|[=<>+\-,().\[\]])")
_KEYWORDS = frozenset({"AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"})


class Words:
    """An expression, read word by word; takes note of the placeholders that it uses.

    Parameters
    ----------
    text
        The expression.
    names
        ExpressionAttributeNames.
    kind
        How messages call it, such as ``ConditionExpression``.
    """

    def __init__(self, text: str, names: Mapping[str, str], kind: str) -> None:
        self.kind, self._names = kind, names
        self.used_names: set[str] = set()
        self.used_values: set[str] = set()
        self.kinds: list[tuple[str, str, frozenset[str]]] = []
        self._words: list[str] = []
        at, end = 0, len(text.rstrip())
        if not end:
            raise invalid(f"Invalid {kind}: The expression can not be empty;")
        while at < end:
            found = _TOKEN.match(text, at)
            if found is None:
                raise self.wrong(text[at:].strip()[:10])
            self._words.append(found[1])
            at = found.end()
        self._at = 0

    @property
    def next(self) -> str:
        """The word to come, keywords in capitals; empty at the end."""
        word = self._words[self._at] if self._at < len(self._words) else ""
        return word.upper() if word.upper() in _KEYWORDS else word

    def take(self) -> str:
        """Take the word to come."""
        word = self.next
        self._at += 1
        return word

    def took(self, word: str) -> bool:
        """Take a word if it is the one to come."""
        if self.next != word:
            return False
        self._at += 1
        return True

    def expect(self, word: str) -> None:
        """Take this word and no other."""
        if not self.took(word):
            raise self.wrong(self.next)

    def wrong(self, word: str) -> Exception:
        """Return the refusal of an expression that does not go on with this word."""
        return invalid(f'Invalid {self.kind}: Syntax error; token: "{word or "<EOF>"}"')

    def way(self) -> Way:
        """Read a document path: ``a.#b[0]``."""
        steps: list[str | int] = [self._name()]
        while True:
            if self.took("."):
                steps.append(self._name())
            elif self.took("["):
                place = self.take()
                if not place.isdigit():
                    raise self.wrong(place)
                steps.append(int(place))
                self.expect("]")
            else:
                return tuple(steps)

    def value(self, *, word: str = "", kinds: frozenset[str] | None = None) -> str:
        """Read the placeholder of a value, which `word` takes of these types only."""
        name = self.take()
        if not name.startswith(":"):
            raise self.wrong(name)
        self.used_values.add(name)
        if kinds is not None:
            self.kinds.append((word, name, kinds))
        return name

    def _name(self) -> str:
        word = self.take()
        if word.startswith("#"):
            if word not in self._names:
                raise invalid(
                    f"Invalid {self.kind}: An expression attribute name used in the document path is not defined; "
                    f"attribute name: {word}"
                )
            self.used_names.add(word)
            return self._names[word]
        if not (word[:1].isalpha() or word[:1] == "_"):
            raise self.wrong(word)
        if word.upper() in RESERVED:
            raise invalid(
                f"Invalid {self.kind}: Attribute name is a reserved keyword; reserved keyword: {word}"
            )
        return word


def check_kinds(kinds: Kinds, values: Mapping[str, Value]) -> None:
    """Refuse values of a type that their operator does not take."""
    for word, placeholder, taken in kinds:
        ((kind, inner),) = values[placeholder].items()
        if taken is TYPE_NAME:
            kind = "type name" if kind == "S" and inner in TYPES else kind
        if kind not in taken:
            raise invalid(
                f"Incorrect operand type for operator or function; operator or function: {word}, operand type: {kind}"
            )


def reader(way: Way) -> Operand:
    """Return what reads the value at a path; None where there is none."""
    if len(way) == 1:
        name = cast("str", way[0])
        return lambda item, _: item.get(name)
    return lambda item, _: follow(item, way)


def follow(item: Mapping[str, Value], way: Way) -> Value | None:
    """Return the value at a path; None where there is none."""
    found: Any = {"M": item}
    for step in way:
        if isinstance(step, str):
            found = found.get("M", {}).get(step)
        else:
            members = found.get("L", ())
            found = members[step] if step < len(members) else None
        if found is None:
            return None
    return cast("Value", found)
