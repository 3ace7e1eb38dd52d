"""Meetings: worked out from two calendars, chosen once or again, moved and cancelled so that calendars follow."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.events import TimeChosen
from chalicelib.domain.evolve import fold
from chalicelib.domain.meetings import common_times
from chalicelib.domain.onboarding import Meeting
from tests.properties.world import ADA, World, play_until_meeting, sealed

GRACE = "contact:contact-1"


def calendar(
    zone: str = "Europe/Berlin", *, opens: int = 9, closes: int = 17, off: tuple[date, ...] = ()
) -> Calendar:
    return Calendar(
        time_zone=zone,
        opens=time(opens),
        closes=time(closes),
        weekend=frozenset({6, 7}),
        holidays=dict.fromkeys(off, "holiday"),
    )


def times(ours: Calendar, theirs: Calendar, now: datetime, minutes: int = 45) -> tuple[datetime, ...]:
    return common_times(ours, theirs, now=now, minutes=minutes, count=3)


def test_times_are_on_days_of_their_own_when_both_work_whole() -> None:
    friday = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)
    ours, theirs = calendar(), calendar("America/New_York", off=(date(2026, 3, 31),))
    found = times(ours, theirs, friday)
    assert [moment.date() for moment in found] == [date(2026, 3, 30), date(2026, 4, 1), date(2026, 4, 2)]
    for moment in found:
        for side in (ours, theirs):
            local, end = side.local(moment), side.local(moment + timedelta(minutes=45))
            assert side.opens <= local.time()
            assert end.time() <= side.closes
        assert moment.minute in {0, 30}


def test_the_hour_is_right_on_both_sides_of_a_change_of_clocks() -> None:
    before_the_change = datetime(2026, 3, 26, 10, 0, tzinfo=UTC)
    found = times(calendar(), calendar(), before_the_change)
    local = [moment.astimezone(ZoneInfo("Europe/Berlin")) for moment in found]
    assert [moment.strftime("%a %H:%M") for moment in local] == ["Fri 10:00", "Mon 14:30", "Tue 10:00"]
    assert [moment.utcoffset() for moment in local] == [
        timedelta(hours=1),
        timedelta(hours=2),
        timedelta(hours=2),
    ]


def test_where_no_hour_is_common_nothing_is_proposed() -> None:
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert times(calendar("Europe/Berlin"), calendar("Pacific/Auckland"), monday) == ()
    assert times(calendar(), calendar(), monday, minutes=481) == ()
    narrow = times(calendar(closes=10), calendar(opens=9), monday, minutes=60)
    assert [moment.hour for moment in narrow] == [8, 8, 8]


@pytest.fixture
def world() -> World:
    world = World()
    world.open(tier="smb")
    play_until_meeting(world)
    return world


def meeting(world: World) -> Meeting:
    (one,) = world.state.meetings
    return one


def choose(world: World, when: datetime) -> None:
    world.do(c.ChooseTime(task="kickoff_call", contact="contact-1", time=when), GRACE)


def test_times_are_proposed_once_when_the_task_opens(world: World) -> None:
    assert len(meeting(world).times) == 3
    assert [mail.to for mail in world.mails("times")] == [GRACE]
    assert world.state.task("kickoff_call").due_at < meeting(world).times[0] + timedelta(days=30)  # type: ignore[union-attr]


def test_a_chosen_time_tells_both_sides_and_the_task_is_due_when_it_ends(world: World) -> None:
    when = meeting(world).times[1]
    choose(world, when)
    choose(world, when)
    assert (meeting(world).chosen, meeting(world).number) == (when, 1)
    assert world.state.task("kickoff_call").due_at == when + timedelta(minutes=30)  # type: ignore[union-attr]
    assert [mail.to for mail in world.mails("meeting")] == [GRACE, ADA]


def test_a_move_and_a_cancellation_count_on_so_that_calendars_follow(world: World) -> None:
    first, second, _ = meeting(world).times
    choose(world, first)
    choose(world, second)
    assert (meeting(world).chosen, meeting(world).number) == (second, 2)
    world.do(c.CancelMeeting(task="kickoff_call"))
    assert (meeting(world).chosen, meeting(world).number, meeting(world).last) == (None, 3, second)
    with pytest.raises(WrongStateError):
        world.do(c.CancelMeeting(task="kickoff_call"))
    assert len(world.mails("meeting")) == 6


def test_who_can_make_none_is_heard_and_other_times_settle_it(world: World) -> None:
    world.do(lambda s: c.DeclineTimes(task="kickoff_call", contact="contact-1", wish=sealed(s)), GRACE)
    assert [e.rule for e in world.state.raised()] == ["meeting.no_time"]
    ahead = world.clock.now() + timedelta(days=5)
    world.do(c.ProposeTimes(task="kickoff_call", times=(ahead, ahead + timedelta(hours=1))))
    assert not list(world.state.raised())
    choose(world, ahead)
    assert meeting(world).chosen == ahead


def test_a_time_that_is_chosen_after_all_settles_what_was_wished_for(world: World) -> None:
    world.do(lambda s: c.DeclineTimes(task="kickoff_call", contact="contact-1", wish=sealed(s)), GRACE)
    choose(world, meeting(world).times[1])
    assert meeting(world).wish is None
    assert not list(world.state.raised())


def test_a_choice_in_a_journal_of_an_older_release_leaves_the_wish(world: World) -> None:
    world.do(lambda s: c.DeclineTimes(task="kickoff_call", contact="contact-1", wish=sealed(s)), GRACE)
    when = meeting(world).times[1]
    old = TimeChosen(
        at=world.clock.now(), task="kickoff_call", contact="contact-1", time=when, due_at=when, number=1
    )
    after = fold((old,), world.state)
    assert after is not None
    assert after.meetings[0].wish is not None


def test_how_to_meet_stays_as_it_was_said_until_somebody_says_otherwise(world: World) -> None:
    ahead = world.clock.now() + timedelta(days=5)
    assert meeting(world).where is None

    def propose(hours: int, said: str = "") -> None:
        times = (ahead, ahead + timedelta(hours=hours))
        world.do(
            lambda s: c.ProposeTimes(
                task="kickoff_call", times=times, where=sealed(s, said) if said else None
            )
        )

    propose(1, "Room 4, Hafenstr. 1")
    first = meeting(world).where
    assert first is not None
    propose(2)
    assert meeting(world).where == first
    propose(3, "+49 30 1234")
    assert meeting(world).where not in (None, first)


def test_what_cannot_be_is_refused(world: World) -> None:
    now = world.clock.now()
    for when in (now - timedelta(hours=1), meeting(world).times[0] + timedelta(minutes=1)):
        with pytest.raises(WrongStateError, match="not offered"):
            choose(world, when)
    wrong = (
        (now + timedelta(days=1),),
        (now - timedelta(1), now + timedelta(1)),
        (now + timedelta(1), now + timedelta(200)),
    )
    for offered in wrong:
        with pytest.raises(InvalidError):
            world.do(c.ProposeTimes(task="kickoff_call", times=offered))
    with pytest.raises(NotFoundError):
        world.do(c.CancelMeeting(task="registration"))
    world.clock.advance(timedelta(days=60))
    with pytest.raises(WrongStateError, match="not offered"):
        choose(world, meeting(world).times[0])
