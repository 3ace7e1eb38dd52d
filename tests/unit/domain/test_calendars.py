"""Whose calendar counts: the customer's for what the customer does, the owner's for what the team does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.application.calendars import calendars_by
from chalicelib.domain.deal import Account
from chalicelib.domain.playbook import CalendarRule
from tests.builders import a_directory
from tests.properties.world import MONDAY, World

BOSTON = Account(name="Acme Inc.", country="US", time_zone="America/New_York")
HOUSE = CalendarRule(country="DE", time_zone="Europe/Berlin", company_days=("2026-11-30",))
WEDNESDAY = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # 9:00 in Boston, the day before Thanksgiving


def test_the_customer_has_the_clock_and_the_holidays_of_their_own_place() -> None:
    of = calendars_by(HOUSE, account=BOSTON, directory=a_directory(), calendars=HolidayCalendars())
    assert of("customer").due(WEDNESDAY, 9) == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    assert of("customer").works(datetime(2026, 11, 30, tzinfo=UTC).date())


def test_who_has_no_place_keeps_the_calendar_of_the_house() -> None:
    nowhere = Account(name="Acme")
    of = calendars_by(HOUSE, account=nowhere, directory=a_directory(), calendars=HolidayCalendars())
    assert of("customer").name == of("person:ada").name == of("person:nobody").name == "DE"
    assert not of("person:ada").works(datetime(2026, 11, 30, tzinfo=UTC).date())


def test_a_person_with_a_country_keeps_its_holidays_and_the_company_days_of_the_house() -> None:
    directory = a_directory()
    people = tuple(
        replace(person, country="GB", region="SCT", time_zone="Europe/London")
        if person.id == "ines"
        else person
        for person in directory.people
    )
    away = replace(directory, people=people)
    of = calendars_by(HOUSE, account=BOSTON, directory=away, calendars=HolidayCalendars())
    assert of("person:ines").name == "GB-SCT"
    assert not of("person:ines").works(datetime(2026, 11, 30, tzinfo=UTC).date())
    assert of("person:ines").opening(WEDNESDAY.date()) == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def test_what_the_customer_must_give_is_due_by_their_calendar_and_what_we_do_by_ours() -> None:
    world = World()
    world.open(account=BOSTON)
    rule = world.ports.playbooks.get(world.state.playbook).task("registration")
    given, ours = world.state.task("registration"), world.state.task("accept_handoff")
    assert rule is not None
    assert given is not None
    assert ours is not None
    boston = world.context().calendar_for("customer")
    assert given.due_at == boston.due(MONDAY, rule.hours)
    assert ours.due_at == MONDAY + timedelta(hours=4)
    assert world.state.reminders.next_at != world.context().calendar.due(
        MONDAY, world.context().playbook.reminders.every[0]
    )
