"""Query: only what lies between the two ends of the key condition is looked at, page by page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.faults.cloud.attributes import Item, Scalar, Value, invalid, scalar
from tests.faults.cloud.expressions import Clause, Condition, condition
from tests.faults.cloud.ordered import Ordering, Partition, Position
from tests.faults.cloud.requests import names_of, values_of

if TYPE_CHECKING:
    from tests.faults.cloud.schema import Index, Schema
    from tests.faults.cloud.table import Table

LARGEST_PAGE = 1024 * 1024
Request = Mapping[str, Any]
_MOST_AT_ONCE = 10_000  # without a limit: more than that is a page of 1 MB before
_EMPTY = Partition(None, [], [])


class Sought(NamedTuple):
    """A key condition with its values: the partition, and what its sort keys must meet, if anything."""

    key: Scalar
    operator: str
    bounds: list[Scalar]


def query(table: Table, request: Request) -> dict[str, Any]:
    """Answer one page.

    A page ends at the limit, which counts before the filter, or after 1 MB of whole items; one that is full at the very
    last item still says that there may be more.
    """
    schema = table.schema
    index = _index(schema, request)
    ordering = table.items if index is None else table.indexes[index.name]
    keys = schema.keys if index is None else index.keys
    names = names_of(request)
    wanted, filtered = _conditions(request, names)
    values = values_of(request, [wanted] if filtered is None else [wanted, filtered])
    first, second = _clauses(wanted, keys)
    wanted.check(values)
    if filtered is not None:
        _check_filter(filtered, keys, values)
    sought = _sought(schema, first, second, values)
    places = _places(schema, ordering, sought, request)
    items, more = _page(ordering.partition(sought.key), places, _limit(table, request))
    answer = _answer(items, index, filtered, values)
    if more:
        last = items[-1]
        answer["LastEvaluatedKey"] = {name: last[name] for name in ordering.keys}
    return answer


def _index(schema: Schema, request: Request) -> Index | None:
    name = request.get("IndexName")
    if name is None:
        return None
    if request.get("ConsistentRead"):
        raise invalid("Consistent reads are not supported on global secondary indexes")
    return schema.index(name)


def _conditions(request: Request, names: tuple[tuple[str, str], ...]) -> tuple[Condition, Condition | None]:
    if "KeyConditionExpression" not in request:
        raise invalid(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
        )
    wanted = condition(request["KeyConditionExpression"], names, "KeyConditionExpression")
    if "FilterExpression" not in request:
        return wanted, None
    return wanted, condition(request["FilterExpression"], names, "FilterExpression")


def _clauses(wanted: Condition, keys: tuple[str, ...]) -> tuple[Clause, Clause | None]:
    """Return the condition on the partition key and the one on the sort key, if there is one."""
    if wanted.clauses is None:
        raise invalid("Invalid operator used in KeyConditionExpression")
    by_name = {clause.way[0]: clause for clause in wanted.clauses if len(clause.way) == 1}
    if len(by_name) != len(wanted.clauses):
        raise invalid("KeyConditionExpressions must only contain one condition per key")
    first = by_name.pop(keys[0], None)
    if first is None:
        raise invalid(f"Query condition missed key schema element: {keys[0]}")
    if first.operator != "=":
        raise invalid("Query key condition not supported")
    second = by_name.pop(keys[1], None) if len(keys) > 1 else None
    if by_name:
        raise invalid(f"Query condition missed key schema element: {keys[-1]}")
    return first, second


def _check_filter(filtered: Condition, keys: tuple[str, ...], values: Mapping[str, Value]) -> None:
    filtered.check(values)
    for name in keys:
        if name in filtered.attributes:
            raise invalid(
                "Filter Expression can only contain non-primary key attributes: "
                f"Primary key attribute: {name}"
            )


def _sought(schema: Schema, first: Clause, second: Clause | None, values: Mapping[str, Value]) -> Sought:
    key = _bound(schema, first, values[first.values[0]])
    if second is None:
        return Sought(key, "", [])
    bounds = [_bound(schema, second, values[name]) for name in second.values]
    if second.operator == "BETWEEN" and bounds[0] > bounds[1]:
        raise invalid("The BETWEEN operator requires upper bound to be greater than or equal to lower bound")
    return Sought(key, second.operator, bounds)


def _bound(schema: Schema, clause: Clause, value: Value) -> Scalar:
    kind = schema.kinds[str(clause.way[0])]
    if kind not in value:
        raise invalid(
            "One or more parameter values were invalid: Condition parameter type does not match schema type"
        )
    if not value[kind]:
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            f"empty value. Key: {clause.way[0]}"
        )
    return scalar(value)


def _limit(table: Table, request: Request) -> int:
    limit = request.get("Limit")
    if limit is None:
        return table.page or 1_000_000
    if limit < 1:
        raise invalid("Limit must be at least 1")
    return min(limit, table.page) if table.page else int(limit)


def _places(schema: Schema, ordering: Ordering, sought: Sought, request: Request) -> range:
    """Return the places to look at, in order."""
    partition = ordering.partition(sought.key)
    if partition is None:
        partition = _EMPTY
    low, high = 0, len(partition.positions)
    if sought.operator:
        low, high = partition.span(sought.operator, sought.bounds)
    forward = request.get("ScanIndexForward", True)
    if "ExclusiveStartKey" in request:
        start = _start(schema, ordering, request["ExclusiveStartKey"], sought)
        if forward:
            low = max(low, bisect_right(partition.positions, start))
        else:
            high = min(high, bisect_left(partition.positions, start))
    return range(low, high) if forward else range(high - 1, low - 1, -1)


def _start(schema: Schema, ordering: Ordering, start: Mapping[str, Value], sought: Sought) -> Position:
    """Return the position after which a page begins; refuses one that no page of this Query can have ended with."""
    if start.keys() != set(ordering.keys) or any(schema.kinds[name] not in start[name] for name in start):
        raise invalid("The provided starting key is invalid")
    placed = ordering.place(start)
    if placed is None or placed[0] != sought.key:
        raise invalid("The provided starting key is outside query boundaries based on provided conditions")
    alone = Partition(None, [placed[1]], [])
    if sought.operator and alone.span(sought.operator, sought.bounds) != (0, 1):
        raise invalid("The provided starting key does not match the range key predicate")
    return placed[1]


def _page(partition: Partition | None, places: range, limit: int) -> tuple[list[Item], bool]:
    """Take items up to the limit, or to 1 MB; say whether there may be more."""
    if partition is None:
        return [], False
    items, size = partition.items, 0
    page = [items[place] for place in places[: min(limit, _MOST_AT_ONCE)]]
    for count, item in enumerate(page, 1):
        size += item.size
        if size > LARGEST_PAGE:
            return page[:count], True
    return page, len(page) == limit or len(page) < len(places)


def _answer(
    items: list[Item], index: Index | None, filtered: Condition | None, values: Mapping[str, Value]
) -> dict[str, Any]:
    shown = [dict(item) for item in items] if index is None else [index.project(item) for item in items]
    if filtered is not None:
        shown = [item for item in shown if filtered.test(item, values)]
    return {"Items": shown, "Count": len(shown), "ScannedCount": len(items)}
