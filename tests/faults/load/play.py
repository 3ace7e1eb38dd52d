"""All rushes, one after the other on one cloud, and what they measured."""

from dataclasses import dataclass

from tests.faults.load.rush import USUAL_LIMIT, Drained, Rush, rush

FLOOD = 30


@dataclass(frozen=True, kw_only=True)
class Played:
    """What was found: in a flood beyond the hour's limit, in a rush of webhooks, at a shared deadline."""

    flood: Drained
    webhooks: Drained
    deadline: Drained
    worlds: int

    @property
    def violations(self) -> tuple[str, ...]:
        """Return everything that was not as it must be."""
        return (*self.flood.violations, *self.webhooks.violations, *self.deadline.violations)


def play(n: int, *, pumps: int = 2) -> Played:
    """Play a flood of 30 deals under the usual limit, then `n` deals without it, then their shared deadline."""
    with rush(pumps) as on:
        flooded = min(n, FLOOD)
        flood = _flood(on, flooded)
        on.limit(10 * n)
        webhooks = on.webhooks(n, first=flooded)
        return Played(flood=flood, webhooks=webhooks, deadline=on.deadline(), worlds=flooded + 2 * n)


def _flood(on: Rush, n: int) -> Drained:
    flood = on.webhooks(n)
    wrong = on.held(limit=min(n, USUAL_LIMIT))
    return Drained(
        seconds=flood.seconds,
        activity=flood.activity,
        answers=flood.answers,
        violations=(*flood.violations, *wrong),
    )
