"""Query on ordered partitions: only what lies between the two ends of the key condition is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import SecondaryIndex, Table

from infra.local.ordering import Ordering, Partition, scalar
from infra.local.stored_items import orderings, size_of

LARGEST_PAGE = 1024 * 1024


def query(
    backend: DynamoDBBackend,
    table_name: str,
    hash_key_dict: dict[str, Any] | None,
    range_comparison: str | None,
    range_value_dicts: list[dict[str, Any]],
    limit: int | None,
    exclusive_start_key: dict[str, Any] | None,
    scan_index_forward: bool,
    projection_expressions: list[list[str]] | None,
    index_name: str | None = None,
    consistent_read: bool = False,
    expr_names: dict[str, str] | None = None,
    expr_values: dict[str, dict[str, str]] | None = None,
    filter_expression: str | None = None,
    hash_key_conditions: list[tuple[str, dict[str, Any]]] | None = None,
    range_key_conditions: list[tuple[str, str, list[dict[str, Any]]]] | None = None,
    **legacy: Any,
) -> tuple[list[Item], int, dict[str, Any] | None]:
    """Answer items, how many were looked at, and where the next page starts; moto's own signature."""
    if legacy or hash_key_dict is None:
        raise MockValidationException("Use KeyConditionExpression and FilterExpression.")
    table = backend.get_table(table_name)
    index = _index(table, index_name, consistent=consistent_read)
    ordering = orderings(table)[index_name]
    partition = ordering.partition(DynamoType(hash_key_dict))
    bounds = [scalar(DynamoType(value)) for value in range_value_dicts]
    low, high = partition.span(range_comparison.upper() if range_comparison else None, bounds)
    if exclusive_start_key is not None:
        low, high = _resume(ordering, partition, exclusive_start_key, (low, high), forward=scan_index_forward)
    places = range(low, high) if scan_index_forward else range(high - 1, low - 1, -1)
    seen, more = _page(partition, places, limit)
    condition = get_filter_expression(filter_expression, expr_names, expr_values)
    shown = [_project(table, index, item) for item in seen]
    if filter_expression:
        shown = [item for item in shown if condition.expr(item)]
    if projection_expressions:
        shown = [item.project(projection_expressions) for item in shown]
    return shown, len(seen), _key_of(table, index, seen[-1]) if more else None


def _index(table: Table, name: str | None, *, consistent: bool) -> SecondaryIndex | None:
    if name is None:
        return None
    if consistent and any(index.name == name for index in table.global_indexes):
        raise MockValidationException("Consistent reads are not supported on global secondary indexes")
    return table.get_index(name, error_if_not=True)


def _resume(
    ordering: Ordering,
    partition: Partition,
    start: dict[str, Any],
    span: tuple[int, int],
    *,
    forward: bool,
) -> tuple[int, int]:
    from bisect import bisect_left, bisect_right

    placed = ordering.place(start)
    if placed is None:
        raise MockValidationException("The provided starting key is invalid")
    low, high = span
    if forward:
        return max(low, bisect_right(partition.positions, placed[1])), high
    return low, min(high, bisect_left(partition.positions, placed[1]))


def _page(partition: Partition, places: Iterable[int], limit: int | None) -> tuple[list[Item], bool]:
    """Take items up to the limit, or to 1 MB; like DynamoDB, a page full at the last item still says "more"."""
    seen: list[Item] = []
    size = 0
    for place in places:
        item = partition.items[partition.positions[place]]
        seen.append(item)
        size += sum(len(name) + size_of(value) for name, value in item.attrs.items())
        if len(seen) == limit or size > LARGEST_PAGE:
            return seen, True
    return seen, False


def _project(table: Table, index: SecondaryIndex | None, item: Item) -> Item:
    kind = (index.projection or {}).get("ProjectionType", "ALL") if index is not None else "ALL"
    if index is None or kind == "ALL":
        return item
    kept = {*table.table_key_attrs, *index.schema_key_attrs}
    if kind == "INCLUDE":
        kept.update(index.projection.get("NonKeyAttributes", ()))
    shown: Item = Item.__new__(Item)
    shown.hash_key, shown.range_key = item.hash_key, item.range_key
    shown.attrs = LimitedSizeDict.__new__(LimitedSizeDict)
    for name, value in item.attrs.items():
        if name in kept:
            dict.__setitem__(shown.attrs, name, value)
    return shown


def _key_of(table: Table, index: SecondaryIndex | None, item: Item) -> dict[str, Any]:
    names = [*table.table_key_attrs, *(index.schema_key_attrs if index is not None else ())]
    return {name: item.attrs[name] for name in names}
