"""Looks into the table for the instants at which the product itself would do something."""

from __future__ import annotations

from dataclasses import dataclass

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from infra.local.ordering import Partition
from infra.local.product_clock import instant_of
from infra.local.stored_items import orderings

SHARDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One entry of the due index."""

    at: float  # seconds since the epoch
    key: str


class DueIndex:
    """Reads the indexes `due` and `rest` of the table, in process."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def _shards(self) -> list[Partition]:
        index = orderings(self._table).get("due")
        if index is None:
            return []
        return [index.partition(DynamoType({"S": f"DUE#{shard}"})) for shard in range(SHARDS)]

    def until(self, instant: float) -> list[Due]:
        """Answer the entries that are due at an instant."""
        found = []
        for shard in self._shards():
            for position in list(shard.positions):
                due = _due(position[0])
                if due.at > instant:
                    break
                found.append(due)
        return found

    def next(self, after: float) -> Due | None:
        """Answer the first entry after an instant."""
        found = []
        for shard in self._shards():
            found += [due for position in list(shard.positions) if (due := _due(position[0])).at > after][:1]
        return min(found, key=lambda due: due.at, default=None)

    def resting(self) -> frozenset[str]:
        """Answer what is at rest: effects and inbox entries that are not yet done."""
        index = orderings(self._table).get("rest")
        return frozenset(f"{item.hash_key.value} {item.range_key.value}" for item in index or ())


def _due(sort_key: object) -> Due:
    text = sort_key.decode() if isinstance(sort_key, bytes) else str(sort_key)
    return Due(at=instant_of(text.partition("#")[0]), key=text)
