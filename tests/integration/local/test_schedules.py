"""Schedules by the product clock, and what becomes of runs that fail."""

from dataclasses import dataclass
from typing import Any

import pytest

from infra.local.product_clock import instant_of, rfc3339
from infra.local.schedules import ScheduleError, ScheduleSource, next_time
from infra.local.sources import Invocation, Outcome

SATURDAY = "2026-11-21T09:30:00.000Z"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rate(1 minute)", "2026-11-21T09:31:00.000Z"),
        ("rate(6 hours)", "2026-11-21T15:30:00.000Z"),
        ("rate(1 day)", "2026-11-22T09:30:00.000Z"),
        ("cron(0 10 * * ? *)", "2026-11-21T10:00:00.000Z"),
        ("cron(30 9 * * ? *)", "2026-11-22T09:30:00.000Z"),
        ("cron(0 6 ? * MON-FRI *)", "2026-11-23T06:00:00.000Z"),
        ("cron(0 6 ? * SUN,WED *)", "2026-11-22T06:00:00.000Z"),
    ],
)
def test_the_next_run_of_a_schedule(expression: str, expected: str) -> None:
    assert rfc3339(next_time(expression, instant_of(SATURDAY))) == expected


@pytest.mark.parametrize(
    "expression",
    ["rate(1 week)", "cron(*/5 * * * ? *)", "cron(0 6 1 * ? *)", "cron(0 6 ? * FUNDAY *)", "daily"],
)
def test_a_schedule_that_is_not_played_says_what_is(expression: str) -> None:
    with pytest.raises(ScheduleError):
        next_time(expression, 0.0)


@dataclass
class Clock:
    seconds: float = instant_of(SATURDAY)

    def now(self) -> float:
        return self.seconds


def sweep(clock: Clock) -> Any:
    return ScheduleSource(
        function="sweep",
        expression="rate(1 minute)",
        clock=clock,
        region="r",
        next_at=clock.now(),  # type: ignore[arg-type]
    )


def run(source: Any, outcome: Outcome) -> None:
    invocation = source.take()
    assert isinstance(invocation, Invocation)
    source.finish(invocation, outcome)


def test_a_run_is_due_once_and_the_next_a_minute_later() -> None:
    clock = Clock()
    source = sweep(clock)
    assert source.ticking
    run(source, Outcome())
    assert source.take() is None
    clock.seconds += 60
    assert source.ready()


def test_missed_runs_are_one_run() -> None:
    clock = Clock()
    source = sweep(clock)
    clock.seconds += 3600
    run(source, Outcome())
    assert source.take() is None


def test_a_failed_run_is_tried_after_one_and_two_minutes_and_then_given_up() -> None:
    clock = Clock()
    source = sweep(clock)
    for pause in (60.0, 120.0):
        run(source, Outcome(error="broken"))
        assert source.due_at() == clock.now() + pause
        assert source.waiting()[0].why == "the next try after an error"
        clock.seconds += pause
    run(source, Outcome(error="broken"))
    assert source.waiting()[0].why == "schedule rate(1 minute)"


def test_a_run_lost_with_its_pump_is_due_again_at_once() -> None:
    source = sweep(Clock())
    run(source, Outcome(lost=True))
    assert source.ready()
