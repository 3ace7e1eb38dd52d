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
        for start in range(0, len(messages), _BATCH):
            entries = [
                {
                    "Id": str(n),
                    "MessageBody": json.dumps(body),
                    "MessageGroupId": group,
                    "MessageDeduplicationId": _dedup(key),
                }
                for n, (body, group, key) in enumerate(messages[start : start + _BATCH])
            ]
            try:
                answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            except (ClientError, BotoCoreError) as error:
                raise UnavailableError(f"The queue did not take the messages: {error}") from error
            if answer.get("Failed"):
                raise UnavailableError(f"The queue did not take {len(answer['Failed'])} messages.")


def _dedup(key: str) -> str:

    return hashlib.sha256(key.encode()).hexdigest()
