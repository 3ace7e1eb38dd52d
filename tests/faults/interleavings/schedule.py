"""Two handlers on one world, taking turns at their calls: one waits before a call of its own while the other goes on.

Handlers are ordinary functions that run one invocation each; greenlets let one of them stop in the middle of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import greenlet

import app
from tests.faults.cloud.port import PORT
from tests.faults.runtime import World

Handler = Callable[[World], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """How two handlers take turns: the first makes `first` calls, the other `second`; then each goes on to its end."""

    first: int
    second: int


def calls(handler: Handler, world: World) -> int:
    """Return how many calls a handler makes when nobody interferes."""
    PORT.world, PORT.trace = world, []
    handler(world)
    return len(PORT.trace)


def play(one: Handler, other: Handler, world: World, turns: Turns) -> None:
    """Run two handlers on a world, taking turns."""
    PORT.world, PORT.trace = world, []
    hub = greenlet.getcurrent()
    first, second = greenlet.greenlet(one), greenlet.greenlet(other)
    PORT.turn = lambda: _pause(hub)
    try:
        for runner, allowed in ((first, turns.first), (second, turns.second), (first, None), (second, None)):
            _run(runner, world, allowed)
    finally:
        PORT.turn = None


def _run(runner: greenlet.greenlet, world: World, allowed: int | None) -> None:
    """Let a handler make so many calls (None: all it wants), and leave it before the next one."""
    made = -1 if not runner else 0  # a fresh one comes to its first call without having made any
    while not runner.dead and (allowed is None or made < allowed):
        runner.switch(*(() if runner else (world,)))
        made += 1


def _pause(hub: greenlet.greenlet) -> None:
    """Give the turn away; what the process keeps of the current invocation is this handler's again afterwards."""
    function, request = PORT.function, app.app.current_request
    hub.switch()
    PORT.function, app.app.current_request = function, request
