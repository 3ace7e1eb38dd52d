"""SQS in memory: visibility, delay, redrive; FIFO groups in order, deduplication for five minutes.

Instants are seconds of the product clock. Messages are values: a change puts another one in its place, so a copy of a
queue is a copy of its lists.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field, replace
from random import Random

from tests.faults.cloud.refused import Refused

DEDUPLICATION = 300.0
LARGEST = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message. `number` is its place in the queue, `receives` how often it was handed out."""

    number: int
    id: str
    body: str
    sent_at: float
    visible_at: float
    group: str | None = None
    deduplication: str | None = None
    receives: int = 0


@dataclass(slots=True, kw_only=True)
class Queue:
    """One queue.

    Attributes
    ----------
    visibility
        Seconds for which a message that was handed out stays hidden.
    most_receives
        After so many a message goes to the dead letters.
    """

    name: str
    fifo: bool = False
    visibility: float = 30.0
    most_receives: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    dead: list[Message] = field(default_factory=list)
    sent: int = 0
    _ready: list[int] = field(default_factory=list)  # numbers of those that may be handed out, sorted
    _hidden: list[tuple[float, int]] = field(default_factory=list)  # (visible_at, number), sorted
    _busy: dict[str, int] = field(default_factory=dict)  # messages of a group in flight
    _known: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)  # by group and id

    def copy(self) -> Queue:
        """Return an independent copy."""
        return replace(
            self,
            messages=dict(self.messages),
            dead=list(self.dead),
            _ready=list(self._ready),
            _hidden=list(self._hidden),
            _busy=dict(self._busy),
            _known=dict(self._known),
        )

    def send(
        self,
        body: str,
        *,
        now: float,
        delay: float = 0.0,
        group: str | None = None,
        deduplication: str | None = None,
    ) -> str:
        """Take a message in and return its id; a FIFO queue answers a repetition with the first one's id."""
        if self.fifo and not group:
            raise Refused("MissingParameter", "A FIFO queue needs a group.")
        if self.fifo and not deduplication:
            raise Refused("InvalidParameterValue", "This FIFO queue needs a deduplication id.")
        if not self.fifo and group:
            raise Refused("InvalidParameterValue", "A standard queue knows no groups here.")
        if self.fifo and delay:
            raise Refused("InvalidParameterValue", "A FIFO queue knows no delay of single messages.")
        if not 0 <= delay <= 900:
            raise Refused("InvalidParameterValue", "A delay is 0 to 900 seconds.")
        if not body or len(body.encode()) > LARGEST:
            raise Refused("InvalidParameterValue", "A message has 1 byte to 1 MiB.")
        if group and deduplication:  # each group knows its own: DeduplicationScope is messageGroup
            name = (group, deduplication)
            if (known := self._known.get(name)) and known[0] > now:
                return known[1]
            self._known[name] = (now + DEDUPLICATION, f"{self.name}-{self.sent + 1}")
        self.sent += 1
        message = Message(
            number=self.sent,
            id=f"{self.name}-{self.sent}",
            body=body,
            sent_at=now,
            visible_at=now + delay,
            group=group,
            deduplication=deduplication,
        )
        self.messages[message.number] = message
        if delay:
            insort(self._hidden, (message.visible_at, message.number))
        else:
            self._ready.append(message.number)
        return message.id

    def take(self, most: int, *, now: float) -> list[Message]:
        """Hand out up to `most` messages and hide them; those received too often go to the dead letters."""
        self._show(now)
        taken: list[Message] = []
        held: set[str] = set()
        for number in list(self._ready):
            if len(taken) >= most:
                break
            message = self.messages[number]
            if message.group in self._busy or message.group in held:
                continue
            self._ready.remove(number)
            if self.most_receives is not None and message.receives >= self.most_receives:
                del self.messages[number]
                self.dead.append(message)
                continue
            message = replace(message, receives=message.receives + 1, visible_at=now + self.visibility)
            self.messages[number] = message
            insort(self._hidden, (message.visible_at, number))
            taken.append(message)
        for message in taken:
            if message.group is not None:
                self._busy[message.group] = self._busy.get(message.group, 0) + 1
        return taken

    def delete(self, message: Message) -> None:
        """Delete a message that was handed out; a handle that is out of date deletes nothing."""
        now = self.messages.get(message.number)
        if now is not None and now.receives == message.receives and now.visible_at == message.visible_at:
            del self.messages[message.number]
            self._hidden.remove((message.visible_at, message.number))
            self._free(message.group)

    def redrive(self, *, now: float) -> int:
        """Send the dead letters back, as an operator does; return how many."""
        back, self.dead = self.dead, []
        for message in back:
            self.sent += 1
            again = replace(message, number=self.sent, receives=0, sent_at=now, visible_at=now)
            self.messages[again.number] = again
            self._ready.append(again.number)
        return len(back)

    def ready(self, now: float) -> bool:
        """Say whether a message could be handed out now."""
        self._show(now)
        return any(self.messages[number].group not in self._busy for number in self._ready)

    def shuffle(self, chance: Random) -> None:
        """Let a standard queue hand out in any order from now on, as it may; a FIFO queue stays as it is."""
        if not self.fifo:
            chance.shuffle(self._ready)

    def next_visible(self) -> float | None:
        """Return when the next hidden message shows."""
        return self._hidden[0][0] if self._hidden else None

    def _show(self, now: float) -> None:
        while self._hidden and self._hidden[0][0] <= now:
            _, number = self._hidden.pop(0)
            insort(self._ready, number)
            message = self.messages[number]
            if message.receives:
                self._free(message.group)

    def _free(self, group: str | None) -> None:
        if group is not None and group in self._busy:
            self._busy[group] -= 1
            if not self._busy[group]:
                del self._busy[group]
