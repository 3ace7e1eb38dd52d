"""Schedules by the product clock: rates and daily times, each run tried three times as Lambda's own queue does."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local import lambda_events
from infra.local.product_clock import ProductClock
from infra.local.sources import ACCOUNT, Invocation, Outcome, Waiting
from infra.local.strict_sqs import StrictQueue

RETRY_AFTER = (60.0, 120.0)
UNITS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0}


class ScheduleError(Exception):
    """A schedule is written in a way that the local cloud does not play."""


def next_time(expression: str, after: float) -> float:
    """Answer the next instant of a schedule, in seconds since the epoch.

    Raises
    ------
    ScheduleError
        The expression is neither `rate(…)` nor a `cron(minute hour * * ? *)`.
    """
    if found := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return after + int(found[1]) * UNITS[found[2]]
    found = re.fullmatch(r"cron\((\d+) (\d+) ([*?]) \* ([^ ]+) \*\)", expression)
    if found is None:
        raise ScheduleError(f"The local cloud plays rate(…) and cron(minute hour * * ? *), not {expression}.")
    moment = datetime.fromtimestamp(after, UTC)
    days = _weekdays(found[4])
    candidate = moment.replace(minute=int(found[1]), hour=int(found[2]), second=0, microsecond=0)
    while candidate <= moment or candidate.weekday() not in days:
        candidate += timedelta(days=1)
    return candidate.timestamp()


def _weekdays(text: str) -> set[int]:
    names = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
    if text in ("?", "*"):
        return set(range(7))
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first not in names or (last or first) not in names:
            raise ScheduleError(f"Name weekdays as MON-FRI or MON,WED, not {text}.")
        days.update(range(names.index(first), names.index(last or first) + 1))
    return days


@dataclass(slots=True, kw_only=True)
class ScheduleSource:
    """One function's schedule."""

    function: str
    expression: str
    clock: ProductClock
    region: str
    next_at: float
    dead_letters: StrictQueue | None = None
    attempt: int = 0
    retry_at: float | None = None
    running: bool = False

    @property
    def ticking(self) -> bool:
        """Whether it runs so often that empty runs are not played while the clock is moved."""
        return next_time(self.expression, 0.0) < 3600.0 if self.expression.startswith("rate") else False

    def take(self) -> Invocation | None:
        """Start a run that is due."""
        if not self.ready():
            return None
        self.running = True
        if self.retry_at is None:
            self.next_at = next_time(self.expression, self.clock.now())
        event = lambda_events.schedule(
            rule=self.function,
            at=self.clock.now(),
            region=self.region,
            account=ACCOUNT,
            event_id=str(uuid.uuid4()),
        )
        return Invocation(source=self, event=event)

    def finish(self, invocation: Invocation, outcome: Outcome) -> None:
        """Try a failed run twice more, then give it up."""
        self.running = False
        if outcome.lost:
            self.retry_at = self.clock.now()
        elif outcome.error is None:
            self.attempt, self.retry_at = 0, None
        elif self.attempt < len(RETRY_AFTER):
            self.retry_at = self.clock.now() + RETRY_AFTER[self.attempt]
            self.attempt += 1
        else:
            self.attempt, self.retry_at = 0, None
            self._give_up(invocation.event, outcome.error)

    def _give_up(self, event: dict[str, Any], error: str) -> None:
        from moto.sqs.models import sqs_backends

        if self.dead_letters is not None:
            body = {"requestPayload": event, "responsePayload": {"errorMessage": error}}
            sqs_backends[ACCOUNT][self.region].send_message(self.dead_letters.name, json.dumps(body))

    def due_at(self) -> float:
        """When the next run, or the next try, is due."""
        return self.next_at if self.retry_at is None else self.retry_at

    def ready(self) -> bool:
        """Tell whether a run is due."""
        return not self.running and self.clock.now() >= self.due_at()

    def waiting(self) -> list[Waiting]:
        """The next run."""
        why = "the next try after an error" if self.retry_at is not None else f"schedule {self.expression}"
        return [Waiting(what=self.function, until=self.due_at(), why=why)]
