"""People's desks: laying something on one, and what becomes of a window when its time has come."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.application.ports import Clock, People
from chalicelib.domain import desk as d
from chalicelib.domain.effects import Notify, effect_key
from chalicelib.domain.errors import VersionConflictError
from chalicelib.domain.outbox import Entry, owner_of
from chalicelib.domain.values import whole_milliseconds

TRIES = 8  # a desk is one item, and a storm comes to it all at once


class AlreadyLaidError(Exception):
    """The effect that a commit would settle is settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Something that comes to lie in a window of somebody's desk."""

    person: str
    window: int
    slip: d.OnDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCommit:
    """Everything that one step writes, in one transaction or not at all.

    Attributes
    ----------
    desks
        Each desk as it was loaded, and as it is after.
    settles
        The effect that is done with this, as it was read.
    mail
        The effect that goes into the outbox of the desk's person.
    """

    desks: tuple[tuple[d.Desk, d.Desk], ...]
    at: datetime
    laid: Laid | None = None
    settles: Entry | None = None
    mail: Entry | None = None


class Desks(Protocol):
    """Where desks are kept."""

    def load(self, person: str) -> d.Desk:
        """Read a desk as it is now; one on which nothing ever lay is empty."""
        ...

    def slips(self, person: str, window: int) -> tuple[d.OnDesk, ...]:
        """Return what a window has gathered, the first that came first."""
        ...

    def save(self, commit: DeskCommit) -> None:
        """Write a commit whole or not at all.

        Raises
        ------
        VersionConflictError
            A desk has changed since it was loaded.
        AlreadyLaidError
            The effect to be settled is settled.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWorld:
    """The world as desks need it. `pause` waits before the given try, with jitter."""

    desks: Desks
    people: People
    clock: Clock
    pause: Callable[[int], None] = lambda _: None


def notify(entry: Entry, effect: Notify, world: DeskWorld) -> str:
    """Lay an escalation on a person's desk and settle its effect with it; return what came of it, in a word.

    Raises
    ------
    VersionConflictError
        Others were faster each time.
    """
    return _tried(lambda: _lay(entry, effect, world), world)


def tick(person: str, world: DeskWorld) -> str:
    """Do what a person's desk is due for, and return what that was, in a word for the log.

    Raises
    ------
    VersionConflictError
        Others were faster each time.
    """
    return _tried(lambda: _look(person, world), world)


def gathered(desks: Desks, person: str, window: int) -> Iterator[tuple[str, d.Slip]]:
    """Yield (whose desk it came to first, slip) of everything in a window, also of those that were passed on into it."""
    for slip in desks.slips(person, window):
        if isinstance(slip, d.PassedOn):
            yield from gathered(desks, slip.person, slip.window)
        else:
            yield person, slip


def most_urgent(found: Iterable[tuple[str, d.Slip]]) -> tuple[tuple[str, d.Slip], ...]:
    """Return each escalation once, in the order of its urgency: the highest rung first, then what waits longest."""
    by_rung = sorted(found, key=lambda one: (-one[1].rung, one[1].at, one[1].key))
    first: dict[tuple[str, str], tuple[str, d.Slip]] = {}
    for whose, slip in by_rung:
        first.setdefault((slip.onboarding, slip.escalation), (whose, slip))
    return tuple(first.values())


def _tried(act: Callable[[], str], world: DeskWorld) -> str:
    for attempt in range(1, TRIES):
        try:
            return act()
        except VersionConflictError:
            world.pause(attempt)
    return act()


def _lay(entry: Entry, effect: Notify, world: DeskWorld) -> str:
    now, directory = whole_milliseconds(world.clock.now()), world.people.directory()
    desk = world.desks.load(effect.person)
    slip = d.Slip(
        key=entry.key,
        at=now,
        onboarding=entry.onboarding or "",
        escalation=effect.escalation,
        rung=effect.rung,
    )
    commit = DeskCommit(
        desks=((desk, d.laid(desk, directory, now)),),
        at=now,
        laid=Laid(person=desk.person, window=desk.window, slip=slip),
        settles=entry,
    )
    try:
        world.desks.save(commit)
    except AlreadyLaidError:
        return "settled"
    return "on the desk"


def _look(person: str, world: DeskWorld) -> str:
    now, directory = whole_milliseconds(world.clock.now()), world.people.directory(fresh=True)
    desk = world.desks.load(person)
    match d.step(desk, directory, now):
        case d.Mail():
            world.desks.save(_mailed(desk, now))
            return "mailed"
        case d.PassOn(to=to):
            other = world.desks.load(to)
            moves = ((desk, d.closed(desk)), (other, d.laid(other, directory, now)))
            laid = Laid(person=to, window=other.window, slip=d.passed_on(desk, now))
            world.desks.save(DeskCommit(desks=moves, at=now, laid=laid))
            return "passed on"
        case d.Wait(until=until) if until != desk.due_at:
            world.desks.save(DeskCommit(desks=((desk, d.waiting(desk, directory, now)),), at=now))
    return "waits"


def _mailed(desk: d.Desk, now: datetime) -> DeskCommit:
    effect = d.mail_of(desk)
    key = effect_key(desk.person, desk.window, effect)
    mail = Entry(owner=owner_of(key), key=key, effect=effect, written_at=now)
    return DeskCommit(desks=((desk, d.closed(desk, mailed_at=now)),), at=now, mail=mail)
