"""Putting an escalation off: the ladder stops, it comes back by itself, and climbs on."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.metrics import lag_of
from chalicelib.domain.onboarding import Escalation
from tests.properties.world import ADA, LEE, MONDAY, World, sealed

DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    """A world in which nobody has accepted the handoff in time."""
    world = World()
    world.open()
    world.wait(hours=9)
    return world


def raised(world: World) -> Escalation:
    return next(world.state.raised())


def put_off(world: World, until: datetime, actor: str = ADA) -> None:
    one = raised(world)
    world.do(lambda s: c.SnoozeEscalation(escalation=one.id, until=until, note=sealed(s)), actor)


def test_nobody_further_is_told_while_it_is_put_off(world: World) -> None:
    until = world.clock.now() + 2 * DAY
    put_off(world, until)
    told = len(world.notices())
    world.wait(days=1, hours=23)
    one = raised(world)
    assert (one.rung, one.snoozed_until, one.snoozed_by) == (1, until, ADA)
    about = [notice for notice in world.notices()[told:] if notice.escalation == one.id]
    assert about == []


def test_it_comes_back_to_its_owner_with_a_mail_and_climbs_on(world: World) -> None:
    until = world.clock.now() + DAY
    put_off(world, until)
    one = raised(world)
    told = len(world.notices())
    world.clock.set(until)
    world.sweep()
    back = raised(world)
    assert (back.snoozed_until, back.snoozed_by, back.rung) == (None, None, 1)
    assert [(n.person, n.escalation) for n in world.notices()[told:]] == [(one.owner, one.id)]
    assert back.next_rung_at is not None
    assert back.next_rung_at > until
    world.clock.set(back.next_rung_at)
    world.sweep()
    assert raised(world).rung == 2
    (returned,) = world.happened("EscalationReturned")
    assert returned["owner"] == one.owner


def test_why_it_comes_back_is_said(world: World) -> None:
    put_off(world, world.clock.now() + DAY)
    world.wait(days=1)
    (entry,) = [e for e in world.store.journal(world.id) if e["type"] == "EscalationReturned"]
    facts = {fact["name"]: fact["value"] for fact in entry["why"]["facts"]}
    assert facts["put off until"].endswith("(Europe/Berlin)")
    assert (facts["by"], facts["about"]) == (ADA, "task:accept_handoff")


def test_who_takes_it_up_meanwhile_ends_it(world: World) -> None:
    until = world.clock.now() + DAY
    put_off(world, until)
    world.do(c.AcknowledgeEscalation(escalation=raised(world).id), LEE)
    one = raised(world)
    assert (one.snoozed_until, one.acknowledged_by) == (None, LEE)
    world.wait(days=3)
    assert world.happened("EscalationReturned") == []


def test_what_was_acknowledged_and_put_off_then_climbs_when_it_comes_back(world: World) -> None:
    world.do(c.AcknowledgeEscalation(escalation=raised(world).id), ADA)
    put_off(world, world.clock.now() + DAY)
    world.wait(days=3)
    one = world.state.escalations[0]
    assert one.rung > 1
    assert one.acknowledged_at is None


def test_putting_off_until_the_same_instant_again_changes_nothing(world: World) -> None:
    until = world.clock.now() + DAY
    for _ in range(2):
        put_off(world, until)
    assert len(world.happened("EscalationSnoozed")) == 1
    put_off(world, until + DAY)
    assert raised(world).snoozed_until == until + DAY


@pytest.mark.parametrize("away", [-DAY, timedelta(0), 8 * DAY, timedelta(days=30_000)])
def test_it_cannot_be_put_off_to_the_past_or_for_longer_than_the_playbook_allows(
    world: World, away: timedelta
) -> None:
    with pytest.raises(InvalidError, match="at most 40 working hours away: until "):
        put_off(world, world.clock.now() + away)


@pytest.mark.parametrize("end", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_the_calendar_are_refused_like_any_other_instant(world: World, end: str) -> None:
    with pytest.raises(InvalidError, match="at most 40 working hours"):
        put_off(world, datetime.fromisoformat(end))


def test_as_long_as_the_playbook_allows_it_can_be_put_off(world: World) -> None:
    latest = world.context().calendar_for(ADA).due(world.clock.now(), 40)
    put_off(world, latest)
    assert raised(world).snoozed_until == latest
    with pytest.raises(InvalidError):
        put_off(world, latest + timedelta(milliseconds=1))


def test_a_time_without_its_zone_is_refused(world: World) -> None:
    with pytest.raises(InvalidError, match="with a time zone"):
        put_off(world, datetime(2026, 11, 25, 9, 0))  # noqa: DTZ001


def test_what_is_settled_unknown_or_on_hold_cannot_be_put_off(world: World) -> None:
    until, one = world.clock.now() + DAY, raised(world)
    with pytest.raises(NotFoundError):
        world.do(c.SnoozeEscalation(escalation="esc-99", until=until))
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    with pytest.raises(WrongStateError, match="Clocks stand still"):
        put_off(world, until)
    world.do(c.ReleaseOnboarding())
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)))
    with pytest.raises(WrongStateError, match="settled already"):
        world.do(c.SnoozeEscalation(escalation=one.id, until=until))


def test_what_is_right_meanwhile_does_not_come_back(world: World) -> None:
    put_off(world, world.clock.now() + DAY)
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)))
    world.wait(days=2)
    assert world.happened("EscalationReturned") == []


def test_the_lag_counts_from_when_the_rule_became_true_to_whoever_took_it_up_first(world: World) -> None:
    one = raised(world)
    due = next(task.due_at for task in world.state.tasks if task.id == "accept_handoff")
    assert one.since == due
    assert lag_of(one).taken is None
    world.clock.advance(timedelta(hours=1))
    put_off(world, world.clock.now() + DAY)
    taken = world.clock.now()
    world.wait(days=2)
    world.do(c.AcknowledgeEscalation(escalation=one.id), LEE)
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)))
    settled = next(e for e in world.state.escalations if e.id == one.id)
    assert due is not None
    assert lag_of(settled).taken == taken - due
    assert lag_of(settled).settled == world.clock.now() - due


def test_a_late_sweep_does_not_shorten_the_lag() -> None:
    world = World()
    world.open()
    due = next(task.due_at for task in world.state.tasks if task.id == "accept_handoff")
    assert due is not None
    world.clock.set(due + timedelta(hours=2))
    world.sweep()
    one = raised(world)
    assert (one.since, one.raised_at) == (due, due + timedelta(hours=2))
    world.do(c.AcknowledgeEscalation(escalation=one.id), LEE)
    assert lag_of(raised(world)).taken == timedelta(hours=2)


def test_an_escalation_of_an_older_journal_counts_from_when_it_was_raised() -> None:
    from tests.builders import an_escalation

    old = an_escalation(acknowledged_at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert old.since is None
    assert lag_of(old).taken == old.acknowledged_at - old.raised_at  # type: ignore[operator]
    assert MONDAY.tzinfo is not None
