"""Summaries for tests: of any store that lists what it holds."""

from typing import Any

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.application.calendars import calendar_of_person
from chalicelib.application.mail.summaries import Summaries
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.people import Person
from tests.builders import a_playbook


def calendar_of(person: Person) -> Calendar:
    """Return a person's calendar; the house is in Germany."""
    return calendar_of_person(person, rule=a_playbook().calendar, calendars=HolidayCalendars())


def summaries(store: Any, playbooks: Any) -> Summaries:
    """Return the summaries of a store that is its own listings."""
    return Summaries(listings=store, store=store, playbooks=playbooks, calendar_of=calendar_of)
