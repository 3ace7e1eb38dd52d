"""What DynamoDB charges for writes: the item by the kilobyte, twice in a transaction, and each index that it changes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra import template
from infra.package import ROOT

Attributes = dict[str, Any]


def item_bytes(value: Any) -> int:
    """Return about what DynamoDB counts for a value: names and contents."""
    if isinstance(value, dict):
        return sum(len(name) + item_bytes(inner) for name, inner in value.items())
    if isinstance(value, (list, tuple)):
        return sum(item_bytes(inner) for inner in value)
    return len(value if isinstance(value, (bytes, bytearray)) else str(value).encode())


def indexes() -> dict[str, tuple[str, ...]]:
    """Return each index's projected attributes but its keys."""
    table = template.load(ROOT / "infra/resources.yaml")["Resources"]["Table"]["Properties"]
    return {
        index["IndexName"]: tuple(index["Projection"].get("NonKeyAttributes", ()))
        for index in table["GlobalSecondaryIndexes"]
    }


@dataclass(slots=True)
class Units:
    """Follows the writes of a table in their order and counts their units."""

    projected: Mapping[str, tuple[str, ...]] = field(default_factory=indexes)
    images: dict[str, Attributes] = field(default_factory=dict)

    def put(self, key: str, image: Attributes, *, size: int, transacted: bool) -> int:
        """Count a put; `image` holds the attributes that indexes know."""
        before = self.images.get(key, {})
        self.images[key] = image
        kilobytes = max(1, math.ceil(size / 1024))
        return kilobytes * (2 if transacted else 1) + self._index_writes(before, image)

    def update(self, key: str, expression: str) -> int:
        """Count an update of an effect or inbox entry: a kilobyte at most, moved within `rest` or taken out of it."""
        before = self.images.get(key, {})
        after = dict(before)
        if "rest_sk =" in expression:
            after["rest_sk"] = f"{before.get('rest_sk')}'"
        elif "REMOVE" in expression and "rest_pk" in expression.partition("REMOVE")[2]:
            after = {name: value for name, value in before.items() if not name.startswith("rest_")}
        self.images[key] = after
        return 1 + self._index_writes(before, after)

    def _index_writes(self, before: Attributes, after: Attributes) -> int:
        return sum(self._one(index, before, after) for index in self.projected)

    def _one(self, index: str, before: Attributes, after: Attributes) -> int:
        keys = (f"{index}_pk", f"{index}_sk")
        was, stays = keys[0] in before, keys[0] in after
        if not (was and stays):
            return int(was or stays)
        if any(before.get(key) != after.get(key) for key in keys):
            return 2
        return int(any(before.get(name) != after.get(name) for name in self.projected[index]))
