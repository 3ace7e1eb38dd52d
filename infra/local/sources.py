"""What invokes functions: queues and streams, with Lambda's own rules of batches, failures and retries."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from moto.dynamodb.models.table import Table
from moto.events.models import EventPattern
from moto.sqs.models import Message

from infra.local import lambda_events
from infra.local.product_clock import ProductClock, rfc3339
from infra.local.strict_sqs import StrictQueue

ACCOUNT = "123456789012"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that cannot run yet: what, until which product instant (none: unknown), and why."""

    what: str
    until: float | None
    why: str

    def shown(self) -> dict[str, Any]:
        """As the sandbox tells it."""
        until = None if self.until is None else rfc3339(self.until)
        return {"what": self.what, "until": until, "why": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an invocation ended: a result, an error, or lost with its pump."""

    result: Any = None
    error: str | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One call of a function, under way."""

    source: Source
    event: dict[str, Any]
    batch: tuple[Any, ...] = ()
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


class Source(Protocol):
    """Something that invokes one function."""

    @property
    def function(self) -> str:
        """Name of the function."""
        ...

    def take(self) -> Invocation | None:
        """Start an invocation, if one can run now."""
        ...

    def finish(self, invocation: Invocation, outcome: Outcome) -> None:
        """Do what Lambda does after it."""
        ...

    def ready(self) -> bool:
        """Tell whether one could run now."""
        ...

    def waiting(self) -> list[Waiting]:
        """What will run later."""
        ...


def failed_ids(result: Any, known: set[str]) -> set[str] | None:
    """Read a partial batch response; None says that the whole batch failed."""
    if not isinstance(result, dict) or not result.get("batchItemFailures"):
        return set()
    entries = result["batchItemFailures"]
    named = {str(one.get("itemIdentifier")) if isinstance(one, dict) else "" for one in entries}
    return named if named and named <= known else None


@dataclass(slots=True, kw_only=True)
class QueueSource:
    """An event source mapping of an SQS queue."""

    function: str
    queue: StrictQueue
    batch_size: int
    concurrency: int
    region: str
    running: int = 0

    def take(self) -> Invocation | None:
        """Receive a batch, hidden for the queue's visibility timeout."""
        if self.running >= self.concurrency:
            return None
        messages = self.queue.take(self.batch_size, self.queue.visibility_timeout)
        if not messages:
            return None
        self.running += 1
        event = lambda_events.sqs(messages, queue_arn=self.queue.queue_arn, region=self.region)
        return Invocation(source=self, event=event, batch=tuple(messages))

    def finish(self, invocation: Invocation, outcome: Outcome) -> None:
        """Delete what succeeded; what failed stays hidden until its timeout; what was lost shows at once."""
        self.running -= 1
        batch: tuple[Message, ...] = invocation.batch
        if outcome.lost:
            for message in batch:
                self._show(message)
            return
        failed = None if outcome.error else failed_ids(outcome.result, {message.id for message in batch})
        for message in batch:
            if failed is not None and message.id not in failed:
                self.queue.delete_message(message.receipt_handle)

    def _show(self, message: Message) -> None:
        if self.queue._messages.of_handle(message.receipt_handle) is not None:
            self.queue.hide(message.receipt_handle, 0)

    def ready(self) -> bool:
        """Tell whether a message could be received now."""
        return self.running < self.concurrency and next(self.queue.deliverable(), None) is not None

    def waiting(self) -> list[Waiting]:
        """The delayed and the hidden messages."""
        said = []
        for message in self.queue.waiting():
            tried = message.approximate_receive_count
            why = f"tried {tried} times, again when it is visible" if tried else "sent with a delay"
            said.append(
                Waiting(
                    what=f"message in {self.queue.name} for {self.function}: {message.body[:120]}",
                    until=max(message.visible_at, message.delayed_until) / 1000,
                    why=why,
                )
            )
        return said


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

    def _matching(self) -> Iterator[tuple[int, dict[str, Any]]]:
        shard = self.table.stream_shard
        for place in range(self.checkpoint, len(shard.items) if shard is not None else 0):
            record = shard.items[place].record
            shown = {**record, "dynamodb": lambda_events.plain({"Keys": record["dynamodb"]["Keys"]})}
            if not self.filters or any(pattern.matches_event(shown) for pattern in self.filters):
                yield place, record

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
        from moto.sqs.models import sqs_backends

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


def from_template(
    functions: Mapping[str, Any], *, resolve: Any, clock: ProductClock, region: str
) -> list[QueueSource | StreamSource]:
    """Read the event source mappings of infra/functions.yaml.

    Parameters
    ----------
    resolve
        Resolves intrinsic functions against what was created.
    """
    found: list[QueueSource | StreamSource] = []
    for logical, resource in functions["Resources"].items():
        for event in resource.get("Properties", {}).get("Events", {}).values():
            asked = event["Properties"]
            if "Queue" in asked:
                found.append(_queue_source(logical.lower(), resolve(asked), region=region))
            elif "Stream" in asked:
                found.append(_stream_source(logical.lower(), resolve(asked), clock=clock, region=region))
    return found


def _queue(arn: str, region: str) -> StrictQueue:
    from moto.sqs.models import sqs_backends

    queue: StrictQueue = sqs_backends[ACCOUNT][region].get_queue(arn.rpartition(":")[2])
    return queue


def _queue_source(function: str, asked: dict[str, Any], *, region: str) -> QueueSource:
    return QueueSource(
        function=function,
        queue=_queue(asked["Queue"], region),
        batch_size=asked.get("BatchSize", 10),
        concurrency=asked.get("ScalingConfig", {}).get("MaximumConcurrency", 10),
        region=region,
    )


def _stream_source(function: str, asked: dict[str, Any], *, clock: ProductClock, region: str) -> StreamSource:
    from moto.dynamodb.models import dynamodb_backends

    table = asked["Stream"].split(":table/")[1].partition("/")[0]
    patterns = [one["Pattern"] for one in asked.get("FilterCriteria", {}).get("Filters", ())]
    gone = asked.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    return StreamSource(
        function=function,
        table=dynamodb_backends[ACCOUNT][region].get_table(table),
        clock=clock,
        batch_size=asked.get("BatchSize", 100),
        filters=tuple(EventPattern(text, json.loads(text)) for text in patterns),
        retries=asked.get("MaximumRetryAttempts", 10),
        dead_letters=_queue(gone, region) if gone else None,
        region=region,
    )
