"""Messages go to queues in batches of ten, and whoever sends learns which were not taken."""

from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters.sqs import SqsQueue


class Sqs:
    """Takes batches, but not the messages at some places, and none at all after some requests."""

    def __init__(self, *, refused: tuple[int, ...] = (), works: int = 100) -> None:
        self.refused, self.works = refused, works
        self.batches: list[list[dict[str, Any]]] = []

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        if len(self.batches) >= self.works:
            raise ClientError({"Error": {"Code": "InternalError", "Message": "down"}}, "SendMessageBatch")
        self.batches.append(Entries)
        failed = [one["Id"] for one in Entries if int(one["Id"]) in self.refused]
        return {"Failed": [{"Id": name, "Code": "Throttled", "Message": "slow down"} for name in failed]}


def queue(sqs: Sqs) -> SqsQueue:
    return SqsQueue(sqs, "https://queue.example/1")


def bodies(count: int) -> list[dict[str, int]]:
    return [{"n": n} for n in range(count)]


def test_a_hundred_messages_are_ten_requests() -> None:
    sqs = Sqs()
    assert queue(sqs).offer(bodies(100)) == {}
    assert [len(batch) for batch in sqs.batches] == [10] * 10
    assert [one["MessageBody"] for batch in sqs.batches for one in batch] == [
        f'{{"n": {n}}}' for n in range(100)
    ]


def test_nothing_to_send_is_no_request() -> None:
    sqs = Sqs()
    assert queue(sqs).offer([]) == {}
    assert sqs.batches == []


def test_what_a_batch_refuses_is_named_by_its_place() -> None:
    assert queue(Sqs(refused=(3, 17))).offer(bodies(20)) == {3: "slow down", 17: "slow down"}


def test_when_the_queue_is_down_the_rest_is_refused_without_asking_again() -> None:
    sqs = Sqs(refused=(3,), works=1)
    assert sorted(queue(sqs).offer(bodies(40))) == [3, *range(10, 40)]
    assert len(sqs.batches) == 1
