"""App and pump are killed at random moments of the demo: nothing is lost, no mail is repeated beyond recorded doubt.

`GOLIVE_KILLS` is how many kills (3), `GOLIVE_SEED` repeats a run. The emulator, which stands for AWS, is not killed.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.harness import LocalCloud
from infra.local.supervisor import Child
from tests.faults.killed_cloud import KilledCloud

KILLS = int(os.environ.get("GOLIVE_KILLS", "3"))
SEED = int(os.environ.get("GOLIVE_SEED") or random.SystemRandom().randrange(1_000_000))
SOURCES = ("deals",) if KILLS < 10 else ("hubspot", "salesforce", "pipedrive", "deals")


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[KilledCloud]:
    with LocalCloud(state=tmp_path / "golive.state") as cloud:
        Child.once(["infra.local.seed"], cloud.environment)
        cloud.start_app()
        cloud.start_pump()
        yield KilledCloud(cloud, SEED)


def test_nothing_is_lost_and_no_mail_is_repeated_beyond_recorded_doubt(killed: KilledCloud) -> None:
    print(f"GOLIVE_SEED={SEED} GOLIVE_KILLS={KILLS}")
    when = killed.kill_while_playing(KILLS, sources=SOURCES)
    print("killed:", *when, sep="\n  ")
    assert len(when) == KILLS

    killed.sandbox.settle()
    assert killed.sandbox.unfinished() == []
    assert killed.dead_letters() == {}
    mails = killed.mails()
    for onboarding in killed.played:
        again = killed.sent_again(onboarding)
        for effect in killed.effects(onboarding):
            key = effect["sk"].removeprefix("X#")
            assert effect["status"] == "done", effect
            assert mails[key] <= 1 + again[key], f"{key} was mailed {mails[key]} times"
            if '"mail":' in effect["data"]:
                assert mails[key] or effect["note"].startswith("not needed"), effect

    states = {onboarding: killed.team.one(onboarding) for onboarding in killed.played}
    assert {one["status"] for one in states.values()} <= {"live", "closed"}
    _everything_is_kept(killed, states)


def _everything_is_kept(killed: KilledCloud, states: dict[str, object]) -> None:
    """Stop it all and start it again on the state that it has kept."""
    for name in ("app", "pump", "emulator"):
        killed.cloud.stop(name)
    killed.cloud.start_emulator()
    killed.cloud.start_app()
    assert {onboarding: killed.team.one(onboarding) for onboarding in states} == states
