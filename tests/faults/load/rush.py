"""Rushes on a local cloud: many webhooks at once, and many onboardings that are due at the same instant."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from infra.local.demo.sandbox import Sandbox
from infra.local.harness import LocalCloud
from infra.local.supervisor import Child
from tests.faults.load import checks
from tests.faults.load.burst import Answers, send_all
from tests.faults.load.crowd import crowd
from tests.faults.load.rest import Rest, Stored

USUAL_LIMIT = 20


@dataclass(frozen=True, kw_only=True)
class Drained:
    """How a rush ended. `seconds` is from its last request to rest; `activity` what the functions did."""

    seconds: float
    activity: dict[str, Any]
    answers: Answers | None = None
    violations: tuple[str, ...] = ()


@dataclass
class Rush:
    """A furnished cloud before a Monday's work begins, so that whatever is opened has the same deadlines."""

    cloud: LocalCloud
    pumps: int = 2
    opened: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sandbox, self.rest = Sandbox(url=self.cloud.sandbox_url), Rest(self.cloud)
        self.cloud.start_app()
        self.limit(USUAL_LIMIT)
        self.sandbox.advance(f"PT{_until_monday(self.sandbox.now())}S")

    def limit(self, openings_per_hour: int) -> None:
        """Start the functions anew, with another limit of openings."""
        self.cloud.environment["OPENINGS_PER_HOUR"] = str(openings_per_hour)
        for number in range(self.pumps):
            self.cloud.stop(f"pump-{number}")
            self.cloud.start_pump(f"pump-{number}")
        self.cloud.settle()

    def webhooks(self, n: int, *, first: int = 0) -> Drained:
        """Let `n` deals be won at once; each is opened once, each mail is sent once."""
        deals = crowd(n, self.sandbox.now(), first=first)
        deals.prepare(self.sandbox)
        messages = deals.messages(self.cloud.public_url, seed=n)
        self.cloud.sandbox("DELETE", "/activity")
        answers = send_all(messages)
        drained = self._timed(self.cloud.settle)
        self.opened |= deals.onboardings
        found = [*checks.accepted(answers), *checks.opened_once(self.rest, self.opened)]
        found += checks.at_rest(self.rest)
        return replace(drained, answers=answers, violations=tuple(found))

    def held(self, *, limit: int) -> tuple[str, ...]:
        """Return what is wrong about the first `limit` being active, and all others on hold."""
        return tuple(checks.held(self.stored(), limit))

    def deadline(self) -> Drained:
        """Let the deadline pass that all active onboardings share; each escalates once, and nothing is forgotten."""
        due, now = self.rest.due(), self.sandbox.now()
        shared = due.count(due[0])
        self.cloud.sandbox("DELETE", "/activity")
        until = datetime.fromisoformat(due[0]) - now
        drained = self._timed(lambda: self.cloud.advance(f"PT{until.total_seconds() + 1:.0f}S"))
        found, left = list(checks.at_rest(self.rest)), self.rest.due()
        if shared != sum(1 for _ in self.rest.onboardings("active")):
            found.append(f"only {shared} onboardings share the deadline {due[0]}")
        if left[0] <= due[0]:
            found.append(f"{left.count(due[0])} onboardings were forgotten at {due[0]}")
        return replace(drained, violations=tuple(found))

    def all_told(self, *, escalations: int) -> tuple[str, ...]:
        """Return what is wrong in any onboarding: opened once, escalated so often if it is active, each mail sent once."""
        stored = self.stored()
        active = [one for one in stored if one.status == "active"]
        found = [*checks.journals(stored, "OnboardingOpened")]
        found += checks.journals(active, "EscalationRaised", escalations)
        return (*found, *checks.told_once(stored, self.rest.mails()))

    def stored(self) -> list[Stored]:
        """Read every onboarding that is there."""
        found = (self.rest.stored(onboarding) for onboarding in sorted(self.opened))
        return [one for one in found if one is not None]

    def _timed(self, act: Callable[[], object]) -> Drained:
        began = time.perf_counter()
        act()
        return Drained(
            seconds=time.perf_counter() - began, activity=dict(self.cloud.sandbox("GET", "/activity"))
        )


@contextmanager
def rush(pumps: int = 2) -> Iterator[Rush]:
    """Start a furnished local cloud for rushes."""
    with LocalCloud() as cloud:
        Child.once(["infra.local.seed"], cloud.environment)
        yield Rush(cloud, pumps=pumps)


def _until_monday(now: datetime) -> int:
    """Return how many seconds it is until five past four of the next Monday, UTC."""
    four = now.replace(hour=4, minute=5, second=0, microsecond=0)
    monday = four + timedelta(days=-now.weekday() % 7)
    return int(((monday if monday > now else monday + timedelta(days=7)) - now).total_seconds())
