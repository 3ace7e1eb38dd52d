"""Working time: due instants and elapsed time are one function, across summer time, weekends, holidays and half days."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.playbook import CalendarRule

ZONES = (
    *("Europe/Berlin", "America/New_York", "Asia/Dubai", "Asia/Kolkata", "America/St_Johns", "UTC"),
    *("Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati", "America/Havana", "Asia/Beirut"),
    *("Africa/Casablanca", "America/Santiago", "Atlantic/Azores", "Pacific/Pago_Pago", "Antarctica/Troll"),
)
PLACES = (("DE", None), ("DE", "BY"), ("US", "CA"), ("AE", None), ("JP", None), ("GB", "SCT"), ("IL", None))
MINUTES = st.integers(0, 24 * 60 - 1)
DAYS = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: day.isoformat()[5:])


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Return a calendar of any place, with any hours: opening times in the night of the clock change among them."""
    opens, closes = sorted(draw(st.lists(MINUTES, min_size=2, max_size=2, unique=True)))
    if closes - opens < 30:
        opens, closes = 9 * 60, 17 * 60
    country, region = draw(st.sampled_from(PLACES))
    early = st.integers(opens + 1, closes - 1).map(_clock)
    return HolidayCalendars().of(
        CalendarRule(
            country=country,
            region=region,
            time_zone=draw(st.sampled_from(ZONES)),
            opens=_clock(opens),
            closes=_clock(closes),
            weekend=tuple(draw(st.sets(st.integers(1, 7), max_size=4))),
            company_days=tuple(draw(st.sets(DAYS, max_size=5))),
            half_days=draw(st.dictionaries(DAYS, early, max_size=5)),
        )
    )


CALENDARS = calendars()
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)
INSTANTS = st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
HOURS = st.integers(0, 150)
SPANS = st.timedeltas(timedelta(0), timedelta(days=40)).map(
    lambda span: timedelta(seconds=int(span.total_seconds()))
)


@given(CALENDARS, INSTANTS, HOURS)
def test_exactly_the_hours_allowed_lie_between_a_start_and_its_due_instant(
    calendar: Calendar, start: datetime, hours: int
) -> None:
    assert calendar.elapsed(start, calendar.due(start, hours)) == timedelta(hours=hours)


@given(CALENDARS, INSTANTS, HOURS)
def test_exactly_the_hours_asked_for_lie_between_a_beginning_and_its_end(
    calendar: Calendar, end: datetime, hours: int
) -> None:
    begin = calendar.before(end, timedelta(hours=hours))
    assert begin <= end
    assert calendar.elapsed(begin, end) == timedelta(hours=hours)


@given(CALENDARS, INSTANTS, HOURS)
def test_a_due_instant_lies_in_working_time(calendar: Calendar, start: datetime, hours: int) -> None:
    for due in (calendar.due(start, hours), calendar.due(start, -hours)):
        around = [calendar.local(due).date() + timedelta(days=days) for days in (-1, 0, 1)]
        assert any(
            calendar.opening(day) <= due <= calendar.closing(day) for day in around if calendar.works(day)
        )


@given(CALENDARS, INSTANTS, HOURS, HOURS)
def test_more_hours_are_never_due_earlier(calendar: Calendar, start: datetime, some: int, more: int) -> None:
    first, last = sorted((some, more))
    assert start <= calendar.due(start, first) <= calendar.due(start, last)


@given(CALENDARS, INSTANTS, HOURS, HOURS)
def test_hours_added_one_after_the_other_are_due_when_all_of_them_are(
    calendar: Calendar, start: datetime, first: int, then: int
) -> None:
    assert calendar.due(calendar.due(start, first), then) == calendar.due(start, first + then)


@given(CALENDARS, INSTANTS, st.integers(1, 150), HOURS)
def test_a_date_that_was_moved_back_is_the_one_that_had_been_set_at_once(
    calendar: Calendar, start: datetime, hours: int, more: int
) -> None:
    assert calendar.due(calendar.due(start, hours + more), -more) == calendar.due(start, hours)


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


@given(CALENDARS, INSTANTS, st.integers(0, 40))
def test_working_days_forward_and_back_lead_to_the_same_day(
    calendar: Calendar, start: datetime, count: int
) -> None:
    day = calendar.days_after(start.date(), 0)
    assert calendar.days_after(calendar.days_after(day, count), -count) == day


# ---- by hand

BERLIN = CalendarRule(country="DE", time_zone="Europe/Berlin")


