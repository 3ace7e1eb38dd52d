"""Plays Lambda as AWS may at its worst: whatever can run next runs next by chance, once, again, or in a new process."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.faults.cloud.port import PORT, forget
from tests.faults.runtime import BATCHES, MINUTE, Runtime, World
from tests.faults.simulation.climate import Climate, Weather

_LATE_SWEEPS = (0.0, 0.0, 0.0, 60.0, 240.0, 900.0)
_TRACE = 20_000


class Chaos(Runtime):
    """A runtime that one chance drives. `wrong` holds what no fault explains."""

    def __init__(self, app: Any, chance: Random, climate: Climate, weather: Weather) -> None:
        super().__init__(app)
        self._chance, self._climate, self._weather = chance, climate, weather
        self._sweep_after = 0.0
        self.wrong: list[str] = []

    def step(self, world: World) -> bool:
        """Run any invocation that can run now; False when none can."""
        PORT.world = world
        for queue in world.cloud.queues.values():
            queue.shuffle(self._chance)
        return any(source(world) for source in self._chance.sample(self._steps, len(self._steps)))

    def next_at(self, world: World) -> tuple[float, bool]:
        """Return the next instant at which something can run by itself, and whether that is the sweep."""
        times = [act.at for act in world.acts]
        times += [at for queue in world.cloud.queues.values() if (at := queue.next_visible()) is not None]
        if world.read < len(world.cloud.table.stream):
            times.append(world.relay_at)
        sweep = self._next_sweep(world)
        soonest = min(times, default=float("inf"))
        return min(sweep, soonest), sweep <= soonest

    def _next_sweep(self, world: World) -> float:
        soonest = min(resting_at(world), due_at(world))
        if soonest == float("inf"):
            return soonest
        at = max(soonest, world.now, world.swept + MINUTE, self._sweep_after)
        return -(-at // MINUTE) * MINUTE

    def sweep(self, world: World) -> None:
        """Run the sweep, once or twice, and say how late the next one will be."""
        super().sweep(world)
        if not self._weather.over:
            if self._chance.random() < self._climate.again:
                super().sweep(world)
            self._sweep_after = world.now + self._chance.choice(_LATE_SWEEPS)

    def request(self, event: dict[str, Any]) -> Any:
        """Send a request to the app now and return what it answered, None when it did not."""
        return self._invoke("api", event)

    def _invoke(self, function: str, event: Any) -> Any:
        if len(PORT.trace) > _TRACE:
            PORT.trace.clear()
        if PORT.lasting:
            now = PORT.world.now
            PORT.lasting = {site: one for site, one in PORT.lasting.items() if now < one[1]}
        if self._chance.random() < self._climate.cold:
            forget()
        before = self._weather.wrong
        answer = super()._invoke(function, event)
        if self._weather.wrong == before and not PORT.lasting and (trouble := _trouble(function, answer)):
            self.wrong.append(f"{function} failed, and nothing had gone wrong: {trouble}")
        if function in BATCHES and not self._weather.over and self._chance.random() < self._climate.again:
            self._again(function, event)
        return answer

    def _again(self, function: str, event: Any) -> None:
        """Hand a batch out once more: at once, or, where the queue is no FIFO queue, later as messages of their own."""
        queue = PORT.world.cloud.queues[function]
        if queue.fifo or self._chance.random() < 0.5:
            super()._invoke(function, event)
            return
        for record in event["Records"]:
            queue.send(record["body"], now=PORT.world.now, delay=float(self._chance.randrange(900)))


def _trouble(function: str, answer: Any) -> str | None:
    if isinstance(answer, Exception):
        return repr(answer)
    if function == "api" and isinstance(answer, dict) and answer["statusCode"] >= 500:
        return json.dumps(answer)[:300]
    if isinstance(answer, dict) and answer.get("batchItemFailures") and function != "ingest":
        return json.dumps(answer)[:300]
    return None


def resting_at(world: World) -> float:
    """Return when the sweep first sends something back that nobody has worked on."""
    return min(
        (at + (120.0 if pk != "REST#inbox" else 600.001) for pk, at in _first(world, "rest", "rest_sk")),
        default=float("inf"),
    )


def due_at(world: World) -> float:
    """Return when an onboarding is due next."""
    return min((at for _, at in _first(world, "due", "due_sk")), default=float("inf"))


def _first(world: World, index: str, name: str) -> list[tuple[str, float]]:
    """Return of each partition of an index its key and its first instant."""
    from datetime import datetime

    found = []
    ordering = world.cloud.table.indexes[index]
    for pk in ordering.partitions():
        partition = ordering.partition(pk)
        if partition is not None and partition.items:
            at = partition.items[0][name]["S"].partition("#")[0]
            found.append((str(pk), datetime.fromisoformat(at).timestamp()))
    return found
