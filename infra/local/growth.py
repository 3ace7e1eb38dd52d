"""Measures that the emulator does not slow down as its table grows: `python -m infra.local.growth`.

Prints the median time of a Query, an index Query and a transaction at 1,000 and at 40,000 items, and their ratio; ends
with 1 where one is above 3.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from infra.local.harness import LocalCloud

SIZES = (1_000, 40_000)
MOST = 3.0
ITEMS_EACH = 40


def fill(dynamodb: Any, table: str, first: int, last: int) -> None:
    """Put items of onboardings that look like the product's: 40 each, one of them in the due index."""
    for start in range(first, last, 25):
        puts = []
        for number in range(start, min(start + 25, last)):
            item = {
                "pk": {"S": f"ONB#{number // ITEMS_EACH}"},
                "sk": {"S": f"S#{number % ITEMS_EACH:03}"},
                "data": {"S": "x" * 600},
            }
            if number % ITEMS_EACH == 0:
                item |= {
                    "due_pk": {"S": f"DUE#{number // ITEMS_EACH % 8}"},
                    "due_sk": {"S": f"2030-01-01T00:00:00.000Z#{number:06}"},
                }
            puts.append({"PutRequest": {"Item": item}})
        dynamodb.batch_write_item(RequestItems={table: puts})


def median_ms(act: Callable[[int], Any]) -> float:
    """Answer the median of sixty times, in milliseconds."""
    times = []
    for turn in range(60):
        started = time.perf_counter()
        act(turn)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def measure(dynamodb: Any, table: str, size: int) -> dict[str, float]:
    """Time the three kinds of requests."""

    def query(turn: int) -> None:
        dynamodb.query(
            TableName=table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :s)",
            ExpressionAttributeValues={":pk": {"S": f"ONB#{turn % 25}"}, ":s": {"S": "S#"}},
        )

    def due(turn: int) -> None:
        dynamodb.query(
            TableName=table,
            IndexName="due",
            KeyConditionExpression="due_pk = :pk AND due_sk < :now",
            ExpressionAttributeValues={":pk": {"S": f"DUE#{turn % 8}"}, ":now": {"S": "2031"}},
            Limit=3,
        )

    def transact(turn: int) -> None:
        key = {"pk": {"S": f"ONB#{turn % 25}"}}
        puts = [
            {"Put": {"TableName": table, "Item": key | {"sk": {"S": f"J#{size}-{turn}-{part}"}}}}
            for part in range(5)
        ]
        dynamodb.transact_write_items(TransactItems=puts)

    return {name: median_ms(act) for name, act in (("query", query), ("due", due), ("transaction", transact))}


def main() -> None:
    """Fill, measure, print, judge."""
    with LocalCloud() as cloud:
        dynamodb, table = cloud.client("dynamodb"), cloud.environment["TABLE_NAME"]
        found, before = [], 0
        for size in SIZES:
            fill(dynamodb, table, before, size)
            found.append(measure(dynamodb, table, size))
            before = size
    ratios = {name: round(found[1][name] / found[0][name], 2) for name in found[0]}
    print(
        json.dumps({"median_ms": dict(zip(map(str, SIZES), found, strict=True)), "ratios": ratios}, indent=2)
    )
    sys.exit(1 if max(ratios.values()) > MOST else 0)


if __name__ == "__main__":
    main()
