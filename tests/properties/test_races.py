"""Two who act on one onboarding at the same moment: both acts count, each once, or the slower is told."""

from dataclasses import replace

import pytest

from chalicelib.application.handle import TRIES
from chalicelib.domain import commands as c
from chalicelib.domain.errors import VersionConflictError, WrongStateError
from tests.properties.raced import RacedStore
from tests.properties.world import ADA, LEE, World, sealed


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    world.store = RacedStore(world.store)
    world.ports = replace(world.ports, store=world.store)
    return world


def test_who_was_slower_decides_again_on_what_is_there_now(world: World) -> None:
    world.store.meanwhile = lambda: world.do(c.Reassign(subject="stage:setup", person="lee"), LEE)
    world.do(c.Reassign(subject="onboarding", person="tom"), ADA)
    assert world.state.owner == "tom"
    assert {stage.id: stage.owner for stage in world.state.stages}["setup"] == "lee"
    assert len(world.happened("Reassigned")) == 2


def test_what_somebody_has_just_done_is_not_done_twice(world: World) -> None:
    def approve(by: str) -> None:
        world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), by)

    world.store.meanwhile = lambda: approve(LEE)
    with pytest.raises(WrongStateError, match="already complete"):
        approve(ADA)
    assert [event["proof"]["by"] for event in world.happened("TaskCompleted")] == [LEE]


def test_the_same_command_at_the_same_moment_counts_once(world: World) -> None:
    envelope = world.envelope(c.Reassign(subject="onboarding", person="tom"), ADA)
    world.store.meanwhile = lambda: _again(world, envelope)
    assert _again(world, envelope)
    assert len(world.happened("Reassigned")) == 1


def _again(world: World, envelope: object) -> bool:
    from chalicelib.application.handle import handle

    return handle(envelope, world.ports).repeated  # type: ignore[arg-type]


def test_who_is_slower_again_and_again_is_told_so(world: World) -> None:
    count = 0

    def always_faster() -> None:
        nonlocal count
        count += 1
        world.do(c.RevokeLinks(), LEE)
        world.store.meanwhile = always_faster

    world.store.meanwhile = always_faster
    with pytest.raises(VersionConflictError, match="Somebody was faster"):
        world.do(c.Reassign(subject="onboarding", person="tom"), ADA)
    assert count == TRIES
    assert world.happened("Reassigned") == []
