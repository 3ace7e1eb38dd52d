"""The world as desks and mornings need it."""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import bootstrap

if TYPE_CHECKING:
    from chalicelib.application.desks import DeskWorld
    from chalicelib.application.mornings import Waking
    from chalicelib.domain.mornings import CalendarOf


def desk_world() -> "DeskWorld":
    """Return the world as desks need it."""
    from chalicelib.adapters.backoff import jittered_pause
    from chalicelib.application.desks import DeskWorld

    return DeskWorld(
        desks=bootstrap.desks(), people=bootstrap.people(), clock=bootstrap.clock(), pause=jittered_pause
    )


def waking() -> "Waking":
    """Return the world as the mornings need it."""
    from chalicelib.application.mornings import Waking

    return Waking(
        people=bootstrap.people(),
        outbox=bootstrap.outbox(),
        mornings=bootstrap.mornings(),
        calendar_of=bootstrap.calendar_of(),
        clock=bootstrap.clock(),
    )


def wake(woken: str) -> int:
    """Put the summaries of those whose working day begins on their way; return how many."""
    from datetime import datetime

    from chalicelib.application.mornings import wake as use_case

    return use_case(bootstrap.waking(), datetime.fromisoformat(woken))


def calendar_of() -> "CalendarOf":
    """Return what gives a person's calendar, whatever playbook their onboardings have: the default one's hours."""
    from chalicelib.adapters.holiday_calendars import HolidayCalendars
    from chalicelib.application.calendars import calendar_of_person
    from chalicelib.domain.opening import DEFAULT_PLAYBOOK

    rule = cache(lambda: bootstrap.playbooks().latest(DEFAULT_PLAYBOOK).calendar)
    return lambda person: calendar_of_person(person, rule=rule(), calendars=HolidayCalendars())


def tick_desk(person: str) -> str:
    """Do what a person's desk is due for, and say in a word what that was."""
    from chalicelib.application.desks import tick

    return tick(person, bootstrap.desk_world())
