"""From a kept webhook to a command: split it into deals, read each deal where it lives, tell its onboarding.

A webhook is only a hint that something happened to a deal; what counts is the deal as the CRM has it now. So order and
repetition of webhooks do not matter, and one that cannot be followed up is followed up later: after 1, 5, 15 and 60
minutes. After the second failure a deal known to be won opens with what its event said, and reading goes on.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.application import intake
from chalicelib.application.handle import Envelope
from chalicelib.application.personal import Sealer
from chalicelib.application.ports import Clock, Json, OnboardingStore, People, Queue
from chalicelib.domain.commands import RecordDeal
from chalicelib.domain.deal import Deal, DealState
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.people import Directory
from chalicelib.domain.values import DealRef

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
OPENS_ANYWAY_AFTER = 2
RESTS, AGAIN = timedelta(minutes=10), timedelta(minutes=50)
_LONGEST_DELAY = 900


class Arrived(Protocol):
    """What the inbox keeps: a webhook, or what intake found out about an upload."""

    @property
    def source(self) -> str:
        """Return who sent it: a CRM's name, ``deals`` or ``intake``."""
        ...

    @property
    def delivery(self) -> str:
        """Return its id, the same however often it is sent."""
        ...

    @property
    def received_at(self) -> datetime:
        """Return when it came, by the product clock, UTC."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """Return what of it was kept."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What a webhook says about one deal, before anything is read.

    Attributes
    ----------
    opens
        Whether it may open an onboarding: true of a deal that was won, made or brought back, false of a mere edit.
    state
        What it says of the deal's state; None when only reading can tell.
    said
        What it says of the deal, in the shape of the generic webhook's ``data``.
    at
        When it happened, by the CRM's clock.
    raw
        The CRM's own words, for its reader.
    """

    ref: DealRef
    opens: bool
    state: DealState | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A deal as it was read: `data` in the shape of the generic webhook's, `complete` unless only its event is known."""

    state: DealState
    data: Mapping[str, Any]
    modified_at: datetime
    complete: bool = True


class Inbox(Protocol):
    """Where webhooks are kept."""

    def load(self, pk: str) -> Arrived | None:
        """Return what was kept; None when its time is over."""
        ...

    def settle(self, pk: str, notes: tuple[str, ...] = ()) -> None:
        """Mark it as worked on, with what could not be used of it and why."""
        ...

    def resting(self, before: datetime, *, limit: int = 100) -> tuple[str, ...]:
        """Return what rests since before an instant without having been worked on."""
        ...

    def postpone(self, pk: str, until: datetime) -> None:
        """Let what nobody has worked on rest until an instant."""
        ...


class Crm(Protocol):
    """One kind of CRM."""

    def hints(self, arrived: Arrived) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
        """Return one hint a deal, and a sentence for each event that could not be used."""
        ...

    def read(self, hint: Hint, received_at: datetime) -> Reading:
        """Read the deal as it is now.

        Raises
        ------
        UnavailableError
            The CRM cannot be read now.
        """
        ...


class Shape(Protocol):
    """Makes a deal of what was read; whatever cannot be used is left out and quoted."""

    def __call__(self, reading: Reading, ref: DealRef, *, sealer: Sealer, directory: Directory) -> Deal:
        """Return the deal."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingestion:
    """The world as ingestion needs it. `queue` is the one that ingestion itself is fed by."""

    inbox: Inbox
    crm: Callable[[str], Crm]
    shape: Shape
    store: OnboardingStore
    people: People
    clock: Clock
    queue: Queue
    submit: Callable[[Envelope], None]


def ingest(message: Json, world: Ingestion) -> str:
    """Work one message off and return what came of it, in a word for the log.

    Raises
    ------
    UnavailableError
        Nothing is known of a deal that could not be read for over an hour: somebody must look.
    """
    arrived = world.inbox.load(message["inbox"])
    if arrived is None:
        return "gone"
    if arrived.source == intake.SOURCE:
        world.submit(intake.verdict(arrived.body))
        world.inbox.settle(message["inbox"])
        return "verdict"
    hints, notes = world.crm(arrived.source).hints(arrived)
    if "deal" in message:
        hint = next((hint for hint in hints if hint.ref.id == message["deal"]), None)
        return _follow(hint, arrived, message, world) if hint else "gone"
    if len(hints) == 1:
        outcome = _follow(hints[0], arrived, {**message, "deal": hints[0].ref.id}, world)
    else:
        for hint in hints:
            world.queue.send({"inbox": message["inbox"], "deal": hint.ref.id})
        outcome = f"split into {len(hints)}"
    world.inbox.settle(message["inbox"], notes)
    return outcome


def requeue_resting(now: datetime, *, inbox: Inbox, queue: Queue) -> int:
    """Send what was kept and not worked on for ten minutes back to ingestion, once an hour; return how much."""
    waiting = inbox.resting(now - RESTS)
    for pk in waiting:
        inbox.postpone(pk, now + AGAIN)
        queue.send({"inbox": pk})
    return len(waiting)


def _follow(hint: Hint, arrived: Arrived, message: Json, world: Ingestion) -> str:
    if wait := _still_to_wait(message, world.clock.now()):
        world.queue.send(message, delay=wait)
        return "early"
    try:
        reading = world.crm(arrived.source).read(hint, arrived.received_at)
    except UnavailableError:
        return _later(hint, arrived, message, world)
    return _tell(reading, hint, arrived, world)


def _later(hint: Hint, arrived: Arrived, message: Json, world: Ingestion) -> str:
    failures = int(message.get("failures", 0)) + 1
    if hint.state and failures == OPENS_ANYWAY_AFTER:
        at = hint.at or arrived.received_at
        known = Reading(state=hint.state, data=hint.said, modified_at=at, complete=False)
        _tell(known, hint, arrived, world)
    if failures > len(PAUSES):
        if hint.state is None:
            raise UnavailableError(
                f"{hint.ref} could not be read, and its event does not say what became of it."
            )
        return "given up"
    until = world.clock.now() + PAUSES[failures - 1]
    again = {**message, "failures": failures, "not_before": until.isoformat()}
    world.queue.send(again, delay=_still_to_wait(again, world.clock.now()))
    return "unreadable"


def _still_to_wait(message: Json, now: datetime) -> int:
    if "not_before" not in message:
        return 0
    left = datetime.fromisoformat(message["not_before"]) - now
    return min(max(-(-left // timedelta(seconds=1)), 0), _LONGEST_DELAY)


def _tell(reading: Reading, hint: Hint, arrived: Arrived, world: Ingestion) -> str:
    onboarding, command_id = hint.ref.onboarding_id(), _command_id(reading, hint, arrived)
    sealer = Sealer(command_id, known=world.store.personal(onboarding))
    deal = world.shape(reading, hint.ref, sealer=sealer, directory=world.people.directory())
    world.submit(
        Envelope(
            onboarding=onboarding,
            id=command_id,
            actor=f"crm:{hint.ref.source}",
            command=RecordDeal(deal=deal, opens=hint.opens),
            vault=sealer.vault,
        )
    )
    return reading.state


def _command_id(reading: Reading, hint: Hint, arrived: Arrived) -> str:
    """Name the command after delivery, deal and what was read: the same again is the same, anything newer is not."""
    read = [
        hint.ref.id,
        hint.opens,
        reading.state,
        reading.complete,
        reading.modified_at.isoformat(),
        reading.data,
    ]
    digest = hashlib.sha256(json.dumps(read, sort_keys=True, default=str).encode()).hexdigest()
    return f"{arrived.source}:{arrived.delivery}:{digest[:24]}"
