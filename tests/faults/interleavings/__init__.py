"""Interleavings: two handlers that meet on one onboarding, at every pair of call boundaries, in both orders.

A selector names what to run: ``pair:name``, or one world again by ``turns:name:order:i,j``: in the order ``ab`` the
first makes i calls, then the other j, then each goes on to its end. ``turns:name:ab`` plays one after the other.
"""

from __future__ import annotations

from tests.faults.cloud.port import installed
from tests.faults.report import Report

SUITE = "interleavings"


def selectors(seed: int = 0) -> list[str]:
    """Return everything that there is to run; nothing is sampled, so `seed` changes nothing."""
    from tests.faults.interleavings.pairs import PAIRS

    return [f"pair:{name}" for name in PAIRS]


def run(selector: str) -> Report:
    """Run what a selector names."""
    from tests.faults.interleavings.explorer import Explorer
    from tests.faults.interleavings.pairs import PAIRS
    from tests.faults.interleavings.schedule import Turns

    kind, rest = selector.split(":", 1)
    worlds, wrong = 0, list[str]()
    name, _, schedule = rest.partition(":") if kind == "turns" else (rest, "", "")
    with installed():
        explorer = Explorer(PAIRS[name](name))
        order, _, numbers = schedule.partition(":")
        if numbers:
            first, second = map(int, numbers.split(","))
            runs = iter([explorer.once(order, Turns(first, second))])
        else:
            runs = (run for run in explorer.every() if kind == "pair" or run.name == order)
        for each in runs:
            worlds += 1
            wrong += [
                f"{name}, {each.name}: {violation}\n"
                f'    python -m tests.faults {SUITE} "turns:{name}:{each.name}"'
                for violation in each.wrong
            ]
    return Report(suite=SUITE, worlds=worlds, violations=tuple(wrong))
