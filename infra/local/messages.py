"""A queue's messages in the order they came, each found by its receipt handles."""

from __future__ import annotations

from collections.abc import Iterator

from moto.sqs.models import Message


class Messages:
    """Messages in the order they came, each found by its receipt handles."""

    def __init__(self) -> None:
        self._by_id: dict[str, Message] = {}
        self._by_handle: dict[str, Message] = {}

    def append(self, message: Message) -> None:
        """Take a message in, as the last."""
        self._by_id[message.id] = message

    def remove(self, message: Message) -> None:
        """Forget a message and its handles."""
        self._by_id.pop(message.id, None)
        for handle in message.all_receipt_handles:
            self._by_handle.pop(handle, None)

    def handed_out(self, message: Message) -> None:
        """Note the handle that a message was just given."""
        self._by_handle[message.receipt_handle] = message

    def of_handle(self, handle: str) -> Message | None:
        """Answer the message that a handle was given for."""
        return self._by_handle.get(handle)

    def __iter__(self) -> Iterator[Message]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)


def ready_at(message: Message) -> float:
    """Product time in milliseconds from which a message may be received."""
    return max(float(message.visible_at), float(message.delayed_until))
