"""Gives each pump what can run, one invocation after the other, and learns how each ended.

The emulator keeps all state of a delivery (what is in flight, where the stream stands), so the pump may be killed at
any moment: its open connection ends, and what it was at goes back to where it came from.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.local.activity import Activity
from infra.local.product_clock import ProductClock
from infra.local.pulse import Pulse
from infra.local.queue_source import QueueSource
from infra.local.schedules import ScheduleSource, next_time
from infra.local.sources import Invocation, Outcome, Source, Waiting
from infra.local.strict_sqs import StrictQueue


@dataclass(slots=True, kw_only=True)
class Pump:
    """A connected pump: the functions that it can run, and what it is at."""

    functions: frozenset[str]
    running: dict[str, Invocation] = field(default_factory=dict)


class Dispatcher:
    """Hands out invocations."""

    def __init__(self, *, clock: ProductClock, pulse: Pulse, region: str) -> None:
        self._clock, self._pulse, self._region = clock, pulse, region
        self._kept: dict[str, float] = {}
        self.schedule_dead_letters: StrictQueue | None = None
        self._lock = threading.RLock()
        self._pumps: dict[str, Pump] = {}
        self._turn = 0
        self.sources: list[Source] = []
        self.failures: list[dict[str, str]] = []
        self.activity = Activity()

    def join(self, pump: str, functions: frozenset[str]) -> None:
        """Take a pump in; each stands for one of Lambda's environments, and there may be several."""
        with self._lock:
            self._pumps[pump] = Pump(functions=functions)
        self._pulse.beat()

    def leave(self, pump: str) -> None:
        """Let a pump go; what it was at is free again."""
        with self._lock:
            gone = self._pumps.pop(pump, None)
            for invocation in gone.running.values() if gone is not None else ():
                self._finish(invocation, Outcome(lost=True))
        self._pulse.beat()

    def schedule(self, expressions: Mapping[str, str]) -> None:
        """Take over the schedules that the app declares; what is known keeps its next run."""
        with self._lock:
            known = {one.function: one for one in self.sources if isinstance(one, ScheduleSource)}
            for function, expression in expressions.items():
                if function not in known or known[function].expression != expression:
                    if function in known:
                        self.sources.remove(known[function])
                    at = self._kept.get(function) or next_time(expression, self._clock.now())
                    self.sources.append(
                        ScheduleSource(
                            function=function,
                            expression=expression,
                            clock=self._clock,
                            region=self._region,
                            next_at=at,
                            dead_letters=self.schedule_dead_letters,
                        )
                    )

    @property
    def connected(self) -> bool:
        """Whether a pump is there."""
        return bool(self._pumps)

    def next(self, pump: str, *, seconds: float) -> Invocation | None:
        """Wait at most so long for something that can run, and start it."""
        end = time.monotonic() + seconds
        while True:
            seen = self._pulse.beats
            with self._lock:
                at_work = self._pumps.get(pump)
                found = self._take(at_work) if at_work is not None else None
            left = end - time.monotonic()
            if found is not None or at_work is None or left <= 0:
                return found
            self._pulse.wait(seen=seen, seconds=min(left, self._until_next()))

    def _take(self, pump: Pump) -> Invocation | None:
        count = len(self.sources)
        for step in range(count):
            source = self.sources[(self._turn + step) % count]
            if source.function in pump.functions:
                invocation = source.take()
                if invocation is not None:
                    pump.running[invocation.id] = invocation
                    self.activity.began(invocation)
                    self._turn = (self._turn + step + 1) % count
                    return invocation
        return None

    def _until_next(self) -> float:
        now = self._clock.now()
        later = [one.until for one in self.waiting() if one.until > now]
        return max(0.01, min(later) - now) if later else 60.0

    def done(self, pump: str, invocation_id: str, outcome: Outcome) -> bool:
        """Take an invocation's end in; an end that comes after its pump was given up counts for nothing."""
        with self._lock:
            at_work = self._pumps.get(pump)
            invocation = at_work.running.pop(invocation_id, None) if at_work is not None else None
            if invocation is None:
                return False
            self._finish(invocation, outcome)
            if outcome.error is not None:
                self.failures.append({"function": invocation.source.function, "error": outcome.error})
                del self.failures[:-200]
        self._pulse.beat()
        return True

    def _finish(self, invocation: Invocation, outcome: Outcome) -> None:
        invocation.source.finish(invocation, outcome)
        self.activity.ended(invocation, outcome)

    def idle(self) -> bool:
        """Tell whether nothing runs and nothing could."""
        with self._lock:
            if any(pump.running for pump in self._pumps.values()):
                return False
            able = {name for pump in self._pumps.values() for name in pump.functions}
            return not any(source.ready() for source in self.sources if source.function in able)

    def waiting(self) -> list[Waiting]:
        """What will run later."""
        with self._lock:
            able = {name for pump in self._pumps.values() for name in pump.functions}
            waiting = [one for source in self.sources for one in source.waiting()]
            for source in self.sources if able else ():
                if source.function not in able and source.ready():
                    why = "the app has no function of this name"
                    waiting.append(Waiting(what=source.function, until=self._clock.now(), why=why))
            return waiting

    def in_flight(self) -> set[str]:
        """The ids of the messages that a pump is at."""
        with self._lock:
            running = [one for pump in self._pumps.values() for one in pump.running.values()]
            return {
                message.id for one in running if isinstance(one.source, QueueSource) for message in one.batch
            }

    def schedules(self) -> dict[str, float]:
        """When each schedule runs next."""
        return {one.function: one.next_at for one in self.sources if isinstance(one, ScheduleSource)}

    def keep_schedules(self, kept: Mapping[str, float]) -> None:
        """Take over when schedules ran next before a stop."""
        self._kept.update(kept)
