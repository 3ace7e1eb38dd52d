"""Effects out: claim, perform, settle. Writes the effect's entry only; what the onboarding must know goes as a command."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.application.deliver_calls import call
from chalicelib.application.desks import DeskWorld, notify
from chalicelib.application.mail_trouble import tell
from chalicelib.application.outbox import (
    CannotWriteError,
    InDoubtError,
    Letter,
    Mailer,
    NotSentError,
    Outbox,
    Provisioner,
    RefusedError,
    Submit,
    Writer,
)
from chalicelib.application.ports import Clock, OnboardingStore, Queue
from chalicelib.application.reading import Reading, read
from chalicelib.domain.effects import CallProvisioning, Notify, ReadDocument, SendMail
from chalicelib.domain.errors import PlaybookUnreadableError
from chalicelib.domain.outbox import (
    CLAIM_HOLDS,
    DOUBT_ENDS,
    TRIES_AT_MOST,
    AskPerson,
    Entry,
    Perform,
    Wait,
    next_step,
    owner_of,
    pause,
)

_LONGEST_DELAY = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The world as delivery needs it. `queue` is the one that delivery itself is fed by."""

    outbox: Outbox
    store: OnboardingStore
    writer: Writer
    mailer: Mailer
    provisioner: Provisioner
    queue: Queue
    submit: Submit
    clock: Clock
    desk: DeskWorld
    reading: Reading | None = None


def deliver(key: str, world: Delivery) -> str:
    """Take the next step of one effect and return what came of it, in a word for the log."""
    entry = world.outbox.get(key)
    if entry is None:
        return "gone"
    match next_step(entry, world.clock.now()):
        case Perform(again=again):
            return _perform(entry, world, again=again)
        case Wait(until=until, doubtful=doubtful):
            if doubtful and entry.status == "claimed":
                _in_doubt(entry, world, until=until)
            return "doubtful" if doubtful else "claimed"  # the sweep brings it back in time
        case AskPerson():
            _report(entry, "doubtful", world)
            world.outbox.settle(
                key, "doubtful", now=world.clock.now(), note="sent twice without a word of the service"
            )
            return "asked"
        case _:
            return "settled"


def requeue_resting(now: datetime, *, outbox: Outbox, queue: Queue) -> int:
    """Send what has rested for two minutes or more back to delivery; return how much that was.

    What the queue does not take goes on resting, for the next sweep.
    """
    keys = outbox.resting(before=now - CLAIM_HOLDS)
    return len(keys) - len(queue.offer([message(key) for key in keys]))


def message(key: str) -> dict[str, str]:
    """Return the message by which delivery hears of an effect."""
    return {"pk": owner_of(key), "sk": f"X#{key}"}


def _perform(entry: Entry, world: Delivery, *, again: bool) -> str:
    match entry.effect:
        case CallProvisioning():
            return _call(entry, world)
        case Notify() as effect:
            return notify(entry, effect, world.desk)
        case ReadDocument() as effect:
            return _read(entry, effect, world)
        case SendMail() as mail:
            return _mail(entry, mail, world, again=again)


def _mail(entry: Entry, mail: SendMail, world: Delivery, *, again: bool) -> str:
    try:
        letter = world.writer.write(entry, mail)
    except CannotWriteError as error:
        return _give_up(entry, str(error), world)
    except PlaybookUnreadableError:
        return "waits"  # unclaimed: the sweep brings it back until the playbook can be read
    if isinstance(letter, str):
        world.outbox.settle(entry.key, "done", now=world.clock.now(), note=f"not needed: {letter}")
        return "not needed"
    claimed = world.outbox.claim(entry, now=world.clock.now())
    if claimed is None:
        return "claimed"
    if again:  # between claim and sending: no second mail without its journal entry, no entry for a lost race
        _report(claimed, "sent_again", world)
    return _send(claimed, letter, world)


def _send(entry: Entry, letter: Letter, world: Delivery) -> str:
    try:
        sent = world.mailer.send(letter)
    except NotSentError as error:
        if entry.tries >= TRIES_AT_MOST:
            return _give_up(entry, str(error), world)
        return _later(entry, world)
    except RefusedError as error:
        return _give_up(entry, str(error), world)
    except InDoubtError:
        _in_doubt(entry, world, until=(entry.claimed_at or world.clock.now()) + DOUBT_ENDS)
        return "doubtful"
    world.outbox.sent(entry.key, at=world.clock.now(), message=sent)
    return "sent"


def _call(entry: Entry, world: Delivery) -> str:
    claimed = world.outbox.claim(entry, now=world.clock.now())
    if claimed is None:
        return "claimed"
    outcome = call(claimed, store=world.store, provisioner=world.provisioner, submit=world.submit)
    if outcome is None:
        return _later(claimed, world)
    world.outbox.settle(entry.key, outcome.status, now=world.clock.now(), note=outcome.note)
    return outcome.note


def _read(entry: Entry, effect: ReadDocument, world: Delivery) -> str:
    claimed = world.outbox.claim(entry, now=world.clock.now())
    if claimed is None:
        return "claimed"
    note = read(claimed, effect, store=world.store, reading=world.reading)
    if note is None:
        return _later(claimed, world)
    world.outbox.settle(entry.key, "done", now=world.clock.now(), note=note)
    return note


def _later(entry: Entry, world: Delivery) -> str:
    until = world.clock.now() + pause(entry.tries)
    if world.outbox.release(entry, until=until):
        _look_again(entry, world, until=until)
    return "later"


def _in_doubt(entry: Entry, world: Delivery, *, until: datetime) -> None:
    if world.outbox.doubt(entry, until=until):
        _look_again(entry, world, until=until)


def _look_again(entry: Entry, world: Delivery, *, until: datetime) -> None:
    """Send the one message that follows a change of the entry.

    A message that changed nothing has no successor: were it handed out again and again, it would leave one each time,
    and each of those as many. Should this one be lost, the sweep finds the entry at rest.
    """
    left = until - world.clock.now()
    seconds = -(-left // timedelta(seconds=1))  # rounded up: a second early would only wait once more
    world.queue.send(message(entry.key), delay=min(max(seconds, 0), _LONGEST_DELAY))


def _give_up(entry: Entry, reason: str, world: Delivery) -> str:
    _report(entry, "failed", world)
    world.outbox.settle(entry.key, "failed", now=world.clock.now(), note=reason)
    return "failed"


def _report(entry: Entry, trouble: str, world: Delivery) -> None:
    if isinstance(entry.effect, SendMail):
        tell(entry, entry.effect, trouble, desks=world.desk.desks, submit=world.submit)
