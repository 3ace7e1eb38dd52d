"""All rushes, one after the other on one cloud, and what they measured."""

from dataclasses import dataclass

from tests.faults.load.rush import USUAL_LIMIT, Drained, Rush, rush

FLOOD = 30


@dataclass(frozen=True, kw_only=True)
class Played:
    """What was found: in a flood beyond the hour's limit, in a rush of webhooks, at a shared deadline, and after all of it."""

    flood: Drained
    webhooks: Drained
    deadline: Drained
    told: tuple[str, ...]
    worlds: int

    @property
    def violations(self) -> tuple[str, ...]:
        """Return everything that was not as it must be."""
        parts = (self.flood, self.webhooks, self.deadline)
        return (*(found for part in parts for found in part.violations), *self.told)


def play(n: int, *, pumps: int = 2) -> Played:
    """Play a flood of 30 deals under the usual limit, then `n` deals without it, then their shared deadline."""
    with rush(pumps) as on:
        flooded = min(n, FLOOD)
        flood = _flood(on, flooded)
        on.limit(10 * n)
        webhooks, deadline = on.webhooks(n, first=flooded), on.deadline()
        told = on.all_told(escalations=1)
        return Played(flood=flood, webhooks=webhooks, deadline=deadline, told=told, worlds=flooded + 2 * n)


def _flood(on: Rush, n: int) -> Drained:
    flood = on.webhooks(n)
    wrong = on.held(limit=min(n, USUAL_LIMIT))
    return Drained(
        seconds=flood.seconds,
        activity=flood.activity,
        answers=flood.answers,
        violations=(*flood.violations, *wrong),
    )
