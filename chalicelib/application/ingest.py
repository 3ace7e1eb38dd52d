"""From a kept webhook to a command: split it into deals, read each deal where it lives, tell its onboarding.

A webhook is only a hint that something happened to a deal; what counts is the deal as the CRM has it now. So order and
repetition of webhooks do not matter, and one that cannot be followed up is followed up later: after 1, 5, 15 and 60
minutes. After the second failure a deal known to be won opens with what its event said, and reading goes on.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.application import intake
from chalicelib.application.crm import Arrived, Crm, Hint, Inbox, Reading, Shape
from chalicelib.application.handle import Envelope
from chalicelib.application.personal import Sealer
from chalicelib.application.ports import Clock, Json, OnboardingStore, People, Queue
from chalicelib.domain.commands import RecordDeal
from chalicelib.domain.errors import UnavailableError

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
OPENS_ANYWAY_AFTER = 2
RESTS, AGAIN = timedelta(minutes=10), timedelta(minutes=50)
_LONGEST_DELAY = 900


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
    """Send what was kept and not worked on for ten minutes back to ingestion, once an hour; return how much.

    What the queue does not take goes on resting, for the next sweep.
    """
    waiting = inbox.resting(now - RESTS)
    refused = queue.offer([{"inbox": pk} for pk in waiting])
    taken = [pk for place, pk in enumerate(waiting) if place not in refused]
    for pk in taken:
        inbox.postpone(pk, now + AGAIN)
    return len(taken)


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
    sealer = Sealer(command_id)
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
