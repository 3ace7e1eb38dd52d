"""SQS by the product clock: delay, visibility, order of groups, deduplication, dead letters."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.harness import LocalCloud


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    """An emulator of its own: these tests move its clock. It has no functions, so nobody takes messages away."""
    with LocalCloud(app_module="tests.integration.local.no_functions") as cloud:
        cloud.start_pump()
        yield cloud


class Queue:
    def __init__(self, cloud: LocalCloud, **attributes: str) -> None:
        self.sqs = cloud.client("sqs")
        suffix = ".fifo" if "FifoQueue" in attributes else ""
        name = f"q-{uuid.uuid4().hex}{suffix}"
        self.url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def send(self, body: str, **more: Any) -> str:
        return str(self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **more)["MessageId"])

    def send_in(self, group: str, body: str, name: str | None = None) -> str:
        return self.send(body, MessageGroupId=group, MessageDeduplicationId=name or body)

    def receive(self, count: int = 10, **more: Any) -> list[dict[str, Any]]:
        answer = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=count, AttributeNames=["All"], **more
        )
        return list(answer.get("Messages", []))

    def bodies(self, count: int = 10, **more: Any) -> list[str]:
        return [message["Body"] for message in self.receive(count, **more)]

    def delete(self, message: dict[str, Any]) -> None:
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    @property
    def arn(self) -> str:
        held = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        return str(held["Attributes"]["QueueArn"])


FIFO = {"FifoQueue": "true", "DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}


def test_a_delayed_message_comes_when_product_time_does(cloud: LocalCloud) -> None:
    queue = Queue(cloud)
    queue.send("later", DelaySeconds=600)
    assert queue.bodies() == []
    cloud.advance("PT9M50S")
    assert queue.bodies() == []
    cloud.advance("PT11S")
    assert queue.bodies() == ["later"]


def test_a_received_message_comes_again_after_its_visibility_timeout(cloud: LocalCloud) -> None:
    queue = Queue(cloud, VisibilityTimeout="360")
    queue.send("again")
    assert queue.bodies() == ["again"]
    assert queue.bodies() == []
    cloud.advance("PT6M1S")
    found = queue.receive()
    assert [one["Attributes"]["ApproximateReceiveCount"] for one in found] == ["2"]


def test_visibility_can_be_changed_while_a_message_is_in_flight(cloud: LocalCloud) -> None:
    queue = Queue(cloud, VisibilityTimeout="30")
    queue.send("hold")
    held = queue.receive()[0]
    queue.sqs.change_message_visibility(
        QueueUrl=queue.url, ReceiptHandle=held["ReceiptHandle"], VisibilityTimeout=900
    )
    cloud.advance("PT2M")
    assert queue.bodies() == []
    queue.sqs.change_message_visibility(
        QueueUrl=queue.url, ReceiptHandle=held["ReceiptHandle"], VisibilityTimeout=0
    )
    assert queue.bodies() == ["hold"]


def test_a_deleted_message_never_comes_again(cloud: LocalCloud) -> None:
    queue = Queue(cloud, VisibilityTimeout="30")
    queue.send("once")
    message = queue.receive()[0]
    queue.delete(message)
    queue.delete(message)
    cloud.advance("PT1M")
    assert queue.bodies() == []


def test_a_group_waits_while_one_of_its_messages_is_in_flight(cloud: LocalCloud) -> None:
    queue = Queue(cloud, **FIFO)
    for body in ("a1", "a2"):
        queue.send_in("a", body)
    queue.send_in("b", "b1")
    first = queue.receive(1)[0]
    assert first["Body"] == "a1"
    assert queue.bodies() == ["b1"]
    queue.delete(first)
    assert queue.bodies() == ["a2"]


def test_a_group_keeps_its_order_when_its_first_message_failed(cloud: LocalCloud) -> None:
    queue = Queue(cloud, **FIFO, VisibilityTimeout="60")
    for body in ("1", "2", "3"):
        queue.send_in("g", body)
    assert queue.bodies(2) == ["1", "2"]
    cloud.advance("PT61S")
    assert queue.bodies() == ["1", "2", "3"]


def test_a_deduplication_id_counts_for_five_minutes_also_after_deletion(cloud: LocalCloud) -> None:
    queue = Queue(cloud, **FIFO)
    first = queue.send_in("g", "body", name="command-1")
    queue.delete(queue.receive()[0])
    assert queue.send_in("g", "body", name="command-1") == first
    assert queue.bodies() == []
    cloud.advance("PT5M1S")
    assert queue.send_in("g", "body", name="command-1") != first
    assert queue.bodies() == ["body"]


def test_deduplication_per_group_lets_the_same_id_into_another_group(cloud: LocalCloud) -> None:
    queue = Queue(cloud, **FIFO)
    queue.send_in("g", "1", name="same")
    queue.send_in("h", "2", name="same")
    assert queue.bodies() == ["1", "2"]


def test_a_message_received_too_often_goes_to_the_dead_letters(cloud: LocalCloud) -> None:
    dead = Queue(cloud)
    queue = Queue(
        cloud,
        VisibilityTimeout="10",
        RedrivePolicy=json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 2}),
    )
    queue.send("poison")
    for _ in range(2):
        assert queue.bodies() == ["poison"]
        cloud.advance("PT11S")
    assert queue.bodies() == []
    assert dead.bodies() == ["poison"]


def test_a_message_older_than_its_retention_is_gone(cloud: LocalCloud) -> None:
    queue = Queue(cloud, MessageRetentionPeriod="3600")
    queue.send("old")
    cloud.advance("PT61M")
    assert queue.bodies() == []


def test_a_long_poll_wakes_when_a_message_comes(cloud: LocalCloud) -> None:
    import threading

    queue = Queue(cloud)
    threading.Timer(0.2, queue.send, ["now"]).start()
    later = threading.Timer(15, queue.send, ["later"])
    later.start()
    assert queue.bodies(WaitTimeSeconds=20) == ["now"]  # who only looks again at the end finds both
    later.cancel()


def test_an_unknown_receipt_handle_is_refused(cloud: LocalCloud) -> None:
    queue = Queue(cloud)
    with pytest.raises(ClientError) as error:
        queue.delete({"ReceiptHandle": "nothing"})
    assert "ReceiptHandle" in error.value.response["Error"]["Code"]
