"""What everything runs by: the clock, and queues."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.application.ports.json import Json


class Clock(Protocol):
    """The product's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Queue(Protocol):
    """A queue to which use cases send."""

    def send(self, body: Json, *, delay: int = 0, group: str | None = None, key: str | None = None) -> None:
        """Send one message, visible after `delay` seconds; `group` and `key` order and deduplicate on FIFO queues."""
        ...

    def send_all(self, messages: Sequence[tuple[Json, str, str]]) -> None:
        """Send (body, group, key) messages in batches; raises UnavailableError if any was not taken."""
        ...

    def offer(self, bodies: Sequence[Json]) -> Mapping[int, str]:
        """Send messages in batches; return the places of those that were not taken, and why."""
        ...
