"""The mornings: one entry of the due index wakes the team's summaries, wherever the next working day begins."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.application.outbox import Outbox
from chalicelib.application.ports import Clock, People
from chalicelib.domain import mornings as m
from chalicelib.domain.effects import MailKind, SendMail, effect_key
from chalicelib.domain.outbox import Entry, owner_of
from chalicelib.domain.people import Person


class Mornings(Protocol):
    """Where the next morning is written down."""

    def plan(self, at: datetime | None, *, woken: datetime | None = None) -> None:
        """Be woken at an instant; never, for None.

        After having been `woken`, only if nobody has planned anew since: who changes the directory plans for at once.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Waking:
    """The world as the mornings need it."""

    people: People
    outbox: Outbox
    mornings: Mornings
    calendar_of: m.CalendarOf
    clock: Clock


def wake(world: Waking, woken: datetime) -> int:
    """Put the summaries of those whose working day has begun on their way, and plan the next morning.

    Each has a key by its day, so that waking again mails nothing twice. Returns how many were new.

    Parameters
    ----------
    woken
        The instant for which this was planned.
    """
    now, directory = world.clock.now(), world.people.directory(fresh=True)
    sent = 0
    for person in directory.people:
        calendar = world.calendar_of(person)
        day = m.morning_of(person, calendar, now) if person.digest else None
        if day is None:
            continue
        sent += _add(person, "digest", day, world)
        if m.leads(person, directory) and m.opens_week(calendar, day):
            sent += _add(person, "weekly", day, world)
    world.mornings.plan(m.next_at(directory, world.calendar_of, now), woken=woken)
    return sent


def _add(person: Person, kind: MailKind, day: date, world: Waking) -> bool:
    mail = SendMail(name=f"{kind}.{day.isoformat()}", mail=kind, to=f"person:{person.id}")
    key = effect_key(person.id, 0, mail)
    return world.outbox.add(Entry(owner=owner_of(key), key=key, effect=mail, written_at=world.clock.now()))


def day_of(mail: SendMail) -> date:
    """Return the day that a summary is of."""
    return date.fromisoformat(mail.name.partition(".")[2])
