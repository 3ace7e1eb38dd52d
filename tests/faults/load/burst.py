"""Sends many webhooks at once over connections that are kept open, and takes the time of every answer."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from infra.local.demo.sale import Message

CONNECTIONS = 16


@dataclass(kw_only=True)
class Answers:
    """What the app answered. `seconds` lists how long each answer took, `took` how long all of them."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    took: float = 0.0

    @property
    def each_second(self) -> float:
        """Return how many were answered in a second."""
        return len(self.seconds) / self.took

    def percentile(self, share: float) -> float:
        """Return the time in milliseconds within which this share of the answers came."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)] * 1000


def send_all(messages: Sequence[Message], connections: int = CONNECTIONS) -> Answers:
    """Send every message once, as fast as the app answers.

    Raises
    ------
    OSError
        A connection broke.
    """
    answers, waiting, lock = Answers(), iter(messages), threading.Lock()
    errors: list[OSError] = []

    def sender() -> None:
        try:
            _send(waiting, answers, lock)
        except OSError as error:
            errors.append(error)

    senders = [threading.Thread(target=sender) for _ in range(connections)]
    began = time.perf_counter()
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    answers.took = time.perf_counter() - began
    if errors:
        raise errors[0]
    return answers


def _send(waiting: Iterator[Message], answers: Answers, lock: threading.Lock) -> None:
    connection: http.client.HTTPConnection | None = None
    while True:
        with lock:
            message = next(waiting, None)
        if message is None:
            break
        where = urlsplit(message.url)
        if connection is None:
            connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        began = time.perf_counter()
        connection.request("POST", where.path, message.body, message.headers)
        answer = connection.getresponse()
        answer.read()
        with lock:
            answers.seconds.append(time.perf_counter() - began)
            answers.statuses[answer.status] += 1
    if connection is not None:
        connection.close()
