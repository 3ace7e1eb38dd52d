from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.application.words.dates import local_time

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Nowhere/City", "", "../etc/passwd", "Europe"])
def test_an_unknown_time_zone_counts_as_utc(zone):
    assert local_time(zone, NOW).when(NOW).minute == "Mon 23 Nov, 09:00 (UTC)"


def test_the_year_is_named_only_when_it_is_another():
    local = local_time("Europe/Berlin", NOW)
    assert local.when(datetime(2027, 1, 4, 8, 0, tzinfo=UTC)).day == "Mon 4 Jan 2027"
    assert local.when(NOW).day == "Mon 23 Nov"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("America/Sao_Paulo", "Mon 23 Nov, 06:00 (Sao Paulo)"),
        ("America/Argentina/Buenos_Aires", "Mon 23 Nov, 06:00 (Buenos Aires)"),
        ("Etc/GMT+3", "Mon 23 Nov, 06:00 (GMT+3)"),
    ],
)
def test_a_time_names_the_city_whose_clocks_show_it_and_no_abbreviation(zone, shown):
    assert local_time(zone, NOW).when(NOW).minute == shown


@pytest.mark.parametrize(
    ("hour", "today", "over"),
    [(14, False, True), (15, True, False), (18, True, False), (38, True, False), (39, False, False)],
)
def test_a_day_is_good_until_it_ends_where_the_reader_is(hour, today, over):
    local = local_time("Asia/Tokyo", datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    moment = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour)
    assert (local.when(moment).today, local.over(moment)) == (today, over)


def test_what_has_no_day_is_never_over():
    assert not local_time("UTC", NOW).over(None)


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(minutes=-5), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_ages_are_told_in_the_largest_unit_that_fits(passed, text):
    assert local_time("UTC", NOW).age(NOW - passed) == text
