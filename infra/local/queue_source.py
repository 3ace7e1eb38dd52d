"""A queue that invokes a function, with Lambda's own rules of batches and failures."""

from __future__ import annotations

from dataclasses import dataclass

from moto.sqs.models import Message

from infra.local import lambda_events
from infra.local.sources import Invocation, Outcome, Waiting, failed_ids
from infra.local.strict_sqs import StrictQueue


@dataclass(slots=True, kw_only=True)
class QueueSource:
    """An event source mapping of an SQS queue."""

    function: str
    queue: StrictQueue
    batch_size: int
    concurrency: int
    region: str
    running: int = 0

    @property
    def depth(self) -> int:
        """How many messages the queue holds, hidden and delayed ones too."""
        return len(self.queue._messages)

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
