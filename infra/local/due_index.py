"""Looks into the table for the instants at which the product itself would do something."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, takewhile

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from infra.local.ordering import Partition, Position
from infra.local.product_clock import instant_of, rfc3339
from infra.local.stored_items import orderings
from infra.local.strict_dynamodb import LOCK

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
        with LOCK:
            return [
                due
                for shard in self._shards()
                for due in takewhile(lambda due: due.at <= instant, map(_due, shard.positions))
            ]

    def next(self, after: float) -> Due | None:
        """Answer the first entry after an instant."""
        found = []
        with LOCK:
            for shard in self._shards():
                low, _ = shard.span(">", [rfc3339(after).encode()])
                later = (due for due in map(_due, islice(shard.positions, low, None)) if due.at > after)
                found += list(islice(later, 1))
        return min(found, key=lambda due: due.at, default=None)

    def resting(self) -> frozenset[str]:
        """Answer what is at rest: effects and inbox entries that are not yet done."""
        with LOCK:
            index = orderings(self._table).get("rest")
            return frozenset(f"{item.hash_key.value} {item.range_key.value}" for item in index or ())


def _due(position: Position) -> Due:
    text = bytes(position[0]).decode()  # type: ignore[arg-type]
    return Due(at=instant_of(text.partition("#")[0]), key=text)
