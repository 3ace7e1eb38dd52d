"""When whose working day begins."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.mornings import leads, morning_of, next_at, opens_week, previous
from chalicelib.domain.people import Absence, Person, Quiet
from tests.builders import a_directory
from tests.unit.mail.mornings import calendar_of

EIGHT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # Monday, 8:00 in Berlin
MINUTE = timedelta(minutes=1)


def ada(**changes: object) -> Person:
    return replace(a_directory().people[0], **changes)  # type: ignore[arg-type]


def day_at(now: datetime, **changes: object) -> date | None:
    person = ada(**changes)
    return morning_of(person, calendar_of(person), now)


def test_a_morning_is_from_eight_by_the_persons_own_clock_until_noon() -> None:
    monday = date(2026, 11, 23)
    assert day_at(EIGHT - MINUTE) is None
    assert day_at(EIGHT) == monday
    assert day_at(EIGHT + timedelta(hours=4) - MINUTE) == monday
    assert day_at(EIGHT + timedelta(hours=4)) is None
    assert day_at(EIGHT, time_zone="Asia/Tokyo") is None


@pytest.mark.parametrize(
    ("day", "changes"),
    [
        (date(2026, 11, 22), {}),  # a Sunday
        (date(2026, 12, 25), {}),  # the house's holiday
        (date(2026, 11, 26), {"country": "US"}),  # one of their own
        (date(2026, 11, 24), {"away": (Absence(first=date(2026, 11, 24), last=date(2026, 11, 24)),)}),
        (date(2026, 11, 24), {"active": False}),
    ],
)
def test_nobody_has_a_morning_on_a_day_off(day: date, changes: dict[str, object]) -> None:
    now = datetime(day.year, day.month, day.day, 7, 30, tzinfo=UTC)
    assert day_at(now, **changes) is None


def test_a_morning_begins_after_the_quiet_hours() -> None:
    late = Quiet(begins="20:00", ends="09:30")
    assert day_at(EIGHT + 89 * MINUTE, quiet=late) is None
    assert day_at(EIGHT + 90 * MINUTE, quiet=late) == date(2026, 11, 23)


def test_the_next_morning_is_that_of_whoever_begins_first_on_their_next_working_day() -> None:
    base = a_directory()
    early = replace(base.people[3], time_zone="Asia/Tokyo", country="JP")
    directory = replace(base, people=(base.people[0], early), fallback="ada")
    assert next_at(directory, calendar_of, EIGHT) == EIGHT + timedelta(hours=16)  # Tuesday in Tokyo
    friday = EIGHT + timedelta(days=4)
    only_ada = replace(base, people=base.people[:1], fallback="ada")
    assert next_at(only_ada, calendar_of, friday) == friday + timedelta(days=3)
    assert next_at(only_ada, calendar_of, EIGHT - MINUTE) == EIGHT
    nobody = replace(only_ada, people=(replace(base.people[0], active=False),))
    assert next_at(nobody, calendar_of, EIGHT) is None


def test_a_week_opens_on_its_first_working_day() -> None:
    calendar = calendar_of(ada())
    assert opens_week(calendar, date(2026, 11, 23))
    assert not opens_week(calendar, date(2026, 11, 24))
    assert opens_week(calendar, date(2026, 4, 7))  # Easter Monday is a holiday


def test_what_a_summary_tells_goes_back_to_the_morning_before() -> None:
    assert previous(ada(), calendar_of(ada()), date(2026, 11, 23)) == datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


def test_a_lead_is_whoever_leads_somebody_else() -> None:
    assert leads(a_directory().people[1], a_directory())
    assert not leads(ada(), a_directory())
    alone = replace(a_directory(), people=(ada(lead="ada"),), fallback="ada")
    assert not leads(alone.people[0], alone)
