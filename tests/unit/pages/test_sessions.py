from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters import sessions, signed_links
from chalicelib.application import sign_in

KEY = b"k" * 32
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def a_session(**changes):
    values = {"session_id": "sid", "who": "c1", "now": NOW, "onboarding": "onb-1", "epoch": 3} | changes
    return sessions.new_session(**values)


def test_a_cookie_comes_back_as_it_was_sealed():
    value = sessions.seal_session(KEY, a_session(), salt="portal")
    assert sessions.open_session(KEY, value, salt="portal", now=NOW) == a_session()


@pytest.mark.parametrize("after", [timedelta(minutes=30), timedelta(hours=8), timedelta(days=2)])
def test_a_session_left_alone_for_half_an_hour_is_over(after):
    value = sessions.seal_session(KEY, a_session(), salt="portal")
    assert sessions.open_session(KEY, value, salt="portal", now=NOW + after) is None


def test_every_page_moves_the_idle_end_but_never_beyond_eight_hours():
    later = NOW + timedelta(hours=7, minutes=50)
    session = sessions.extended(a_session(), later)
    assert session.idle_until == NOW + timedelta(hours=8)
    assert session.left(later) == 600


def test_a_cookie_of_the_portal_does_not_open_the_console():
    value = sessions.seal_session(KEY, a_session(), salt="portal")
    assert sessions.open_session(KEY, value, salt="console", now=NOW) is None


@pytest.mark.parametrize("value", ["", "x", "a.b", "é", "." * 500])
def test_what_was_not_signed_here_opens_nothing(value):
    assert sessions.open_session(KEY, value, salt="portal", now=NOW) is None
    assert signed_links.read_act(KEY, value) is None
    assert signed_links.read_sign_in(KEY, value, now=NOW) is None


def test_another_key_opens_nothing():
    value = sessions.seal_session(KEY, a_session(), salt="portal")
    assert sessions.open_session(b"o" * 32, value, salt="portal", now=NOW) is None


def test_an_act_link_says_who_may_settle_what():
    link = signed_links.act_link(
        KEY, "https://x.example", onboarding="onb-1", person="ada", kind="task", subject="accept"
    )
    address, _, signed = link.rpartition("/")
    assert address == "https://x.example/console/act"
    assert signed_links.read_act(KEY, signed) == signed_links.Act(
        onboarding="onb-1", person="ada", kind="task", subject="accept"
    )


def test_a_sign_in_link_lives_fifteen_minutes():
    link = signed_links.sign_in_link(
        KEY, "https://x.example", person="ada", nonce="n1", expires_at=NOW + sign_in.LIFE
    )
    signed = link.rpartition("/")[2]
    assert signed_links.read_sign_in(KEY, signed, now=NOW + timedelta(minutes=14, seconds=59)).person == "ada"
    assert signed_links.read_sign_in(KEY, signed, now=NOW + timedelta(minutes=15)) is None


def test_form_tokens_differ_by_session():
    assert sessions.form_token(KEY, "a") != sessions.form_token(KEY, "b")
