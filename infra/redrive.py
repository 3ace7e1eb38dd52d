"""`make redrive STAGE=… QUEUE=…`: sends what a queue's dead letters hold back to the queue, after the cause is mended.

Each message is sent before it is deleted, so a crash in between sends it twice and loses none; every consumer knows
what it has done already.
"""

import argparse
import json
import sys
from typing import Any

import boto3

QUEUES = ("ingest", "intake", "commands", "deliver", "feedback")
CARRIED = ("MessageGroupId", "MessageDeduplicationId")
HIDDEN_SECONDS = 60


class RedriveError(Exception):
    """Nothing can be sent back; the message says why."""


def redrive(stage: str, queue: str, sqs: Any) -> int:
    """Send a queue's dead letters back, oldest first, and return how many there were.

    Raises
    ------
    RedriveError
        There is no such queue.
    """
    if queue not in QUEUES:
        raise RedriveError(f"There is no queue {queue}: name one of {', '.join(QUEUES)}.")
    ending = ".fifo" if queue == "commands" else ""
    live, dead = (_url(f"golive-{stage}-{name}{ending}", sqs) for name in (queue, f"{queue}-dead-letters"))
    moved = 0
    while letters := _receive(dead, sqs):
        for letter in letters:
            kept = {name: letter["Attributes"][name] for name in CARRIED if name in letter["Attributes"]}
            sqs.send_message(QueueUrl=live, MessageBody=letter["Body"], **kept)
            sqs.delete_message(QueueUrl=dead, ReceiptHandle=letter["ReceiptHandle"])
            moved += 1
    return moved


def _url(name: str, sqs: Any) -> str:
    try:
        return sqs.get_queue_url(QueueName=name)["QueueUrl"]  # type: ignore[no-any-return]
    except sqs.exceptions.QueueDoesNotExist:
        raise RedriveError(f"There is no queue {name} in this account and region.") from None


def _receive(url: str, sqs: Any) -> list[Any]:
    answer = sqs.receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=10,
        VisibilityTimeout=HIDDEN_SECONDS,
        WaitTimeSeconds=1,
        MessageSystemAttributeNames=list(CARRIED),
    )
    return list(answer.get("Messages", []))


def show(stage: str, sqs: Any) -> str:
    """Return how many dead letters each queue has."""
    counts = {}
    for queue in QUEUES:
        name = f"golive-{stage}-{queue}-dead-letters{'.fifo' if queue == 'commands' else ''}"
        asked = {"QueueUrl": _url(name, sqs), "AttributeNames": ["ApproximateNumberOfMessages"]}
        counts[queue] = sqs.get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessages"]
    return json.dumps(counts)


def main() -> None:
    """Send back from the command line; without a queue, say what waits."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("stage")
    parser.add_argument("queue", nargs="?")
    given = parser.parse_args()
    sqs = boto3.client("sqs")
    try:
        if given.queue:
            print(f"{redrive(given.stage, given.queue, sqs)} sent back to {given.queue}.")
        else:
            print(f"Waiting: {show(given.stage, sqs)}. Send back with QUEUE=…")
    except RedriveError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
