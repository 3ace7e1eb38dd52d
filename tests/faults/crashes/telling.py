"""How a story is told: chapters played one after the other and beside each other, each kept as a scenario.

Each chapter is a stimulus on a world at rest. Played without faults, a chapter's end is the next one's beginning; what
is played `aside` leaves the main line alone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.faults.cloud.port import forget
from tests.faults.crashes.explorer import Scenario
from tests.faults.crashes.seen import watching
from tests.faults.outside import (
    RUNTIME,
    Browser,
    command,
    signed_deal,
    webhook,
)
from tests.faults.runtime import World

ADA, IVO, EVA, LEE = (f"{name}@vendor.example" for name in ("ada", "ivo", "eva", "lee"))
GRACE = "grace@acme.example"
DEAL: dict[str, Any] = {
    "deal": {"id": "D-1001", "name": "Acme: annual plan", "amount": "4800.00", "currency": "EUR",
             "signed_at": "2026-11-23T08:30:00Z"},
    "account": {"name": "Acme GmbH", "country": "DE", "time_zone": "Europe/Berlin", "tier": "simple"},
    "owner": {"name": "Ada Park", "email": ADA},
    "contacts": [{"name": "Grace Lind", "email": GRACE, "role": "champion"}],
    "committed_live_date": "2026-12-11",
    "handoff": {"goals": ["Invoices by January"],
                "promises": [{"text": "SSO before go-live", "due": "2026-12-05"}]},
}  # fmt: skip
Stimulus = Callable[[World], None]


def deal(kind: str = "won", *, at: str = "2026-11-23T08:45:00Z", **changes: Any) -> dict[str, Any]:
    """Return the body of a generic webhook; `changes` go into its ``deal``."""
    data = copy.deepcopy(DEAL)
    data["deal"] |= changes
    return {"type": f"deal.{kind}", "timestamp": at, "data": data}


def onboarding(world: World) -> str:
    """Return the id of the world's only onboarding."""
    (found,) = [pk.removeprefix("ONB#") for pk in world.cloud.table.partitions() if pk.startswith("ONB#")]
    return found


def state(world: World) -> Any:
    """Return the state of the world's only onboarding."""
    from tests.faults.invariants import records

    return next(records(world)).state


class Story:
    """Plays chapters and keeps each as a scenario."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.scenarios: dict[str, Scenario] = {}
        self._keys = 0

    def play(self, name: str, stimulus: Stimulus) -> None:
        """Play a chapter of the main line."""
        self.world = self.beside(self.world, name, stimulus)

    def aside(self, name: str, stimulus: Stimulus, **how: bool) -> World:
        """Play a chapter beside the main line, and return how it ended."""
        return self.beside(self.world, name, stimulus, **how)

    def team(self, type_: str, *, by: str = ADA, **fields: Any) -> Stimulus:
        """Return the stimulus of a command of the team."""
        self._keys += 1
        key = f"key-{self._keys}"
        return lambda world: world.do(command(onboarding(world), type_, by=by, key=key, **fields))

    def beside(self, before: World, name: str, stimulus: Stimulus, **how: bool) -> World:
        """Play a chapter on a copy of any world, and return how it ended; `how` as `Scenario` has it."""
        assert name not in self.scenarios, name
        world = before.copy()
        world.answered, world.steps = [], 0
        stimulus(world)
        self._keep(name, world, **how)
        return world

    def delivery(self, name: str, *, of: str, only: str = "", alone: bool = False) -> None:
        """Keep the delivery of what a chapter mails and calls as a scenario of its own, or of one effect `only`."""
        world = self.scenarios[of].world.copy()
        RUNTIME.rest(world, mails=False)
        world.delivers = True
        while only and not pending(world) <= {only}:
            assert RUNTIME.step(world), f"{of} never comes to {only} alone."
        self._keep(name, world, slow=self.scenarios[of].slow, delivery=True, alone=alone)

    def _keep(self, name: str, world: World, **how: bool) -> None:
        """Let a world run, and keep how it began and what it reached."""
        start = world.copy()
        with watching(world) as seen:
            RUNTIME.rest(world, before_step=lambda _: forget())
        refused = [answered.body for answered in world.answered if not 0 < answered.status < 400]
        assert not refused, f"{name}: {refused[0]}"
        self.scenarios[name] = Scenario(name=name, world=start, calls=len(seen.calls), seen=seen, **how)


def pending(world: World) -> set[str]:
    """Return the names of the effects that nobody has delivered yet."""
    return {item["sk"]["S"].rpartition(":")[2] for item in world.cloud.table.index("rest")}


def sent(make: Callable[[float], dict[str, Any]]) -> Stimulus:
    return lambda world: world.hear(lambda now: webhook(make(now)))


def deals(body: Any, message: str) -> Stimulus:
    return lambda world: world.hear(lambda now: signed_deal(body, message=message, at=now))


def asks_for_link(world: World) -> None:
    world.do(Browser(world).filled("/console/sign-in", {"email": ADA}))


def until_due(world: World) -> None:
    """Let time pass until something is due."""
    dues = [item["due_sk"]["S"].partition("#")[0] for item in world.cloud.table.index("due")]
    world.now = max(world.now, datetime.fromisoformat(min(dues)).timestamp())
