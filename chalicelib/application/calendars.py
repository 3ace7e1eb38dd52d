"""Whose calendar counts: the house's hours at the place of the customer, and of each person of the team."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from chalicelib.application.ports import Calendars
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.context import CUSTOMER
from chalicelib.domain.deal import Account
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.playbook import CalendarRule
from chalicelib.domain.troubles import plain


def house(rule: CalendarRule, calendars: Calendars) -> tuple[Calendar, str]:
    """Return the calendar of a playbook; of one that cannot be built the hours without holidays, and what is wrong."""
    try:
        return calendars.of(rule), ""
    except (LookupError, ValueError, InvalidError) as error:
        return plain(rule), f"{type(error).__name__}: {error}"


def calendars_by(
    rule: CalendarRule, *, account: Account, directory: Directory, calendars: Calendars
) -> Callable[[str], Calendar]:
    """Return what gives the calendar of ``customer`` or ``person:<id>``.

    Hours and weekend are always the house's. The customer has the holidays and the clock of their own place, as far
    as it is known, and none of the house's company days. A person has those of their country; one without a country
    is where the house is.
    """

    @cache
    @cache  # a decision asks for the same ones again and again
    def of(whose: str) -> Calendar:
        if whose == CUSTOMER:
            theirs = replace(rule, company_days=(), half_days={})
            return calendars.elsewhere(
                theirs, country=account.country, region=None, time_zone=account.time_zone
            )
        person = directory.get(whose.removeprefix("person:"))
        return calendar_of_person(person, rule=rule, calendars=calendars)

    return of


def calendar_of_person(person: Person | None, *, rule: CalendarRule, calendars: Calendars) -> Calendar:
    """Return the calendar of somebody of the team: the house's, at their own place where that is known."""
    if person is None or person.country is None:
        return calendars.of(rule)
    return calendars.elsewhere(rule, country=person.country, region=person.region, time_zone=person.time_zone)
