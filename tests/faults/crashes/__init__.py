"""Exhaustive crash points: every call of every scenario goes wrong in every way, alone, in pairs, in sampled threes.

Of scenarios that make the same calls from the same places in the same order, one plays the pairs and threes.

A selector names what to run: ``singles:scenario``, ``pairs:scenario``, ``threes:scenario:seed``, or one world again:
``plan:scenario:number=mode;number=mode``, where singles are mostly ``cold`` (each invocation is a new process) and pairs may
be ``lean`` (what is mailed stays in the outbox), because that numbers calls otherwise.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.faults.cloud.port import Call, installed
from tests.faults.report import Report

if TYPE_CHECKING:
    from tests.faults.crashes.explorer import Scenario

SUITE = "crashes"
THREES = 4  # sampled plans of three faults a scenario
_AGAIN = ("plan", "cold", "lean")


def selectors(seed: int = 0) -> list[str]:
    """Return everything that there is to run, the longest first."""
    from tests.faults.crashes.story import scenarios

    with installed():
        known = sorted(scenarios().values(), key=lambda one: -one.calls)
        unlike: dict[tuple[object, ...], Scenario] = {}
        for one in sorted(
            known, key=lambda one: one.slow
        ):  # where time is the stimulus, less can be compared
            if one.paired:
                unlike.setdefault(one.course, one)
    several = [one for one in known if one in unlike.values()]
    return [
        *(f"pairs:{one.name}" for one in several),
        *(f"threes:{one.name}:{seed}" for one in several),
        *(f"singles:{one.name}" for one in known),
    ]


def run(selector: str) -> Report:
    """Run what a selector names."""
    from tests.faults.crashes.coverage import unfaulted
    from tests.faults.crashes.explorer import Explorer, Run, read, written
    from tests.faults.crashes.story import scenarios

    kind, rest = selector.split(":", 1)
    worlds, wrong, calls = 0, list[str](), set[Call]()
    with installed():
        name, _, more = rest.rpartition(":") if kind in {"threes", *_AGAIN} else (rest, "", "")
        scenario = scenarios()[name]
        lean = kind == "lean" or (kind == "pairs" and not scenario.delivery)
        cold = kind == "cold" or (kind == "singles" and not scenario.alone)
        explorer = Explorer(scenario, cold=cold, mails=not lean)
        again = "cold" if cold else "lean" if lean else "plan"
        every: dict[str, Iterator[Run]] = {
            "singles": explorer.singles(),
            "pairs": explorer.pairs(),
            "threes": explorer.threes(random.Random(more), THREES),
        }
        for world in [explorer.replay(read(more))] if kind in _AGAIN else every[kind]:
            worlds += 1
            calls.update(world.trace)
            wrong += [
                f"{name}, {written(world.plan)}: {violation}\n"
                f'    python -m tests.faults {SUITE} "{again}:{name}:{written(world.plan)}"'
                for violation in world.wrong
            ]
        wrong += unfaulted(calls, scenarios().values())
    return Report(suite=SUITE, worlds=worlds, violations=tuple(wrong))
