"""Two handlers on one world, taking turns at their calls: one waits before a call of its own while the other goes on.

Handlers are ordinary functions that run one invocation each; greenlets let one of them stop in the middle of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import greenlet

import app
from tests.faults.cloud.port import PORT, forget
from tests.faults.runtime import World

Handler = Callable[[World], object]


@dataclass(frozen=True, slots=True)
class Turns:
    """How two handlers take turns: the first makes `first` calls, the other `second`; then each goes on to its end."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Met:
    """Whether each was at its end already when its first turn was over: more calls in it would change nothing."""

    first: bool
    second: bool


def schedules(play_one: Callable[[Turns], Met]) -> Iterator[Turns]:
    """Yield every way of taking turns that differs from the others, each after it was played."""
    for first in count(1):
        for second in count(1):
            turns = Turns(first, second)
            met = play_one(turns)
            yield turns
            if met.first:
                return
            if met.second:
                break


def play(one: Handler, other: Handler, world: World, turns: Turns) -> Met:
    """Run two handlers on a world, taking turns, both in processes that know nothing yet."""
    forget()
    PORT.world, PORT.trace = world, []
    hub = greenlet.getcurrent()
    first, second = greenlet.greenlet(one), greenlet.greenlet(other)
    PORT.turn = lambda: _pause(hub)
    try:
        _run(first, world, turns.first)
        _run(second, world, turns.second)
        met = Met(first.dead, second.dead)
        _run(first, world, None)
        _run(second, world, None)
    finally:
        PORT.turn = None
    return met


def _run(runner: greenlet.greenlet, world: World, allowed: int | None) -> None:
    """Let a handler make so many calls (None: all it wants), and leave it before the next one."""
    made = 0 if runner else -1  # a fresh one comes to its first call without having made any
    while not runner.dead and (allowed is None or made < allowed):
        runner.switch(*(() if runner else (world,)))
        made += 1


def _pause(hub: greenlet.greenlet) -> None:
    """Give the turn away; what the process keeps of the current invocation is this handler's again afterwards."""
    function, request = PORT.function, getattr(app.app, "current_request", None)
    hub.switch()
    PORT.function, app.app.current_request = function, request
