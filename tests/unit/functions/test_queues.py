"""What is sent to a queue is taken whole, or the sender is told."""

from typing import Any

import pytest

from chalicelib.adapters.sqs import SqsQueue
from chalicelib.domain.errors import UnavailableError


class Sqs:
    """A client that remembers what it was asked; entries named in `fails` are not taken."""

    def __init__(self, *fails: str) -> None:
        self.asked: list[dict[str, Any]] = []
        self._fails = fails

    def send_message(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        return {"MessageId": "1"}

    def send_message_batch(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        given = [entry["Id"] for entry in asked["Entries"]]
        return {
            "Successful": [{"Id": one} for one in given if one not in self._fails],
            "Failed": [{"Id": one} for one in given if one in self._fails],
        }


def test_a_batch_that_is_taken_in_part_is_sent_again_whole() -> None:
    messages = [({"n": n}, "onb-a", f"tick-{n}") for n in range(3)]
    with pytest.raises(UnavailableError, match="1 messages"):
        SqsQueue(Sqs("1"), "url").send_all(messages)


def test_many_messages_go_in_batches_of_ten_and_all_of_them_go() -> None:
    sqs = Sqs()
    SqsQueue(sqs, "url").send_all([({"n": n}, f"onb-{n}", f"tick-{n}") for n in range(25)])
    assert [len(asked["Entries"]) for asked in sqs.asked] == [10, 10, 5]
    groups = [entry["MessageGroupId"] for asked in sqs.asked for entry in asked["Entries"]]
    assert groups == [f"onb-{n}" for n in range(25)]


def test_only_the_same_command_has_the_same_id_in_the_queue() -> None:
    sqs = Sqs()
    queue = SqsQueue(sqs, "url")
    for command in ("scan:1", "scan:2", "scan:1"):
        queue.send({}, group="onb-a", key=command)
    first, second, again = (asked["MessageDeduplicationId"] for asked in sqs.asked)
    assert first == again != second


def test_no_delay_is_longer_than_a_queue_knows() -> None:
    sqs = Sqs()
    SqsQueue(sqs, "url").send({}, delay=3600)
    assert sqs.asked[0]["DelaySeconds"] == 900
