"""Counts what the functions are asked to do: how often, how much at once, how deep their queues became."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from infra.local.queue_source import QueueSource
from infra.local.sources import Invocation, Outcome


@dataclass(slots=True)
class Work:
    """One function's part. `deepest` counts messages in its queue, those in flight too."""

    invocations: int = 0
    records: int = 0
    errors: int = 0
    running: int = 0
    most_at_once: int = 0
    deepest: int = 0


@dataclass(slots=True)
class Activity:
    """What was done since it was last forgotten. Called under the dispatcher's lock."""

    functions: dict[str, Work] = field(default_factory=dict)
    most_at_once: int = 0
    most_in_flight: int = 0
    _in_flight: int = 0

    def began(self, invocation: Invocation) -> None:
        """Count an invocation that starts."""
        source = invocation.source
        work = self.functions.setdefault(source.function, Work())
        work.invocations += 1
        work.records += len(invocation.batch)
        work.running += 1
        work.most_at_once = max(work.most_at_once, work.running)
        self.most_at_once = max(self.most_at_once, sum(one.running for one in self.functions.values()))
        if isinstance(source, QueueSource):
            work.deepest = max(work.deepest, source.depth)
            self._in_flight += len(invocation.batch)
            self.most_in_flight = max(self.most_in_flight, self._in_flight)

    def ended(self, invocation: Invocation, outcome: Outcome) -> None:
        """Count an invocation's end."""
        work = self.functions[invocation.source.function]
        work.running -= 1
        work.errors += outcome.error is not None
        if isinstance(invocation.source, QueueSource):
            self._in_flight -= len(invocation.batch)

    def forget(self) -> None:
        """Begin anew; what runs goes on being counted."""
        running = {name: work.running for name, work in self.functions.items() if work.running}
        self.functions = {name: Work(running=count, most_at_once=count) for name, count in running.items()}
        self.most_at_once, self.most_in_flight = sum(running.values()), self._in_flight

    def shown(self) -> dict[str, Any]:
        """As the sandbox tells it."""
        return {
            "most_at_once": self.most_at_once,
            "most_in_flight": self.most_in_flight,
            "functions": {name: asdict(work) for name, work in sorted(self.functions.items())},
        }
