"""Dead letters go back to where they came from, each once, in their order."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.redrive import QUEUES, RedriveError, redrive, show


@pytest.fixture
def sqs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        client = boto3.client("sqs", region_name="eu-central-1")
        for queue in QUEUES:
            for name in (queue, f"{queue}-dead-letters"):
                fifo = queue == "commands"
                attributes = {"FifoQueue": "true"} if fifo else {}
                client.create_queue(
                    QueueName=f"golive-prod-{name}{'.fifo' if fifo else ''}", Attributes=attributes
                )
        yield client


def url(sqs: Any, name: str) -> str:
    return sqs.get_queue_url(QueueName=f"golive-prod-{name}")["QueueUrl"]  # type: ignore[no-any-return]


def waiting(sqs: Any, name: str) -> list[Any]:
    asked = {"QueueUrl": url(sqs, name), "MaxNumberOfMessages": 10, "AttributeNames": ["All"]}
    return sqs.receive_message(**asked).get("Messages", [])  # type: ignore[no-any-return]


def test_all_dead_letters_go_back_and_none_stays(sqs: Any) -> None:
    for number in range(23):
        sqs.send_message(QueueUrl=url(sqs, "deliver-dead-letters"), MessageBody=f"letter {number}")
    assert redrive("prod", "deliver", sqs) == 23
    asked = {"QueueUrl": url(sqs, "deliver"), "AttributeNames": ["ApproximateNumberOfMessages"]}
    assert sqs.get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessages"] == "23"
    assert redrive("prod", "deliver", sqs) == 0


def test_a_command_keeps_its_onboarding_and_its_id(sqs: Any) -> None:
    dead = url(sqs, "commands-dead-letters.fifo")
    sqs.send_message(QueueUrl=dead, MessageBody="{}", MessageGroupId="onb-1", MessageDeduplicationId="tick:1")
    assert redrive("prod", "commands", sqs) == 1
    (back,) = waiting(sqs, "commands.fifo")
    assert back["Attributes"]["MessageGroupId"] == "onb-1"
    assert back["Attributes"]["MessageDeduplicationId"] == "tick:1"


def test_what_waits_is_shown_by_queue(sqs: Any) -> None:
    sqs.send_message(QueueUrl=url(sqs, "intake-dead-letters"), MessageBody="upload")
    assert '"intake": "1"' in show("prod", sqs)


def test_an_unknown_queue_or_stage_is_told(sqs: Any) -> None:
    with pytest.raises(RedriveError, match="name one of ingest"):
        redrive("prod", "relay", sqs)
    with pytest.raises(RedriveError, match="no queue golive-test-ingest"):
        redrive("test", "ingest", sqs)
