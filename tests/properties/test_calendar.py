"""Working time: due instants and elapsed time are one function, across summer time, weekends and holidays."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.playbook import CalendarRule

RULES = (
    CalendarRule(country="DE", time_zone="Europe/Berlin"),
    CalendarRule(country="US", time_zone="America/New_York", opens="08:30", closes="17:15"),
    CalendarRule(country="AE", time_zone="Asia/Dubai", weekend=(5, 6)),
    CalendarRule(country="AU", time_zone="Australia/Lord_Howe", region="NSW"),
    CalendarRule(country="DE", time_zone="Europe/Berlin", opens="00:00", closes="23:59", weekend=()),
)
CALENDARS = st.sampled_from(tuple(HolidayCalendars().of(rule) for rule in RULES))
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)
INSTANTS = st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
HOURS = st.integers(0, 400)
SPANS = st.timedeltas(timedelta(0), timedelta(days=40)).map(
    lambda span: timedelta(seconds=int(span.total_seconds()))
)


@given(CALENDARS, INSTANTS, HOURS)
def test_exactly_the_hours_allowed_lie_between_a_start_and_its_due_instant(
    calendar: Calendar, start: datetime, hours: int
) -> None:
    assert calendar.elapsed(start, calendar.due(start, hours)) == timedelta(hours=hours)


@given(CALENDARS, INSTANTS, HOURS)
def test_a_due_instant_lies_in_working_time(calendar: Calendar, start: datetime, hours: int) -> None:
    due = calendar.local(calendar.due(start, hours))
    assert calendar.works(due.date())
    assert calendar.opens <= due.time() <= calendar.closes


@given(CALENDARS, INSTANTS, HOURS, HOURS)
def test_more_hours_are_never_due_earlier(calendar: Calendar, start: datetime, some: int, more: int) -> None:
    first, last = sorted((some, more))
    assert start <= calendar.due(start, first) <= calendar.due(start, last)


@given(CALENDARS, INSTANTS, SPANS, HOURS)
def test_a_later_start_is_never_due_earlier(
    calendar: Calendar, start: datetime, by: timedelta, hours: int
) -> None:
    assert calendar.due(start, hours) <= calendar.due(start + by, hours)


@given(CALENDARS, INSTANTS, SPANS, SPANS)
def test_time_that_passes_in_two_parts_is_the_sum_of_both(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = start + first, start + first + second
    assert calendar.elapsed(start, end) == calendar.elapsed(start, middle) + calendar.elapsed(middle, end)


@given(CALENDARS, INSTANTS, SPANS)
def test_no_more_working_time_passes_than_time(calendar: Calendar, start: datetime, span: timedelta) -> None:
    assert timedelta(0) <= calendar.elapsed(start, start + span) <= span
    assert calendar.elapsed(start + span, start) == timedelta(0)


@given(CALENDARS, INSTANTS, st.integers(0, 60))
def test_working_days_forward_and_back_lead_to_the_same_day(
    calendar: Calendar, start: datetime, count: int
) -> None:
    day = calendar.days_after(start.date(), 0)
    assert calendar.days_after(calendar.days_after(day, count), -count) == day


def test_the_night_of_the_change_to_summer_time_has_an_hour_less() -> None:
    night = Calendar(
        time_zone="Europe/Berlin",
        opens=time(0, 0),
        closes=time(8, 0),
        weekend=frozenset(),
        holidays=frozenset(),
    )
    midnight = datetime(2027, 3, 27, 23, 0, tzinfo=UTC)
    assert night.elapsed(midnight, midnight + timedelta(hours=12)) == timedelta(hours=7)
    assert night.due(midnight, 7) == datetime(2027, 3, 28, 6, 0, tzinfo=UTC)


def test_a_holiday_and_a_weekend_are_no_working_time() -> None:
    berlin = HolidayCalendars().of(RULES[0])
    before_christmas = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    assert berlin.due(before_christmas, 2) == datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
