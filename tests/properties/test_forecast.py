"""Forecast and clocks over drawn playbooks, at any moment of an onboarding's life."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain import clocks
from chalicelib.domain.forecast import forecast
from chalicelib.domain.playbook import Playbook
from tests.properties import playbooks as drawn
from tests.properties import world as played
from tests.properties.world import World, do_task

STEPS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), max_size=8)


@contextmanager
def lived(playbook: Playbook, deal: dict[str, Any], steps: list[tuple[int, int]]) -> Iterator[World]:
    """Open an onboarding by a playbook, and let something be done of what is open, and hours pass, in turn."""
    kept = played.PLAYBOOKS["smb"]
    played.PLAYBOOKS["smb"] = playbook
    try:
        world = World()
        world.open(tier="smb", **deal)
        for choice, hours in steps:
            open_now = [task for task in world.state.tasks if task.status == "open"]
            if open_now:
                do_task(world, open_now[choice % len(open_now)], number=choice)
            world.wait(hours=hours)
        yield world
    finally:
        played.PLAYBOOKS["smb"] = kept


@settings(max_examples=40)
@given(drawn.playbooks(), drawn.deals(), STEPS)
def test_a_date_is_given_up_exactly_when_it_cannot_hold_any_more(
    playbook: Playbook, deal: dict[str, Any], steps: list[tuple[int, int]]
) -> None:
    with lived(playbook, deal, steps) as world:
        known, ahead = world.state.forecast, forecast(world.state, world.context())
        if world.state.milestones.live or ahead is None or ahead.slips_at is None:
            return
        assert known is not None
        assert known.slips_at is not None
        assert known.slips_at <= ahead.slips_at  # whoever must know is not woken too late
        assert world.clock.now() <= known.slips_at
        for by, late in ((-1, False), (0, True)):
            world.clock.set(ahead.slips_at + timedelta(milliseconds=by))
            then = forecast(world.state, world.context())
            assert then is not None
            assert then.late is late


@settings(max_examples=40)
@given(drawn.playbooks(), drawn.deals(), STEPS)
def test_total_is_waited_and_net_and_none_of_them_is_ever_negative(
    playbook: Playbook, deal: dict[str, Any], steps: list[tuple[int, int]]
) -> None:
    with lived(playbook, deal, steps) as world:
        state, now, calendar = world.state, world.clock.now(), world.context().calendar
        for stage in (None, *state.stages):
            clock = clocks.read(state, stage, now=now, calendar=calendar)
            if clock:
                assert min(clock.total, clock.waited, clock.net) >= timedelta(0)
                assert clock.total == clock.waited + clock.net
            if stage and stage.waiting:
                assert all(task.asked and not task.settled for task in clocks.awaited(stage, state))
                assert clocks.awaited(stage, state)
