"""What an operator does: the directory and the playbooks are put into the table, and it may end at any call."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chalicelib import bootstrap
from infra.furnish import furnish
from infra.local.seed import people
from tests.faults.beginnings import MONDAY
from tests.faults.cloud.cloud import Cloud
from tests.faults.cloud.modes import DIES_AFTER, DIES_BEFORE, Died, Mode
from tests.faults.cloud.port import PORT, forget
from tests.faults.crashes.seen import Line, watching
from tests.faults.outside import SECRET
from tests.faults.runtime import World


def empty() -> World:
    """Return a world with an empty table."""
    return World(cloud=Cloud(secret=json.dumps(SECRET)), now=MONDAY)


def lines_of_furnishing() -> set[Line]:
    """Return the lines of the product that call a client when an empty table is furnished."""
    world = empty()
    with watching(world) as seen:
        furnished(world)
    return seen.lines


def interrupted() -> Iterator[tuple[int, Mode, World]]:
    """Yield every world that was furnished twice, of which the first time ended at a call."""
    world = empty()
    with watching(world) as seen:
        furnished(world)
    for number in range(len(seen.calls)):
        for mode in (DIES_BEFORE, DIES_AFTER):
            world = empty()
            PORT.trace, PORT.faults = [], {number: mode}
            try:
                furnished(world)
            except Died:
                PORT.faults = {}
                furnished(world)
            yield number, mode, world


def furnished(world: World) -> None:
    """Furnish the table of a world, in a new process."""
    forget()
    PORT.world = world
    furnish(
        people(),
        people=bootstrap.people(),
        playbooks=bootstrap.playbooks(),
        mornings=bootstrap.mornings(),
        now=bootstrap.clock().now(),
    )
