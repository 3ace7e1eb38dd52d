"""Deterministic simulation: months of many customers, in which everything goes wrong that may, and one number decides all.

A selector names what to run: ``seed:123`` is one world, ``seeds:100:25`` the 25 worlds from seed 100 on, ``month:500:1``
one world of 500 onboardings, ``burst:10000`` that many webhooks at once, ``due:10000`` that many onboardings due at once.
"""

from __future__ import annotations

from tests.faults.cloud.port import installed
from tests.faults.report import Report

SUITE = "simulation"
SEEDS, AT_ONCE, RUSH = 24, 6, 1000


def selectors(seed: int = 0) -> list[str]:
    """Return everything that there is to run, the longest first."""
    first = seed * SEEDS
    worlds = [f"seeds:{start}:{AT_ONCE}" for start in range(first, first + SEEDS, AT_ONCE)]
    return [f"burst:{RUSH}", f"due:{RUSH}", *worlds]


def run(selector: str) -> Report:
    """Run what a selector names."""
    kind, _, rest = selector.partition(":")
    number, _, more = rest.partition(":")
    with installed():
        match kind:
            case "seed" | "seeds":
                return _seeds(range(int(number), int(number) + int(more or 1)))
            case "month":
                return _month(int(number), int(more or 0))
            case "burst" | "due":
                return _rush(kind, int(number))
    raise ValueError(f"There is no selector {selector}.")


def _seeds(seeds: range) -> Report:
    from tests.faults.simulation.simulation import simulate

    wrong = [again for seed in seeds for again in _again(f"seed:{seed}", simulate(seed).violations)]
    return Report(suite=SUITE, worlds=len(seeds), violations=tuple(wrong))


def _month(deals: int, seed: int) -> Report:
    from tests.faults.simulation.simulation import simulate

    simulated = simulate(seed, deals=deals, tells=lambda line: print(line, flush=True))
    selector = f"month:{deals}:{seed}"
    return Report(suite=SUITE, worlds=1, violations=tuple(_again(selector, simulated.violations)))


def _rush(kind: str, count: int) -> Report:
    from tests.faults.simulation import load

    rushed = load.burst(count) if kind == "burst" else load.due(count)
    print(f"  {kind} of {count}: {rushed}", flush=True)
    return Report(suite=SUITE, worlds=1, violations=tuple(_again(f"{kind}:{count}", rushed.violations)))


def _again(selector: str, violations: tuple[str, ...]) -> list[str]:
    """Return violations with the command that plays their world again."""
    return [f'{selector}: {one}\n    python -m tests.faults {SUITE} "{selector}"' for one in violations]
