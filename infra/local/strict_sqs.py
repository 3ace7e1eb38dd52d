"""Makes moto's SQS keep product time and SQS's own promises, at a cost that does not grow with the backlog.

Delay, visibility, retention and deduplication go by the product clock. Receiving is atomic under threads. In a FIFO
queue a group waits while one of its messages is in flight, and a deduplication id is remembered for five minutes,
also after its message was deleted.
"""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Iterator
from typing import Any

from moto.sqs import models
from moto.sqs.exceptions import InvalidParameterValue, ReceiptHandleIsInvalid
from moto.sqs.models import DEDUPLICATION_TIME_IN_SECONDS, Message, Queue, SQSBackend

from infra.local.messages import Messages, ready_at
from infra.local.product_clock import ProductClock
from infra.local.pulse import Pulse

LOCK = threading.RLock()
LONGEST_INVISIBLE = 43_200_000


class StrictQueue(Queue):  # type: ignore[misc]
    """A queue whose messages are ordered, indexed and deduplicated as SQS does."""

    clock: ProductClock
    pulse: Pulse

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._messages = Messages()
        self.remembered: dict[tuple[str, str], tuple[float, str]] = {}

    @property
    def messages(self) -> list[Message]:
        """The messages that may be received now, regardless of their groups."""
        now = self.clock.millis()
        return [message for message in self._messages if ready_at(message) <= now]

    def add_message(self, message: Message) -> None:
        """Take a message in, unless its deduplication id came within five minutes."""
        with LOCK:
            if not (self.fifo_queue and self._repeated(message)):
                self._messages.append(message)
        self.pulse.beat()

    def _repeated(self, message: Message) -> bool:
        by_group = getattr(self, "deduplication_scope", "queue") == "messageGroup"
        key = (message.group_id if by_group else "", message.deduplication_id or "")
        now, oldest = self.clock.now(), self.clock.now() - DEDUPLICATION_TIME_IN_SECONDS
        while self.remembered and next(iter(self.remembered.values()))[0] <= oldest:
            del self.remembered[next(iter(self.remembered))]
        if not message.deduplication_id:
            return False
        if key in self.remembered:
            message.id = self.remembered[key][1]  # SQS answers the first one's id
            return True
        self.remembered[key] = (now, message.id)
        return False

    def delete_message(self, receipt_handle: str) -> None:
        """Delete the message of a handle; deleting twice is no error."""
        with LOCK:
            message = self._messages.of_handle(receipt_handle)
            if message is None:
                if receipt_handle not in self.deleted_messages:
                    raise ReceiptHandleIsInvalid
                return
            self.deleted_messages.add(receipt_handle)
            self._messages.remove(message)
        self.pulse.beat()  # its group may go on

    def take(self, count: int, visibility: int) -> list[Message]:
        """Receive up to `count` messages that are ready, and hide them for `visibility` seconds of product time."""
        with LOCK:
            taken: list[Message] = []
            for message in self.deliverable():
                if len(taken) >= count:
                    break
                if self._is_spent(message):
                    self._messages.remove(message)
                    self._give_up(message)
                else:
                    taken.append(self._hand_out(message, visibility))
        return taken

    def deliverable(self) -> Iterator[Message]:
        """The messages that a receiver would get, in order: ready, and of a FIFO group with nothing in flight."""
        blocked: set[str] = set()
        now = self.clock.millis()
        for message in self._messages:
            if self._is_old(message, now):
                self._messages.remove(message)
            elif ready_at(message) > now:
                blocked.add(message.group_id or "")
            elif not (self.fifo_queue and message.group_id in blocked):
                yield message

    def _hand_out(self, message: Message, visibility: int) -> Message:
        message.mark_received(visibility_timeout=visibility)
        self._messages.handed_out(message)
        return copy.copy(message)

    def _is_old(self, message: Message, now: float) -> bool:
        return bool(message.sent_timestamp + self.message_retention_period * 1000 <= now)

    def _is_spent(self, message: Message) -> bool:
        if self.dead_letter_queue is None or not self.redrive_policy:
            return False
        return bool(message.approximate_receive_count >= self.redrive_policy["maxReceiveCount"])

    def _give_up(self, message: Message) -> None:
        message.visible_at = message.delayed_until = 0.0
        message.receipt_handle, message._old_receipt_handles = None, []
        self.dead_letter_queue._messages.append(message)
        self.pulse.beat()

    def hide(self, receipt_handle: str, seconds: int) -> None:
        """Change how long a message in flight stays invisible."""
        with LOCK:
            message = self._messages.of_handle(receipt_handle)
            if message is None:
                raise ReceiptHandleIsInvalid
            until = self.clock.millis() + int(seconds) * 1000
            if until - message.approximate_first_receive_timestamp > LONGEST_INVISIBLE + 1000:
                raise InvalidParameterValue(
                    f"Value {seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout "
                    "for the message is beyond the limit [43200 seconds]"
                )
            message.visible_at = until
        self.pulse.beat()

    def next_ready(self) -> float | None:
        """Product time in seconds when the next message that is not ready will be."""
        now = self.clock.millis()
        with LOCK:
            later = [at for message in self._messages if (at := ready_at(message)) > now]
        return min(later) / 1000 if later else None

    def waiting(self) -> list[Message]:
        """The messages that are delayed or in flight."""
        now = self.clock.millis()
        return [message for message in self._messages if ready_at(message) > now]


def _receive(
    backend: SQSBackend,
    queue_name: str,
    count: int,
    wait_seconds_timeout: int,
    visibility_timeout: int,
    message_attribute_names: list[str] | None = None,
) -> list[Message]:
    queue: StrictQueue = backend.get_queue(queue_name)
    end = time.monotonic() + int(wait_seconds_timeout or 0)
    seen = queue.pulse.beats
    while True:
        taken = queue.take(count, visibility_timeout)
        left = end - time.monotonic()
        if taken or left <= 0:
            break
        later = queue.next_ready()
        pause = left if later is None else min(left, max(0.0, later - queue.clock.now()))
        seen = queue.pulse.wait(seen=seen, seconds=pause)
    for message in taken:
        models._filter_message_attributes(message, message_attribute_names or [])
    return taken


def _change_visibility(
    backend: SQSBackend, queue_name: str, receipt_handle: str, visibility_timeout: int
) -> None:
    backend.get_queue(queue_name).hide(receipt_handle, visibility_timeout)


def _purge(backend: SQSBackend, queue_name: str) -> None:
    queue: StrictQueue = backend.get_queue(queue_name)
    with LOCK:
        queue._messages = Messages()


def install(*, clock: ProductClock, pulse: Pulse) -> None:
    """Put the strict parts in place of moto's own."""
    StrictQueue.clock, StrictQueue.pulse = clock, pulse
    models.unix_time = clock.now
    models.unix_time_millis = clock.millis
    models.Queue = StrictQueue
    Message.visible = property(lambda message: message.visible_at <= clock.millis())
    Message.delayed = property(lambda message: message.delayed_until > clock.millis())
    SQSBackend.receive_message = _receive
    SQSBackend.change_message_visibility = _change_visibility
    SQSBackend.purge_queue = _purge
