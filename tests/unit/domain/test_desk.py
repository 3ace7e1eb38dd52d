"""A desk: when what was raised to somebody is mailed, and who gets it while they are away."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.desk import Desk, Mail, PassOn, Rest, Step, Wait, closed, laid, mail_of, step
from chalicelib.domain.people import Absence, Directory, Person, Quiet
from tests.builders import a_directory

TEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 10:00 in Berlin, where Ada is
MINUTE = timedelta(minutes=1)


def directory(**ada: object) -> Directory:
    people = a_directory().people
    return Directory(
        people=tuple(replace(one, **ada) if one.id == "ada" else one for one in people),  # type: ignore[arg-type]
        fallback="fallback",
    )


def on_the_desk(at: datetime, **before: object) -> Desk:
    return laid(Desk(person="ada", **before), directory(), at)  # type: ignore[arg-type]


def steps(desk: Desk, *instants: datetime, **ada: object) -> list[Step]:
    return [step(desk, directory(**ada), at) for at in instants]


def test_an_empty_desk_rests() -> None:
    assert steps(Desk(person="ada"), TEN) == [Rest()]


def test_the_first_slip_opens_a_window_of_two_minutes() -> None:
    desk = on_the_desk(TEN)
    assert desk.due_at == TEN + 2 * MINUTE
    assert steps(desk, TEN + MINUTE, TEN + 2 * MINUTE) == [Wait(TEN + 2 * MINUTE), Mail()]


def test_what_comes_later_does_not_keep_a_window_open() -> None:
    desk = laid(on_the_desk(TEN), directory(), TEN + MINUTE)
    assert (desk.since, desk.due_at, desk.version) == (TEN, TEN + 2 * MINUTE, 2)


def test_two_mails_are_half_an_hour_apart() -> None:
    first = closed(on_the_desk(TEN), mailed_at=TEN + 2 * MINUTE)
    again = laid(first, directory(), TEN + 5 * MINUTE)
    assert again.due_at == TEN + 32 * MINUTE
    assert steps(again, TEN + 31 * MINUTE, TEN + 32 * MINUTE) == [Wait(TEN + 32 * MINUTE), Mail()]


def test_long_after_the_last_mail_a_window_gathers_two_minutes_again() -> None:
    first = closed(on_the_desk(TEN), mailed_at=TEN + 2 * MINUTE)
    assert laid(first, directory(), TEN + 90 * MINUTE).due_at == TEN + 92 * MINUTE


@pytest.mark.parametrize(
    ("came", "mailed"),
    [
        ("2026-11-24T18:57:00+00:00", "2026-11-24T18:59:00+00:00"),  # 19:59 in Berlin
        ("2026-11-24T18:58:00+00:00", "2026-11-25T06:00:00+00:00"),  # 20:00: from now on it is quiet
        ("2026-11-25T01:00:00+00:00", "2026-11-25T06:00:00+00:00"),  # after midnight
        ("2026-11-25T05:58:00+00:00", "2026-11-25T06:00:00+00:00"),  # 07:00: the quiet is over
        ("2026-03-28T21:00:00+00:00", "2026-03-29T05:00:00+00:00"),  # the clock goes forward in between
        ("2026-10-24T21:00:00+00:00", "2026-10-25T06:00:00+00:00"),  # and back
    ],
)
def test_nobody_is_mailed_in_their_quiet_hours_by_their_own_clock(came: str, mailed: str) -> None:
    assert on_the_desk(datetime.fromisoformat(came)).due_at == datetime.fromisoformat(mailed)


@pytest.mark.parametrize(
    ("quiet", "mailed"),
    [
        (Quiet(begins="09:00", ends="12:00"), "2026-11-24T11:00:00+00:00"),
        (None, "2026-11-24T09:02:00+00:00"),
        (Quiet(begins="10:03", ends="09:00"), "2026-11-24T09:02:00+00:00"),
    ],
)
def test_everybody_has_quiet_hours_of_their_own(quiet: Quiet | None, mailed: str) -> None:
    assert laid(Desk(person="ada"), directory(quiet=quiet), TEN).due_at == datetime.fromisoformat(mailed)


AWAY = {"away": (Absence(first=date(2026, 11, 24), last=date(2026, 12, 4)),)}


@pytest.mark.parametrize("gone", [AWAY, {"active": False}])
def test_the_window_of_who_is_away_or_has_left_goes_to_who_stands_in(gone: dict[str, object]) -> None:
    desk = on_the_desk(TEN)
    assert steps(desk, TEN + MINUTE, TEN + 2 * MINUTE, **gone) == [Wait(TEN + 2 * MINUTE), PassOn("lee")]


def test_what_is_passed_on_waits_for_no_quiet_hours_of_who_is_away() -> None:
    night = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    assert step(on_the_desk(night), directory(**AWAY), night + 2 * MINUTE) == PassOn("lee")


def test_where_everybody_is_away_the_fallback_owner_is_mailed_and_it_ends_there() -> None:
    def gone(one: Person) -> Person:
        return replace(one, active=False)

    nobody = Directory(people=tuple(map(gone, a_directory().people)), fallback="fallback")
    assert step(on_the_desk(TEN), nobody, TEN + 2 * MINUTE) == PassOn("fallback")
    desk = laid(Desk(person="fallback"), nobody, TEN)
    assert step(desk, nobody, TEN + 2 * MINUTE) == Mail()


def test_who_is_not_in_the_directory_any_more_is_stood_in_for() -> None:
    desk = laid(Desk(person="gone"), directory(), TEN)
    assert step(desk, directory(), TEN + 2 * MINUTE) == PassOn("fallback")


def test_a_window_that_has_left_is_followed_by_the_next() -> None:
    desk = on_the_desk(TEN)
    mail = mail_of(desk)
    assert (mail.to, mail.window) == ("person:ada", 1)
    after = closed(desk, mailed_at=TEN)
    assert (after.window, after.since, after.due_at, after.mailed_at) == (2, None, None, TEN)
    assert closed(laid(after, directory(), TEN)).mailed_at == TEN
