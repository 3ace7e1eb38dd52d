"""What a table's definition says of its items: their keys, its indexes and what each of these shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.faults.cloud.attributes import LARGEST_ITEM, Item, Scalar, Value, invalid, read, scalar
from tests.faults.cloud.ordered import Position

_LONGEST = {"HASH": 2048, "RANGE": 1024}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One global index: its keys, and the attributes that it shows (None: all)."""

    name: str
    keys: tuple[str, ...]
    ordering: tuple[str, ...]
    shown: tuple[str, ...] | None

    def project(self, item: Mapping[str, Value]) -> dict[str, Value]:
        """Return what the index shows of an item."""
        if self.shown is None:
            return dict(item)
        return {name: item[name] for name in self.shown if name in item}


class Schema:
    """A table's keys and indexes.

    Parameters
    ----------
    name
        The table's name.
    definition
        The properties of an ``AWS::DynamoDB::Table``.
    """

    def __init__(self, name: str, definition: Mapping[str, Any]) -> None:
        self.name = name
        self.kinds = {
            one["AttributeName"]: one["AttributeType"] for one in definition["AttributeDefinitions"]
        }
        self.keys = _keys(definition)
        found = (self._read(one) for one in definition.get("GlobalSecondaryIndexes", ()))
        self.indexes = {index.name: index for index in found}
        self._longest: dict[str, int] = {}
        for one in (definition, *definition.get("GlobalSecondaryIndexes", ())):
            for key in one["KeySchema"]:
                self._longest[key["AttributeName"]] = _LONGEST[key["KeyType"]]

    def index(self, name: str) -> Index:
        """Return an index by its name."""
        if name not in self.indexes:
            raise invalid(f"The table does not have the specified index: {name}")
        return self.indexes[name]

    def key_of(self, item: Mapping[str, Value]) -> dict[str, Value]:
        """Return an item's key."""
        return {name: item[name] for name in self.keys}

    def place(self, key: Mapping[str, Value]) -> tuple[Scalar, Position]:
        """Return partition and position of a key; refuses one that is not this table's."""
        if len(key) != len(self.keys):
            raise invalid("The provided key element does not match the schema")
        return self.place_of(key)

    def place_of(self, item: Mapping[str, Value]) -> tuple[Scalar, Position]:
        """Return partition and position of an item; refuses one without a good key."""
        found = []
        for name in self.keys:
            value = item.get(name)
            if value is None:
                raise invalid(
                    f"One or more parameter values were invalid: Missing the key {name} in the item"
                )
            self._check_key(name, value)
            found.append(scalar(value))
        return found[0], tuple(found[1:])

    def check(self, item: Item) -> None:
        """Refuse an item that is too large, or an index key that no index could hold."""
        for name in self.kinds:
            value = item.get(name)
            if value is not None:
                self._check_key(name, value)
        if item.size > LARGEST_ITEM:
            raise invalid("Item size has exceeded the maximum allowed size")

    def _check_key(self, name: str, value: Value) -> None:
        kind = self.kinds[name]
        if kind not in value:
            (found,) = value
            raise invalid(
                f"One or more parameter values were invalid: Type mismatch for key {name} "
                f"expected: {kind} actual: {found}"
            )
        inner = value[kind]
        if kind == "N":
            read(value)
        elif not inner:
            raise invalid(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
                f"an empty value. Key: {name}"
            )
        elif 4 * len(inner) > 1024 and len(inner if kind == "B" else inner.encode()) > self._longest[name]:
            raise invalid(
                f"One or more parameter values were invalid: Size of {name} has exceeded the maximum size limit "
                f"of {self._longest[name]} bytes"
            )

    def _read(self, index: Mapping[str, Any]) -> Index:
        keys = _keys(index)
        projection = index["Projection"]
        shown = None
        if projection["ProjectionType"] != "ALL":
            shown = tuple(dict.fromkeys((*self.keys, *keys, *projection.get("NonKeyAttributes", ()))))
        return Index(name=index["IndexName"], keys=keys, ordering=(*keys, *self.keys), shown=shown)


def _keys(definition: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the partition key and of the sort key, if there is one."""
    by_kind = {one["KeyType"]: one["AttributeName"] for one in definition["KeySchema"]}
    return tuple(by_kind[kind] for kind in ("HASH", "RANGE") if kind in by_kind)
