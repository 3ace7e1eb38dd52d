"""Finds what has leaked in a world; which worlds to look at."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.cloud.modes import modes
from tests.faults.crashes.explorer import Explorer, Plan
from tests.faults.crashes.story import scenarios
from tests.faults.leaks.canaries import finder, links, personal, secrets
from tests.faults.leaks.watch import COOKIE, listening


def leaks(explorer: Explorer, plan: Plan) -> list[str]:
    """Play the world of a plan and say what was found where it does not belong, each once."""
    with listening() as heard:
        run = explorer.replay(plan) if plan else explorer.world((), None)
    cookies = {what for where, what in heard if where == COOKIE}
    found = finder({*personal(), *secrets(), *links(run.world), *cookies})
    wrong = dict.fromkeys(run.wrong)
    for where, what in heard:
        if where != COOKIE and (canary := found.search(what)):
            wrong.setdefault(f"{where} holds {canary[0]!r}: {what[:400]}")
    return list(wrong)


def plans(name: str) -> Iterator[Plan]:
    """Yield what to let go wrong in a scenario: nothing, and every place that no scenario before it has called from.

    The modes are those after which the product has something to tell: an answer that it did not want.
    """
    yield ()
    known = set()
    for one in scenarios().values():
        for number, call in enumerate(one.seen.calls):
            if call.site not in known:
                known.add(call.site)
                if one.name == name:
                    yield from (((number, mode),) for mode in modes(call.operation) if mode.answer)
