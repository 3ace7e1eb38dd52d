"""Nothing personal and nothing secret is found where it does not belong, whatever goes wrong.

A selector is the name of a scenario, or ``scenario:number=mode`` for one world of it, ``scenario:`` for the one
in which nothing goes wrong.
"""

from __future__ import annotations

from tests.faults.report import Report

SUITE = "leaks"


def selectors(seed: int = 0) -> list[str]:
    """Return every scenario; a `seed` changes nothing, because every place that makes a call goes wrong once."""
    from tests.faults.cloud.port import installed
    from tests.faults.crashes.story import scenarios

    del seed
    with installed():
        return sorted(scenarios())


def run(selector: str) -> Report:
    """Run what a selector names."""
    from tests.faults.cloud.port import installed
    from tests.faults.crashes.explorer import Explorer, read, written
    from tests.faults.crashes.story import scenarios
    from tests.faults.leaks.finding import leaks, plans

    worlds, wrong = 0, list[str]()
    with installed():
        known = scenarios()
        name, one_world, plan = (selector, "", "") if selector in known else selector.rpartition(":")
        explorer = Explorer(known[name], cold=True)
        for one in [read(plan)] if one_world else plans(name):
            worlds += 1
            wrong += [
                f'{leak}\n    python -m tests.faults {SUITE} "{name}:{written(one)}"'
                for leak in leaks(explorer, one)
            ]
    return Report(suite=SUITE, worlds=worlds, violations=tuple(wrong))
