"""An escalation that is given away begins anew with who has it now, and climbs from there."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.onboarding import Escalation
from tests.properties.world import ADA, LEE, World


@pytest.fixture
def world() -> World:
    """A world in which nobody has accepted the handoff in time."""
    world = World()
    world.open()
    world.wait(hours=9)
    return world


def raised(world: World) -> Escalation:
    return next(world.state.raised())


def give(world: World, person: str, actor: str = ADA) -> None:
    world.do(c.Reassign(subject=f"escalation:{raised(world).id}", person=person), actor)


def test_what_was_acknowledged_and_is_given_away_climbs_the_ladder_of_its_new_owner(world: World) -> None:
    world.do(c.AcknowledgeEscalation(escalation=raised(world).id), ADA)
    taken_at, told = raised(world).taken_at, len(world.notices())
    give(world, "ines")
    one = raised(world)
    assert (one.owner, one.rung, one.acknowledged_at, one.acknowledged_by) == ("ines", 1, None, None)
    assert (one.given_to, one.given_by, one.taken_at) == ("ines", ADA, taken_at)
    assert [(notice.person, notice.rung) for notice in world.notices()[told:]] == [("ines", 1)]
    assert one.next_rung_at is not None
    world.clock.set(one.next_rung_at)
    world.sweep()
    assert (raised(world).owner, raised(world).rung) == ("lee", 2)


def test_what_was_put_off_and_is_given_away_is_in_front_of_its_new_owner_at_once(world: World) -> None:
    until = world.context().calendar_for(ADA).due(world.clock.now(), 20)
    world.do(c.SnoozeEscalation(escalation=raised(world).id, until=until), ADA)
    give(world, "ines")
    one = raised(world)
    assert (one.snoozed_until, one.snoozed_by) == (None, None)
    assert one.next_rung_at is not None


def test_what_had_climbed_to_its_end_climbs_again_from_its_new_owner(world: World) -> None:
    world.wait(days=10)
    assert raised(world).next_rung_at is None
    give(world, "ines", "person:sam")
    assert raised(world).rung == 1
    assert raised(world).next_rung_at is not None


def test_who_has_taken_it_up_and_is_given_it_has_it(world: World) -> None:
    world.do(c.AcknowledgeEscalation(escalation=raised(world).id), LEE)
    give(world, "lee")
    one = raised(world)
    assert (one.owner, one.acknowledged_by, one.next_rung_at) == ("lee", LEE, None)


def test_it_climbs_past_whoever_has_it(world: World) -> None:
    give(world, "lee")
    world.clock.set(raised(world).next_rung_at)  # type: ignore[arg-type]
    world.sweep()
    assert raised(world).owner == "sam"
