"""Planned writes: everything about the request itself is checked first, the item as it stands only afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tests.faults.cloud.attributes import Item, Scalar, Value, build, invalid
from tests.faults.cloud.expressions import Condition, condition
from tests.faults.cloud.ordered import Position
from tests.faults.cloud.refused import Refused
from tests.faults.cloud.requests import names_of, values_of
from tests.faults.cloud.schema import Schema
from tests.faults.cloud.updates import Update, update

Place = tuple[Scalar, Position]
Request = Mapping[str, Any]


class Plan(NamedTuple):
    """A write whose request is well-formed: where it goes, what it makes of the item there, what it may change."""

    place: Place
    make: Callable[[Item | None], Item | None]
    attributes: frozenset[str] = frozenset()


def plan_put(schema: Schema, request: Request) -> Plan:
    """Plan a Put."""
    given = request["Item"]
    check = _checker(request)

    def make(old: Item | None) -> Item:
        if check is not None:
            check(old)
        new = build(given)
        schema.check(new)
        return new

    return Plan(schema.place_of(given), make)


def plan_delete(schema: Schema, request: Request) -> Plan:
    """Plan a Delete."""
    check = _checker(request)

    def make(old: Item | None) -> None:
        if check is not None:
            check(old)

    return Plan(schema.place(request["Key"]), make)


def plan_check(schema: Schema, request: Request) -> Plan:
    """Plan a ConditionCheck: the item stays as it is."""
    check = _checker(request)
    if check is None:
        raise invalid("A ConditionCheck needs a ConditionExpression.")

    def make(old: Item | None) -> Item | None:
        check(old)
        return old

    return Plan(schema.place(request["Key"]), make)


def plan_update(schema: Schema, request: Request) -> Plan:
    """Plan an Update."""
    names = names_of(request)
    change = update(request["UpdateExpression"], names) if "UpdateExpression" in request else _NO_CHANGE
    tested = condition(request["ConditionExpression"], names) if "ConditionExpression" in request else None
    values = values_of(request, [change] if tested is None else [change, tested])
    change.check(values)
    if tested is not None:
        tested.check(values)
    for name in schema.keys:
        if name in change.attributes:
            raise invalid(
                f"One or more parameter values were invalid: Cannot update attribute {name}. "
                "This attribute is part of the key"
            )
    key = request["Key"]

    def make(old: Item | None) -> Item:
        if tested is not None:
            _hold(tested, old, values, request)
        new = build(change.apply(key if old is None else old, values))
        schema.check(new)
        return new

    return Plan(schema.place(key), make, change.attributes)


PLANS: dict[str, Callable[[Schema, Request], Plan]] = {
    "Put": plan_put,
    "Update": plan_update,
    "Delete": plan_delete,
    "ConditionCheck": plan_check,
}
_NO_CHANGE = Update(steps=(), attributes=frozenset(), kinds=(), names=frozenset(), values=frozenset())


def _checker(request: Request) -> Callable[[Item | None], None] | None:
    """Return what refuses an item for which the request's condition does not hold."""
    if "ConditionExpression" not in request:
        values_of(request, [])
        return None
    tested = condition(request["ConditionExpression"], names_of(request))
    values = values_of(request, [tested])
    tested.check(values)
    return lambda old: _hold(tested, old, values, request)


def _hold(tested: Condition, old: Item | None, values: Mapping[str, Value], request: Request) -> None:
    if tested.test(_NOTHING if old is None else old, values):
        return
    extra: dict[str, Any] = {}
    if old is not None and request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD":
        extra["Item"] = dict(old)
    raise Refused("ConditionalCheckFailedException", "The conditional request failed", **extra)


_NOTHING: dict[str, Value] = {}
