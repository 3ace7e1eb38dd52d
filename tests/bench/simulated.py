"""What a simulation costs: calls of Python's functions for one life under one policy, which no busy machine changes."""

import sys
from collections.abc import Callable
from functools import cache
from time import process_time
from typing import Any

from chalicelib.adapters.playbook_files import load_all
from chalicelib.domain.playbook import Playbook
from infra.simulation.generated import Generated
from infra.simulation.replay import Replay

LIVES = 24
# A year of 500 a month, twice, in two minutes on two cores is 20 ms for each life and policy. On the machine that this was
# set on a call took a third of a microsecond.
MOST_CALLS = 60_000


def measure() -> dict[str, Any]:
    """Return calls and processor milliseconds of a life, over those of all shipped playbooks."""
    calls = count(live)
    began = process_time()
    live()
    spent = process_time() - began
    return {
        "simulation_calls_per_life": round(calls / LIVES),
        "simulation_ms_per_life": round(spent * 1000 / LIVES, 1),
    }


def live() -> None:
    """Let a few invented onboardings of each playbook live."""
    playbooks = _playbooks()
    for playbook in playbooks:
        history = Generated(size=LIVES // len(playbooks), seed="bench", tiers=(playbook.name,))
        for number in range(history.size):
            Replay(life=history.life(number), playbook=playbook, team=history.team).run()


@cache
def _playbooks() -> tuple[Playbook, ...]:
    return load_all()


def count(work: Callable[[], None]) -> int:
    """Return how many calls of functions written in Python some work makes; what is loaded at first use is loaded before."""
    work()
    calls = 0

    def heard(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(heard)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls
