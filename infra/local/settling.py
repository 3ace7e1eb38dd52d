"""Runs what can run, and moves product time from one due instant to the next.

Between two due instants nothing is played: the minute's sweep runs only where the due index, or work at rest, gives it
something to find.
"""

from __future__ import annotations

import threading
import time

from infra.local.dispatcher import Dispatcher
from infra.local.due_index import DueIndex
from infra.local.product_clock import ProductClock
from infra.local.pulse import Pulse
from infra.local.schedules import ScheduleSource
from infra.local.sources import Waiting

TICK_SECONDS = 60.0
PUMP_SECONDS = 60.0
SETTLE_SECONDS = 300.0
BREATH_SECONDS = 0.005  # a beat seldom comes alone: looking at each one would keep the others from work


class UnsettledError(Exception):
    """It did not come to rest; the message says what to look at."""


class Settler:
    """Brings the local cloud to rest, now or at a later instant."""

    def __init__(self, *, clock: ProductClock, pulse: Pulse, dispatcher: Dispatcher, due: DueIndex) -> None:
        self._clock, self._pulse, self._dispatcher, self._due = clock, pulse, dispatcher, due
        self._lock = threading.RLock()  # one at a time: a second one waits for the first
        self._left: set[str] = set()  # the entries that were due before the last sweep
        self._rested: tuple[frozenset[str], float] = (frozenset(), TICK_SECONDS)

    def settle(self, *, patience: float = PUMP_SECONDS) -> list[Waiting]:
        """Run all that can run at the present product time; answer what waits.

        Parameters
        ----------
        patience
            How many seconds to wait for a pump that is not there.

        Raises
        ------
        UnsettledError
            There is no pump, or work goes on for minutes.
        """
        with self._lock:
            end = time.monotonic() + SETTLE_SECONDS
            self._left.clear()
            while True:
                self._come_to_rest(end, patience)
                if not self._sweep_if_due():
                    return self._waiting()

    def advance(self, seconds: float) -> list[Waiting]:
        """Move product time forward; run what is due at each instant on the way, when it is due."""
        with self._lock:
            target = self._clock.now() + seconds
            self.settle()
            while (instant := self._next_instant()) is not None and instant <= target:
                self._move(instant)
            self._move(target)
            return self._waiting()

    def _move(self, instant: float) -> None:
        for source in self._ticking():  # before time moves, so that no empty tick slips in
            source.next_at = max(source.next_at, instant + TICK_SECONDS)
        self._clock.move_to(instant + 0.001)
        if self._due.resting():
            self._tick()
        self._pulse.beat()
        self.settle()

    def _ticking(self) -> list[ScheduleSource]:
        return [one for one in self._dispatcher.sources if isinstance(one, ScheduleSource) and one.ticking]

    def _tick(self) -> None:
        for source in self._ticking():
            source.next_at = self._clock.now()
        self._pulse.beat()

    def _sweep_if_due(self) -> bool:
        """Sweep what is due, again as long as that changes anything: a sweep takes only so much at once."""
        found = {due.key for due in self._due.until(self._clock.now())}
        if not found or found == self._left or not self._ticking():
            return False
        self._left = found
        self._tick()
        return True

    def _come_to_rest(self, end: float, patience: float) -> None:
        no_pump_after = time.monotonic() + patience
        while True:
            seen = self._pulse.beats
            if self._dispatcher.connected:
                no_pump_after = time.monotonic() + patience
                if self._dispatcher.idle():
                    return
            if time.monotonic() > no_pump_after:
                raise UnsettledError(
                    "No pump is running: start it with `make run`, or wait until it is back."
                )
            if time.monotonic() > end:
                raise UnsettledError(
                    "Work has gone on for five minutes: GET /failures tells which function fails."
                )
            self._pulse.wait(seen=seen, seconds=0.2)
            time.sleep(BREATH_SECONDS)

    def _next_instant(self) -> float | None:
        now = self._clock.now()
        ticking = {source.function for source in self._ticking() if source.retry_at is None}
        later: list[float | None] = [
            one.until for one in self._dispatcher.waiting() if one.what not in ticking
        ]
        due = self._due.next(now)
        later += [due.at if due is not None else None, self._next_look_at_rest(now)]
        return min((one for one in later if one is not None and one > now), default=None)

    def _next_look_at_rest(self, now: float) -> float | None:
        """Sweep what is at rest after a minute, then ever more seldom, up to an hour, as long as it is the same."""
        resting = self._due.resting()
        known, pause = self._rested
        pause = min(2 * pause, 3600.0) if resting == known else TICK_SECONDS
        self._rested = (resting, pause)
        return now + pause if resting else None

    def _waiting(self) -> list[Waiting]:
        now = self._clock.now()
        waiting = self._dispatcher.waiting()
        due = self._due.next(now)
        if due is not None:
            waiting.append(Waiting(what=due.key, until=due.at, why="the next entry of the due index"))
        for left in self._due.until(now):
            waiting.append(Waiting(what=left.key, until=left.at, why="due, and still there after a sweep"))
        return sorted(waiting, key=lambda one: one.until)
