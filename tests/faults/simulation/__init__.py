"""Deterministic simulation: months of many customers, in which everything goes wrong that may, and one number decides all.

A selector names what to run: ``seed:123`` is one world, ``seeds:100:25`` the 25 worlds from seed 100 on.
"""

from __future__ import annotations

from tests.faults.cloud.port import installed
from tests.faults.report import Report

SUITE = "simulation"
SEEDS, AT_ONCE = 60, 6


def selectors(seed: int = 0) -> list[str]:
    """Return everything that there is to run."""
    first = seed * SEEDS
    return [f"seeds:{start}:{AT_ONCE}" for start in range(first, first + SEEDS, AT_ONCE)]


def run(selector: str) -> Report:
    """Run what a selector names."""
    kind, _, rest = selector.partition(":")
    first, _, count = rest.partition(":")
    assert kind in {"seed", "seeds"}, f"There is no selector {selector}."
    seeds = range(int(first), int(first) + int(count or 1))
    with installed():
        return _seeds(seeds)


def _seeds(seeds: range) -> Report:
    from tests.faults.simulation.simulation import simulate

    wrong = list[str]()
    for seed in seeds:
        wrong += [
            f'seed {seed}: {violation}\n    python -m tests.faults {SUITE} "seed:{seed}"'
            for violation in simulate(seed).violations
        ]
    return Report(suite=SUITE, worlds=len(seeds), violations=tuple(wrong))
