"""Queues to which use cases send."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.errors import UnavailableError

_BATCH = 10


class SqsQueue:
    """One SQS queue, standard or FIFO.

    Parameters
    ----------
    client
        A boto3 SQS client.
    url
        The queue's URL.
    """

    def __init__(self, client: Any, url: str) -> None:
        self._client, self._url = client, url

    def send(
        self, body: Mapping[str, Any], *, delay: int = 0, group: str | None = None, key: str | None = None
    ) -> None:
        """Send one message, visible after `delay` seconds (900 at most; FIFO queues know no delay)."""
        more: dict[str, Any] = {"DelaySeconds": min(delay, 900)} if delay else {}
        if group is not None:
            more |= {"MessageGroupId": group, "MessageDeduplicationId": _dedup(key or "")}
        try:
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(body), **more)
        except (ClientError, BotoCoreError) as error:
            raise UnavailableError(f"The queue did not take the message: {error}") from error

    def send_all(self, messages: Sequence[tuple[Mapping[str, Any], str, str]]) -> None:
        """Send (body, group, key) messages in batches of ten.

        Raises
        ------
        UnavailableError
            At least one was not taken; sending all again is safe.
        """
        refused = self._send_batches(
            [
                {
                    "MessageBody": json.dumps(body),
                    "MessageGroupId": group,
                    "MessageDeduplicationId": _dedup(key),
                }
                for body, group, key in messages
            ]
        )
        if refused:
            raise UnavailableError(
                f"The queue did not take {len(refused)} messages: {next(iter(refused.values()))}"
            )

    def offer(self, bodies: Sequence[Mapping[str, Any]]) -> Mapping[int, str]:
        """Send messages in batches of ten; return the places of those that were not taken, and why."""
        return self._send_batches([{"MessageBody": json.dumps(body)} for body in bodies])

    def _send_batches(self, messages: list[dict[str, Any]]) -> dict[int, str]:
        refused: dict[int, str] = {}
        for start in range(0, len(messages), _BATCH):
            entries = [{"Id": str(start + n)} | one for n, one in enumerate(messages[start : start + _BATCH])]
            try:
                answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            except (ClientError, BotoCoreError) as error:  # what is down stays down for a while: ask no more
                return refused | dict.fromkeys(range(start, len(messages)), str(error))
            for failed in answer.get("Failed", ()):
                refused[int(failed["Id"])] = str(failed.get("Message") or failed.get("Code"))
        return refused


def _dedup(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
