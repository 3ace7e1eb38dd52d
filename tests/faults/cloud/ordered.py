"""Ordered partitions: a Query costs what it answers, and a copy costs as much as there are partitions.

A table and each of its indexes is one `Ordering`. Two copies share partitions until one of them writes: a partition
belongs to the ordering whose mark it bears, and any other puts its own copy in its place first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from tests.faults.cloud.attributes import Item, Scalar, Value, scalar

Position = tuple[Any, ...]


class _Top:
    """Greater than any key."""

    def __lt__(self, other: object) -> bool:
        return False

    def __gt__(self, other: object) -> bool:
        return True


TOP = _Top()


class Partition:
    """The items of one partition key in order; `positions` and `items` go side by side."""

    __slots__ = ("items", "mark", "positions")

    def __init__(self, mark: object, positions: list[Position], items: list[Item]) -> None:
        self.mark, self.positions, self.items = mark, positions, items

    def span(self, operator: str, values: list[Scalar]) -> tuple[int, int]:
        """Return the half-open range of places whose sort key meets a condition."""
        places, first = self.positions, values[0]
        match operator:
            case "=":
                return bisect_left(places, (first,)), bisect_left(places, (first, TOP))
            case "<":
                return 0, bisect_left(places, (first,))
            case "<=":
                return 0, bisect_left(places, (first, TOP))
            case ">":
                return bisect_left(places, (first, TOP)), len(places)
            case ">=":
                return bisect_left(places, (first,)), len(places)
            case "BETWEEN":
                return bisect_left(places, (first,)), bisect_left(places, (values[1], TOP))
        return bisect_left(places, (first,)), bisect_left(places, (_after(first),))  # begins_with


def _after(prefix: Any) -> Any:
    """Return the least key above all that begin with a prefix."""
    largest = chr(0x10FFFF) if isinstance(prefix, str) else b"\xff"
    trimmed = prefix.rstrip(largest)
    if not trimmed:
        return TOP
    if isinstance(prefix, str):
        return trimmed[:-1] + chr(ord(trimmed[-1]) + 1)
    return trimmed[:-1] + bytes([trimmed[-1] + 1])


class Ordering:
    """All items of a table, or of one of its indexes, by partition and in order.

    Parameters
    ----------
    keys
        The names of the partition key, of the sort key, and of what else tells items apart.
    """

    __slots__ = ("_first", "_mark", "_partitions", "_rest", "keys")

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        self._first, self._rest = keys[0], keys[1:]
        self._mark = object()
        self._partitions: dict[Scalar, Partition] = {}

    def copy(self) -> Ordering:
        """Return an independent copy."""
        other = Ordering(self.keys)
        other._partitions = self._partitions.copy()
        self._mark = object()
        return other

    def place(self, item: Mapping[str, Value]) -> tuple[Scalar, Position] | None:
        """Return partition and position of an item; None when this index does not hold it."""
        first = item.get(self._first)
        if first is None:
            return None
        try:
            return scalar(first), tuple([scalar(item[name]) for name in self._rest])
        except KeyError:
            return None

    def partitions(self) -> list[Scalar]:
        """Return the keys of all partitions."""
        return list(self._partitions)

    def partition(self, key: Scalar) -> Partition | None:
        """Return the partition of a key, for reading."""
        return self._partitions.get(key)

    def get(self, key: Scalar, position: Position) -> Item | None:
        """Return the item at a place."""
        partition = self._partitions.get(key)
        if partition is None:
            return None
        at = bisect_left(partition.positions, position)
        if at < len(partition.positions) and partition.positions[at] == position:
            return partition.items[at]
        return None

    def replace(self, old: Item | None, new: Item | None) -> None:
        """Follow one write."""
        before = self.place(old) if old is not None and self._first in old else None
        after = self.place(new) if new is not None and self._first in new else None
        if before is not None and before != after:
            self.drop(*before)
        if after is not None and new is not None:
            self.put(*after, new)

    def __iter__(self) -> Iterator[Item]:
        for partition in self._partitions.values():
            yield from partition.items

    def __len__(self) -> int:
        return sum(len(partition.items) for partition in self._partitions.values())

    def put(self, key: Scalar, position: Position, item: Item) -> None:
        """Put an item at a place."""
        partition = self._own(key)
        positions = partition.positions
        at = bisect_left(positions, position)
        if at < len(positions) and positions[at] == position:
            partition.items[at] = item
        else:
            positions.insert(at, position)
            partition.items.insert(at, item)

    def drop(self, key: Scalar, position: Position) -> None:
        """Take the item away from a place."""
        partition = self._own(key)
        at = bisect_left(partition.positions, position)
        del partition.positions[at], partition.items[at]
        if not partition.items:
            del self._partitions[key]

    def _own(self, key: Scalar) -> Partition:
        partition = self._partitions.get(key)
        if partition is None:
            partition = self._partitions[key] = Partition(self._mark, [], [])
        elif partition.mark is not self._mark:
            shared = partition
            partition = Partition(self._mark, shared.positions.copy(), shared.items.copy())
            self._partitions[key] = partition
        return partition
