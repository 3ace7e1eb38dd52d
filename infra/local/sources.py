"""What invokes functions, and how an invocation ends: the words that dispatcher, queues, streams and schedules share."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, Protocol

from infra.local.product_clock import rfc3339

ACCOUNT = "123456789012"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that cannot run yet: what, until which product instant (one that has passed: unknown), and why."""

    what: str
    until: float
    why: str

    def shown(self) -> dict[str, Any]:
        """As the sandbox tells it."""
        return {"what": self.what, "until": rfc3339(self.until), "why": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an invocation ended: a result, an error, or lost with its pump."""

    result: Any = None
    error: str | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One call of a function, under way."""

    source: Source
    event: dict[str, Any]
    batch: tuple[Any, ...] = ()
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


class Source(Protocol):
    """Something that invokes one function."""

    @property
    def function(self) -> str:
        """Name of the function."""
        ...

    def take(self) -> Invocation | None:
        """Start an invocation, if one can run now."""
        ...

    def finish(self, invocation: Invocation, outcome: Outcome) -> None:
        """Do what Lambda does after it."""
        ...

    def ready(self) -> bool:
        """Tell whether one could run now."""
        ...

    def waiting(self) -> list[Waiting]:
        """What will run later."""
        ...


def failed_ids(result: Any, known: set[str]) -> set[str] | None:
    """Read a partial batch response; None says that the whole batch failed."""
    if not isinstance(result, dict) or not result.get("batchItemFailures"):
        return set()
    entries = result["batchItemFailures"]
    named = {str(one.get("itemIdentifier")) if isinstance(one, dict) else "" for one in entries}
    return named if named and named <= known else None
