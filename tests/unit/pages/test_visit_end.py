from datetime import timedelta

from chalicelib.adapters.sessions import ABSOLUTE, extended, new_session
from chalicelib.entrypoints.portal.visit_end import visit_end
from tests.builders import NOW

BEGUN = new_session(session_id="s", who="c1", now=NOW, onboarding="onb-1")


def end(after):
    now = NOW + after
    return visit_end(extended(BEGUN, now), now=now, zone="Europe/Berlin")


def test_a_visit_ends_half_an_hour_after_this_page_by_the_readers_clock():
    found = end(timedelta(0))
    assert (found.left, found.last) == (1800, False)
    assert found.clock == f"{(NOW + timedelta(minutes=90)):%H:%M}"  # Berlin is an hour ahead


def test_the_last_half_hour_of_the_longest_visit_says_that_pages_no_longer_put_the_end_off():
    found = end(ABSOLUTE - timedelta(minutes=10))
    assert (found.left, found.last) == (600, True)
