"""A few worlds on every run of the tests; `make faults` plays many, `make faults-nightly` thousands."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from chalicelib.application import deliver
from chalicelib.domain.outbox import Entry, Perform, Step, next_step
from tests.faults.cloud.port import installed
from tests.faults.simulation import load
from tests.faults.simulation.logs import told
from tests.faults.simulation.simulation import simulate

ROOT = Path(__file__).parents[3]
SHORT = 7.0  # days
_IN_ANOTHER_PROCESS = f"""
from tests.faults.cloud.port import installed
from tests.faults.simulation.simulation import simulate
with installed():
    print(simulate(5, days={SHORT}).history)
"""


@pytest.fixture(scope="module", autouse=True)
def _light_cloud() -> Iterator[None]:
    with installed():
        yield


@pytest.mark.parametrize("seed", [6, 17])
def test_whatever_goes_wrong_in_a_world_it_comes_to_rest_with_everything_as_promised(seed: int) -> None:
    assert simulate(seed, days=SHORT).violations == ()


def test_the_same_seed_is_the_same_history_in_every_process() -> None:
    here = simulate(5, days=SHORT)
    environment = {**os.environ, "PYTHONHASHSEED": "1234"}
    command = [sys.executable, "-c", _IN_ANOTHER_PROCESS]
    there = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert here.history == simulate(5, days=SHORT).history == there.stdout.strip()
    assert here.steps > 100


def test_a_mail_that_goes_out_whenever_it_is_asked_for_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(entry: Entry, now: datetime) -> Step:
        return Perform() if entry.status == "done" else next_step(entry, now)

    monkeypatch.setattr(deliver, "next_step", careless)
    assert any("mailed 2 times" in violation for violation in simulate(7, days=SHORT).violations)


def test_a_customer_in_the_logs_is_noticed() -> None:
    assert list(told("effect performed", frozenset({"secret-token"}))) == []
    assert (
        len(
            list(
                told(
                    "effect for zq7q GmbH\nmail to ada@vendor.example\n/p/secret-token",
                    frozenset({"secret-token"}),
                )
            )
        )
        == 3
    )


def test_a_burst_of_webhooks_opens_each_deal_once() -> None:
    rushed = load.burst(40)
    assert rushed.violations == ()
    assert rushed.drained.invocations["api"] == 44


def test_onboardings_due_at_one_instant_escalate_once_each() -> None:
    rushed = load.due(40)
    assert rushed.violations == ()
    assert rushed.drained.calls["dynamodb:TransactWriteItems"] >= 80  # each is raised, and laid on a desk
