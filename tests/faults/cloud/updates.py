"""DynamoDB's update expressions, compiled once to a function from the item as it is to the attributes it will have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.faults.cloud.attributes import CONTEXT, Value, invalid, number, read, written
from tests.faults.cloud.expressions import Names
from tests.faults.cloud.tokens import Kinds, Operand, Way, Words, check_kinds, follow, reader

_SETS = frozenset({"SS", "NS", "BS"})
_SECTIONS = ("SET", "REMOVE", "ADD", "DELETE")
Attributes = dict[str, Value]
Step = Callable[[Mapping[str, Value], Mapping[str, Value]], Value | None]  # None: the attribute goes
_INVALID_PATH = "The document path provided in the update expression is invalid for update"
_WRONG_TYPE = "An operand in the update expression has an incorrect data type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A compiled update: what each path becomes.

    Attributes
    ----------
    attributes
        The names of the attributes that it may change.
    kinds
        Which types the value of a placeholder may have, where its action takes only some.
    """

    steps: tuple[tuple[Way, Step], ...]
    attributes: frozenset[str]
    kinds: Kinds
    names: frozenset[str]
    values: frozenset[str]

    def check(self, values: Mapping[str, Value]) -> None:
        """Refuse values of a type that their action does not take."""
        check_kinds(self.kinds, values)

    def apply(self, old: Mapping[str, Value], values: Mapping[str, Value]) -> Attributes:
        """Return the attributes after it; every part sees the item as it was."""
        new = dict(old)
        for way, _ in self.steps:
            if len(way) > 1 and way[0] in new:
                new[str(way[0])] = deepcopy(new[str(way[0])])
        for way, value in [(way, step(old, values)) for way, step in self.steps]:
            _write(new, way, value)
        return new


@cache
def update(text: str, names: Names) -> Update:
    """Compile an update expression; refuses what is not well-formed."""
    words = Words(text, dict(names), "UpdateExpression")
    steps: list[tuple[Way, Step]] = []
    seen: set[str] = set()
    while words.next:
        section = words.take()
        if section not in _SECTIONS:
            raise words.wrong(section)
        if section in seen:
            raise invalid(
                f'Invalid UpdateExpression: The "{section}" section can only be used once in an update expression;'
            )
        seen.add(section)
        steps.append(_ACTIONS[section](words))
        while words.took(","):
            steps.append(_ACTIONS[section](words))
    _refuse_overlap([way for way, _ in steps])
    # list places go from the last to the first, so that each removal finds its place as it was
    steps.sort(key=lambda step: step[0][-1] if isinstance(step[0][-1], int) else -1, reverse=True)
    return Update(
        steps=tuple(steps),
        attributes=frozenset(str(way[0]) for way, _ in steps),
        kinds=tuple(words.kinds),
        names=frozenset(words.used_names),
        values=frozenset(words.used_values),
    )


def _refuse_overlap(ways: list[Way]) -> None:
    for n, one in enumerate(ways):
        for other in ways[n + 1 :]:
            shorter = min(len(one), len(other))
            if one[:shorter] == other[:shorter]:
                raise invalid(
                    "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one"
                )


def _set(words: Words) -> tuple[Way, Step]:
    way = words.way()
    words.expect("=")
    left = _operand(words)
    sign = words.next
    if sign not in {"+", "-"}:
        return way, left
    words.take()
    return way, _sum(left, _operand(words), 1 if sign == "+" else -1)


def _remove(words: Words) -> tuple[Way, Step]:
    return words.way(), lambda item, values: None


def _add(words: Words) -> tuple[Way, Step]:
    way = words.way()
    place, name = reader(way), words.value(word="ADD", kinds=frozenset({"N", *_SETS}))

    def step(item: Mapping[str, Value], values: Mapping[str, Value]) -> Value:
        more, now = values[name], place(item, values)
        (kind,) = more
        if now is None:
            return more
        if kind not in now:
            raise invalid(_WRONG_TYPE)
        if kind == "N":
            return _added(now, more, 1)
        return read({kind: list({*now[kind], *more[kind]})})[0]

    return way, step


def _delete(words: Words) -> tuple[Way, Step]:
    way = words.way()
    place, name = reader(way), words.value(word="DELETE", kinds=_SETS)

    def step(item: Mapping[str, Value], values: Mapping[str, Value]) -> Value | None:
        less, now = values[name], place(item, values)
        (kind,) = less
        if now is None:
            return None
        if kind not in now:
            raise invalid(_WRONG_TYPE)
        left = [member for member in now[kind] if member not in less[kind]]
        return {kind: left} if left else None

    return way, step


_ACTIONS: dict[str, Callable[[Words], tuple[Way, Step]]] = {
    "SET": _set,
    "REMOVE": _remove,
    "ADD": _add,
    "DELETE": _delete,
}


def _operand(words: Words) -> Step:
    if words.next.startswith(":"):
        name = words.value()
        return lambda _, values: values[name]
    if words.took("if_not_exists"):
        words.expect("(")
        first = reader(words.way())
        words.expect(",")
        other = _operand(words)
        words.expect(")")
        return lambda item, values: found if (found := first(item, values)) else other(item, values)
    if words.took("list_append"):
        words.expect("(")
        left = _operand(words)
        words.expect(",")
        right = _operand(words)
        words.expect(")")
        return _appended(left, right)
    return _there(reader(words.way()))


def _there(place: Operand) -> Step:
    def step(item: Mapping[str, Value], values: Mapping[str, Value]) -> Value:
        found = place(item, values)
        if found is None:
            raise invalid("The provided expression refers to an attribute that does not exist in the item")
        return found

    return step


def _sum(left: Step, right: Step, sign: int) -> Step:
    return lambda item, values: _added(left(item, values), right(item, values), sign)


def _added(left: Value | None, right: Value | None, sign: int) -> Value:
    if left is None or right is None or "N" not in left or "N" not in right:
        raise invalid(_WRONG_TYPE)
    more = number(right["N"]) * sign
    return {"N": written(CONTEXT.add(number(left["N"]), more))}


def _appended(left: Step, right: Step) -> Step:
    def step(item: Mapping[str, Value], values: Mapping[str, Value]) -> Value:
        first, second = left(item, values), right(item, values)
        if first is None or second is None or "L" not in first or "L" not in second:
            raise invalid(_WRONG_TYPE)
        return {"L": [*first["L"], *second["L"]]}

    return step


def _write(new: Attributes, way: Way, value: Value | None) -> None:
    """Put a value at a path of attributes whose nested parts are this update's own."""
    if len(way) == 1:
        holder: Any = new
    else:
        found = follow(new, way[:-1])
        holder = found.get("M" if isinstance(way[-1], str) else "L") if found else None
        if holder is None:
            raise invalid(_INVALID_PATH)
    last: Any = way[-1]
    if isinstance(holder, dict):
        if value is None:
            holder.pop(last, None)
        else:
            holder[last] = value
    elif value is not None:
        holder[last : last + 1] = [value]
    else:
        del holder[last : last + 1]
