"""Plays Lambda's concurrency: how many invocations run beside each other, how long each takes, when everything is done.

An invocation takes as long as its calls would, by the usual latencies of each service, and holds one of its function's
lanes so long. What it does happens at its beginning, all at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.faults.cloud.port import PORT
from tests.faults.runtime import BATCHES, FUNCTIONS, MINUTE, RestlessError, Runtime, World
from tests.faults.simulation.chaos import due_at, resting_at

# Seconds a call takes: usual medians within a region, rounded up; a system beyond AWS is slower.
LATENCY = {"dynamodb": 0.008, "sqs": 0.012, "sesv2": 0.08, "s3": 0.03, "secretsmanager": 0.03, "http": 0.2}
STARTS = 0.005  # seconds of an invocation beside its calls
ACCOUNT = 1000  # invocations of all functions at once, a new account's quota
LONGEST = 6 * 3600.0  # seconds after which it is plain that something never ends
GATEWAY = FUNCTIONS["RestAPI"]["Properties"]["MethodSettings"][0]


def _lanes(function: str) -> int:
    if function in ("relay", "sweep"):
        return 1  # one shard, one schedule
    if function not in BATCHES:
        return ACCOUNT
    source = FUNCTIONS[function.title()]["Properties"]["Events"][f"{function.title()}SqsEventSource"]
    return int(source["Properties"].get("ScalingConfig", {}).get("MaximumConcurrency", ACCOUNT))


@dataclass(slots=True)
class Drained:
    """What it took: invocations by function, calls, and the seconds of the simulated clock."""

    invocations: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    most_at_once: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        ran = ", ".join(f"{name} {count}" for name, count in self.invocations.most_common())
        at_once = ", ".join(f"{name} {count}" for name, count in sorted(self.most_at_once.items()))
        return (
            f"{self.seconds:.0f} simulated s, {sum(self.invocations.values())} invocations ({ran}), "
            f"{sum(self.calls.values())} calls, at once: {at_once}"
        )


class Lanes(Runtime):
    """A runtime in which functions run beside each other."""

    takes = 0.0

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self._sources = {"relay": self._relay, **{name: self._queue(name) for name in BATCHES}}
        self._busy: dict[str, list[float]] = {name: [] for name in (*self._sources, "api")}
        self._took = 0.0
        self.drained = Drained()

    def arrive(self, world: World, requests: list[dict[str, Any]]) -> list[int]:
        """Let requests come at once, as fast as the gateway lets them in; return the status of each."""
        burst, rate = GATEWAY["ThrottlingBurstLimit"], GATEWAY["ThrottlingRateLimit"]
        began, statuses = world.now, list[int]()
        for number, event in enumerate(requests):
            world.now = began + max(0, number - burst) / rate
            answer = self._timed("api", lambda event=event: self._invoke("api", event))  # type: ignore[misc]
            statuses.append(int(answer["statusCode"]) if isinstance(answer, dict) else 0)
        world.now = began
        return statuses

    def drain(self, world: World) -> Drained:
        """Run everything there is, until nothing is left that is due."""
        PORT.world, began = world, world.now
        while True:
            for name, source in self._sources.items():
                while self._free(name, world.now) and self._timed(name, lambda run=source: run(world)):  # type: ignore[misc]
                    pass
            following = self._following(world)
            if following is None:
                break
            if following > began + LONGEST:
                raise RestlessError(f"It does not come to rest within {LONGEST / 3600:.0f} simulated hours.")
            world.now = following
            if self._sweeps(world):
                self.sweep(world)
        busy = [until for lanes in self._busy.values() for until in lanes]
        self.drained.seconds = max([world.now, *busy]) - began
        return self.drained

    def _invoke(self, function: str, event: Any) -> Any:
        PORT.trace.clear()
        answer = super()._invoke(function, event)
        if isinstance(answer, Exception):
            raise answer  # nothing goes wrong here by itself
        self._took = STARTS + sum(LATENCY.get(call.service, 0.0) for call in PORT.trace)
        self.drained.invocations[function] += 1
        self.drained.calls.update(f"{call.service}:{call.operation}" for call in PORT.trace)
        return answer

    def _timed(self, name: str, run: Any) -> Any:
        self._took = 0.0
        self._free(name, PORT.world.now)
        answer = run()
        if self._took:
            self._busy[name].append(PORT.world.now + self._took)
            lanes = self.drained.most_at_once
            lanes[name] = max(lanes[name], len(self._busy[name]))
        return answer

    def _free(self, name: str, now: float) -> bool:
        if self._busy[name]:
            self._busy[name] = [until for until in self._busy[name] if until > now]
        return len(self._busy[name]) < _LANES[name]

    def _following(self, world: World) -> float | None:
        """Return the next instant at which something can begin; None when nothing is left to do."""
        times = [until for lanes in self._busy.values() for until in lanes if until > world.now]
        times += [at for queue in world.cloud.queues.values() if (at := queue.next_visible()) is not None]
        if world.read < len(world.cloud.table.stream):
            times.append(world.relay_at)
        if due_at(world) <= world.now or resting_at(world) < float("inf"):
            soonest = max(min(due_at(world), resting_at(world)), world.now, world.swept + MINUTE)
            times.append(-(-soonest // MINUTE) * MINUTE)
        times = [at for at in times if at > world.now]
        return min(times, default=None)

    def _sweeps(self, world: World) -> bool:
        found = min(due_at(world), resting_at(world)) <= world.now
        return found and world.now % MINUTE == 0 and world.swept < world.now


_LANES = {name: _lanes(name) for name in (*BATCHES, "relay", "api", "sweep")}
