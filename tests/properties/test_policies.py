"""Any policy, any history: drawn by the thousand, what must hold holds.

`HYPOTHESIS_PROFILE=nightly` draws twenty times as many, other ones every day. A failure names its seed: `one("…")` plays it again.
"""

import os
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.lint import lint
from chalicelib.domain.playbook import Playbook
from infra.simulation.replay import Replay
from tests.properties.histories import TEAM, history
from tests.properties.playbooks import playbooks
from tests.properties.policies import policy
from tests.properties.watched import Watcher

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
PARTS, EACH, MORE = (10, 4_000, 20_000) if NIGHTLY else (10, 175, 300)
SEED = f"{datetime.now(UTC):%Y-%m-%d}" if NIGHTLY else "policies"


def one(seed: str) -> Watcher:
    """Play one life under one policy, both drawn from a seed, and check everything."""
    chance = Random(seed)
    return played(policy(chance), chance)


def played(playbook: Playbook, chance: Random) -> Watcher:
    """Play a drawn life under a policy, and check everything."""
    assert lint(playbook) == ()
    watcher = Watcher()
    Replay(life=history(chance, playbook), playbook=playbook, team=TEAM, watch=watcher).run()
    watcher.at_the_end()
    return watcher


@pytest.mark.parametrize("part", range(PARTS))
def test_everything_that_must_hold_holds(part: int) -> None:
    for number in range(EACH):
        seed = f"{SEED}/{part}/{number}"
        try:
            one(seed)
        except Exception as error:
            error.add_note(f'Play it again: one("{seed}")')
            raise


@settings(max_examples=MORE)
@given(playbooks(name="drawn"), st.integers(0, 2**32))
def test_it_holds_for_everything_that_a_playbook_can_say(playbook: Playbook, seed: int) -> None:
    played(playbook, Random(seed))


def test_enough_of_everything_is_drawn() -> None:
    """Properties of what never happens prove nothing."""
    seen = {type(event).__name__ for number in range(150) for event in one(f"{SEED}/0/{number}").events}
    wanted = {
        "OnboardingHeld",
        "OnboardingReleased",
        "WentLive",
        "CustomerReminded",
        "DocumentRejected",
        "GatePassed",
    }
    wanted |= {
        "EscalationRaised",
        "EscalationAcknowledged",
        "ClockPaused",
        "ClockResumed",
        "DealLost",
        "TaskWaived",
    }
    assert wanted <= seen
    assert PARTS * EACH + MORE >= 2_000
