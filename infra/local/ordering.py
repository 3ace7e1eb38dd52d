"""Ordered partitions: what makes a Query cost as much as it answers, not as much as the table holds.

A table and each of its global indexes has one `Ordering`: per partition key a sorted list of sort keys. An item
without an index's key attributes is not in that index (it is sparse).
"""

from __future__ import annotations

import base64
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item

Scalar = Decimal | bytes
Position = tuple[Scalar, ...]


def scalar(value: DynamoType) -> Scalar:
    """Order keys as DynamoDB does: numbers by value, strings by their UTF-8 bytes, binaries by bytes."""
    if value.type == "N":
        return Decimal(value.value)
    if value.type == "B":
        return value.value if isinstance(value.value, bytes) else base64.b64decode(value.value)
    return str(value.value).encode()


def after_prefix(prefix: bytes) -> bytes | None:
    """Answer the least byte string above all that begin with the prefix; None when there is none."""
    trimmed = prefix.rstrip(b"\xff")
    return trimmed[:-1] + bytes([trimmed[-1] + 1]) if trimmed else None


@dataclass(slots=True)
class Partition:
    """The items of one partition key, in order."""

    positions: list[Position] = field(default_factory=list)
    items: dict[Position, Item] = field(default_factory=dict)

    def put(self, position: Position, item: Item) -> None:
        """Store an item at its position."""
        if position not in self.items:
            insort(self.positions, position)
        self.items[position] = item

    def drop(self, position: Position) -> None:
        """Forget the item at a position."""
        del self.items[position]
        del self.positions[bisect_left(self.positions, position)]

    def span(self, comparison: str | None, values: list[Any]) -> tuple[int, int]:
        """Answer the half-open range of places whose sort key meets the comparison."""
        places = self.positions
        if comparison is None:
            return 0, len(places)
        low = bisect_left(places, values[0], key=lambda p: p[0])
        match comparison:
            case "=" | "EQ":
                return low, bisect_right(places, values[0], key=lambda p: p[0])
            case "<" | "LT":
                return 0, low
            case "<=" | "LE":
                return 0, bisect_right(places, values[0], key=lambda p: p[0])
            case ">" | "GT":
                return bisect_right(places, values[0], key=lambda p: p[0]), len(places)
            case ">=" | "GE":
                return low, len(places)
            case "BETWEEN":
                return low, max(low, bisect_right(places, values[1], key=lambda p: p[0]))
            case "BEGINS_WITH":
                end: Any = after_prefix(bytes(values[0]))
                return low, len(places) if end is None else bisect_left(places, end, key=lambda p: p[0])
        raise ValueError(f"{comparison} is no comparison of a sort key.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The names of the attributes that place an item."""

    partition: str
    sort: tuple[str, ...]  # the index's own sort key first, then the table's keys where they break ties


class Ordering:
    """All items of a table, or of one of its indexes, by partition and in order."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._partitions: dict[tuple[str, Scalar], Partition] = {}

    def place(self, attributes: dict[str, Any]) -> tuple[tuple[str, Scalar], Position] | None:
        """Answer partition and position of these attributes; None when the index does not hold them."""
        found = [attributes.get(name) for name in (self.keys.partition, *self.keys.sort)]
        if any(value is None for value in found):
            return None
        first, *rest = (
            value if isinstance(value, DynamoType) else DynamoType(value)
            for value in found
            if value is not None
        )
        return (first.type, scalar(first)), tuple(map(scalar, rest))

    def replace(self, old: Item | None, new: Item | None) -> None:
        """Follow one write."""
        before = self.place(old.attrs) if old is not None else None
        behind = self.place(new.attrs) if new is not None else None
        if before is not None and before != behind:
            self._partitions[before[0]].drop(before[1])
            if not self._partitions[before[0]].positions:
                del self._partitions[before[0]]
        if behind is not None and new is not None:
            self._partitions.setdefault(behind[0], Partition()).put(behind[1], new)

    def partition(self, key: DynamoType) -> Partition:
        """Answer the partition of a key; an empty one when there is none."""
        return self._partitions.get((key.type, scalar(key)), Partition())

    def __iter__(self) -> Iterator[Item]:
        for partition in self._partitions.values():
            for position in partition.positions:
                yield partition.items[position]

    def __len__(self) -> int:
        return sum(len(partition.positions) for partition in self._partitions.values())
