"""A queue of each kind of cloud, with the same handles on it; time moves where a cloud lets it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from botocore.exceptions import ClientError, ParamValidationError

from infra.local.harness import LocalCloud
from tests.faults.cloud.conformance.doors import No
from tests.faults.cloud.queues import Message, Queue
from tests.faults.cloud.refused import Refused

VISIBILITY = 30
FIFO = {"FifoQueue": "true", "DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}
HOW = {"delay": "DelaySeconds", "group": "MessageGroupId", "deduplication": "MessageDeduplicationId"}


class QueueDoor(Protocol):
    """A queue; bodies name its messages."""

    name: str

    def send(self, body: str, how: Mapping[str, Any]) -> Any:
        """Send a message and return its id, or a `No`."""

    def take(self, most: int) -> list[tuple[str, int]]:
        """Receive messages: each body, and how often it was received."""

    def delete(self, body: str, *, received: int = -1) -> None:
        """Delete a message by a handle: the last one, or that of an earlier receiving."""

    def dead(self) -> list[str]:
        """Return what lies in the dead letters."""

    def later(self, seconds: int) -> None:
        """Let time pass."""


class LightQueue:
    """The light queue."""

    name = "light"

    def __init__(self, *, fifo: bool, most_receives: int) -> None:
        self._queue = Queue(name="q", fifo=fifo, visibility=VISIBILITY, most_receives=most_receives)
        self._now = 1000.0
        self._taken: dict[str, list[Message]] = {}

    def send(self, body: str, how: Mapping[str, Any]) -> Any:
        """Send a message and return its id, or a `No`."""
        try:
            return self._queue.send(body, now=self._now, **how)
        except Refused as refused:
            return No(refused.code)

    def take(self, most: int) -> list[tuple[str, int]]:
        """Receive messages: each body, and how often it was received."""
        taken = self._queue.take(most, now=self._now)
        for one in taken:
            self._taken.setdefault(one.body, []).append(one)
        return [(one.body, one.receives) for one in taken]

    def delete(self, body: str, *, received: int = -1) -> None:
        """Delete a message by a handle: the last one, or that of an earlier receiving."""
        self._queue.delete(self._taken[body][received])

    def dead(self) -> list[str]:
        """Return what lies in the dead letters."""
        return [one.body for one in self._queue.dead]

    def later(self, seconds: int) -> None:
        """Let time pass."""
        self._now += seconds


class EmulatedQueue:
    """A queue behind a botocore client. `cloud` lets time pass, where there is one."""

    def __init__(
        self, name: str, sqs: Any, *, fifo: bool, most_receives: int, cloud: LocalCloud | None = None
    ) -> None:
        self.name, self._sqs, self._cloud = name, sqs, cloud
        self._taken: dict[str, list[str]] = {}
        base, suffix = uuid.uuid4().hex, ".fifo" if fifo else ""
        self._dead = self._create(f"{base}-dead{suffix}", fifo, {})
        held = sqs.get_queue_attributes(QueueUrl=self._dead, AttributeNames=["QueueArn"])["Attributes"]
        redrive = {"deadLetterTargetArn": held["QueueArn"], "maxReceiveCount": most_receives}
        more = {"VisibilityTimeout": str(VISIBILITY), "RedrivePolicy": json.dumps(redrive)}
        self._url = self._create(f"{base}{suffix}", fifo, more)

    def _create(self, name: str, fifo: bool, more: dict[str, str]) -> str:
        attributes = (FIFO if fifo else {}) | more
        return str(self._sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])

    def send(self, body: str, how: Mapping[str, Any]) -> Any:
        """Send a message and return its id, or a `No`."""
        request = {HOW[name]: value for name, value in how.items()}
        try:
            return self._sqs.send_message(QueueUrl=self._url, MessageBody=body, **request)["MessageId"]
        except ClientError as error:
            return No(error.response["Error"]["Code"].removeprefix("com.amazonaws.sqs#"))
        except ParamValidationError:
            return No("InvalidParameterValue")

    def take(self, most: int) -> list[tuple[str, int]]:
        """Receive messages: each body, and how often it was received."""
        answer = self._sqs.receive_message(
            QueueUrl=self._url, MaxNumberOfMessages=most, MessageSystemAttributeNames=["All"]
        )
        taken = answer.get("Messages", [])
        for one in taken:
            self._taken.setdefault(one["Body"], []).append(one["ReceiptHandle"])
        return [(one["Body"], int(one["Attributes"]["ApproximateReceiveCount"])) for one in taken]

    def delete(self, body: str, *, received: int = -1) -> None:
        """Delete a message by a handle: the last one, or that of an earlier receiving."""
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=self._taken[body][received])

    def dead(self) -> list[str]:
        """Return what lies in the dead letters."""
        answer = self._sqs.receive_message(QueueUrl=self._dead, MaxNumberOfMessages=10)
        return [one["Body"] for one in answer.get("Messages", [])]

    def later(self, seconds: int) -> None:
        """Let time pass."""
        assert self._cloud is not None, "This cloud knows wall time only."
        self._cloud.advance(f"PT{seconds}S")
