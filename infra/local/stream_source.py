"""A table's stream that invokes a function: in order, filtered, retried in halves, given up in the end."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from moto.dynamodb.models.table import Table
from moto.events.models import EventPattern
from moto.sqs.models import sqs_backends

from infra.local import lambda_events
from infra.local.product_clock import ProductClock
from infra.local.sources import ACCOUNT, Invocation, Outcome, Waiting, failed_ids
from infra.local.strict_sqs import StrictQueue


@dataclass(slots=True, kw_only=True)
class StreamSource:
    """An event source mapping of a table's stream: in order, one batch at a time."""

    function: str
    table: Table
    clock: ProductClock
    batch_size: int
    filters: tuple[EventPattern, ...]
    retries: int
    dead_letters: StrictQueue | None
    region: str
    checkpoint: int = 0  # how many records are done with
    attempts: int = 0
    size: int = 0  # records in the next batch, halved after an error
    retry_at: float = 0.0
    running: bool = False
    _judged: int = 0  # how many records the filters have seen
    _found: deque[tuple[int, dict[str, Any]]] = field(default_factory=deque)

    def _matching(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield what the filters let through from the checkpoint on; each record is judged once."""
        while self._found and self._found[0][0] < self.checkpoint:
            self._found.popleft()
        yield from self._found
        shard = self.table.stream_shard
        while self._judged < (len(shard.items) if shard is not None else 0):
            place, record = self._judged, shard.items[self._judged].record
            self._judged += 1
            if place >= self.checkpoint and self._lets_through(record):
                self._found.append((place, record))
                yield place, record

    def _lets_through(self, record: dict[str, Any]) -> bool:
        shown = {**record, "dynamodb": lambda_events.plain({"Keys": record["dynamodb"]["Keys"]})}
        return not self.filters or any(pattern.matches_event(shown) for pattern in self.filters)

    def take(self) -> Invocation | None:
        """Start on the next batch of records that a filter lets through."""
        if self.running or self.clock.now() < self.retry_at:
            return None
        batch: list[tuple[int, dict[str, Any]]] = []
        end = len(self.table.stream_shard.items) if self.table.stream_shard is not None else 0
        for one in self._matching():
            batch.append(one)
            if len(batch) >= (self.size or self.batch_size):
                break
        if not batch:
            self.checkpoint = end
            return None
        self.running = True
        arn = f"{self.table.table_arn}/stream/{self.table.latest_stream_label}"
        event = lambda_events.stream([record for _, record in batch], stream_arn=arn, region=self.region)
        return Invocation(source=self, event=event, batch=tuple(batch))

    def finish(self, invocation: Invocation, outcome: Outcome) -> None:
        """Go on behind what succeeded; try the rest again, in halves, and give a record up in the end."""
        self.running = False
        if outcome.lost:
            return
        places = {record["dynamodb"]["SequenceNumber"]: place for place, record in invocation.batch}
        failed = None if outcome.error else failed_ids(outcome.result, set(places))
        first = (
            invocation.batch[0][0] if failed is None else min((places[one] for one in failed), default=None)
        )
        if first is None:
            self.checkpoint, self.attempts, self.size = invocation.batch[-1][0] + 1, 0, 0
            return
        if first > self.checkpoint and failed is not None and first != invocation.batch[0][0]:
            self.attempts = 0
        self.checkpoint = first
        self._try_again(len(invocation.batch), invocation.batch, outcome)

    def _try_again(self, size: int, batch: tuple[Any, ...], outcome: Outcome) -> None:
        self.attempts += 1
        self.size = max(1, size // 2)
        self.retry_at = self.clock.now() + min(60.0, 0.5 * 2**self.attempts)
        if self.attempts > self.retries and size == 1:
            if self.dead_letters is not None:
                self._give_up(batch[0][1], outcome)
            self.checkpoint, self.attempts, self.size, self.retry_at = self.checkpoint + 1, 0, 0, 0.0

    def _give_up(self, record: dict[str, Any], outcome: Outcome) -> None:
        number = record["dynamodb"]["SequenceNumber"]
        body = {
            "requestContext": {
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": self.attempts,
            },
            "responseContext": {"functionError": outcome.error or "Unhandled"},
            "DDBStreamBatchInfo": {
                "startSequenceNumber": number,
                "endSequenceNumber": number,
                "batchSize": 1,
                "streamArn": f"{self.table.table_arn}/stream/{self.table.latest_stream_label}",
            },
        }
        sqs_backends[ACCOUNT][self.region].send_message(self.dead_letters.name, json.dumps(body))  # type: ignore[union-attr]

    def ready(self) -> bool:
        """Tell whether a batch could be taken now."""
        return (
            not self.running
            and self.clock.now() >= self.retry_at
            and next(self._matching(), None) is not None
        )

    def waiting(self) -> list[Waiting]:
        """The batch that is tried again later."""
        if self.clock.now() >= self.retry_at or next(self._matching(), None) is None:
            return []
        why = f"tried {self.attempts} times, again after a pause"
        return [Waiting(what=f"stream records for {self.function}", until=self.retry_at, why=why)]