def night(opens: time, closes: time) -> Calendar:
    """Return a calendar without a day off, in Berlin."""
    return Calendar(
        time_zone="Europe/Berlin", opens=opens, closes=closes, weekend=frozenset(), holidays={}, name="DE"
    )


def test_the_night_of_the_change_to_summer_time_has_an_hour_less() -> None:
    midnight = datetime(2027, 3, 27, 23, 0, tzinfo=UTC)
    calendar = night(time(0, 0), time(8, 0))
    assert calendar.elapsed(midnight, midnight + timedelta(hours=12)) == timedelta(hours=7)
    assert calendar.due(midnight, 7) == datetime(2027, 3, 28, 6, 0, tzinfo=UTC)


def test_hours_that_begin_or_end_in_the_gap_begin_and_end_with_the_jump() -> None:
    midnight, jump = datetime(2027, 3, 27, 23, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert night(time(2, 30), time(8, 0)).due(midnight, 1) == jump + timedelta(hours=1)
    assert night(time(0, 0), time(2, 30)).due(midnight, 2) == jump
    within = night(time(2, 15), time(2, 45))
    assert within.elapsed(midnight, midnight + timedelta(hours=12)) == timedelta(0)


def test_the_night_of_the_change_to_winter_time_has_an_hour_more() -> None:
    midnight = datetime(2027, 10, 30, 22, 0, tzinfo=UTC)
    assert night(time(0, 0), time(8, 0)).elapsed(midnight, midnight + timedelta(hours=12)) == timedelta(
        hours=9
    )


def test_what_is_due_with_the_end_of_a_day_is_due_on_that_day() -> None:
    berlin, closing = HolidayCalendars().of(BERLIN), datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert berlin.due(closing, 0) == berlin.due(closing - timedelta(hours=2), 2) == closing


def test_a_holiday_and_a_weekend_are_no_working_time() -> None:
    berlin = HolidayCalendars().of(BERLIN)
    before_christmas = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    assert berlin.due(before_christmas, 2) == datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
    assert list(berlin.uncounted(before_christmas, datetime(2026, 12, 28, 9, 0, tzinfo=UTC))) == [
        (date(2026, 12, 25), "Christmas Day")
    ]


def test_company_days_are_off_and_half_days_close_early() -> None:
    rule = CalendarRule(
        country="DE",
        time_zone="Europe/Berlin",
        company_days=("2026-12-28",),
        half_days={"12-24": "13:00"},
    )
    calendar, morning = HolidayCalendars().of(rule), datetime(2026, 12, 24, 8, 0, tzinfo=UTC)
    assert calendar.due(morning, 4) == datetime(2026, 12, 24, 12, 0, tzinfo=UTC)
    assert calendar.due(morning, 5) == datetime(2026, 12, 29, 9, 0, tzinfo=UTC)
    assert calendar.before(datetime(2026, 12, 29, 9, 0, tzinfo=UTC), timedelta(hours=5)) == morning
    evening_before = datetime(2026, 12, 23, 16, 0, tzinfo=UTC)  # the same working time, as a date says it
    assert calendar.due(datetime(2026, 12, 29, 9, 0, tzinfo=UTC), -5) == evening_before
    assert [reason for _, reason in calendar.uncounted(morning, datetime(2026, 12, 29, 9, tzinfo=UTC))] == [
        *("until 13:00", "Christmas Day", "company day"),
    ]


def test_the_holidays_of_a_region_and_of_any_year_are_known() -> None:
    bavaria = HolidayCalendars().of(CalendarRule(country="DE", region="BY", time_zone="Europe/Berlin"))
    assert not bavaria.works(date(2027, 1, 6))
    assert HolidayCalendars().of(BERLIN).works(date(2027, 1, 6))
    assert not bavaria.works(date(2046, 12, 25))


def test_another_place_keeps_the_hours_and_has_its_own_holidays_and_clock() -> None:
    calendars = HolidayCalendars()
    boston = calendars.elsewhere(BERLIN, country="us", region="MA", time_zone="America/New_York")
    thanksgiving = date(2026, 11, 26)
    assert boston.name == "US-MA"
    assert not boston.works(thanksgiving)
    assert boston.opening(date(2026, 11, 25)) == datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    unknown = calendars.elsewhere(BERLIN, country="XX", region=None, time_zone="Mars/Base")
    assert unknown == calendars.of(BERLIN)
