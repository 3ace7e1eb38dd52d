"""Health and forecast follow the rule that metrics.py states."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.metrics import forecast_at, health
from chalicelib.domain.onboarding import Milestones, Onboarding
from tests.builders import NOW, an_onboarding, with_task

DAY = timedelta(days=1)


def calm(**changes: Any) -> Onboarding:
    return an_onboarding(escalations=(), **changes)


def test_nothing_late_and_nothing_raised_is_on_track() -> None:
    assert health(calm(), NOW) == "on_track"


def test_an_unresolved_escalation_is_a_risk_and_a_resolved_one_is_not() -> None:
    raised = an_onboarding()
    settled = replace(raised, escalations=(replace(raised.escalations[0], resolved_at=NOW),))
    assert [health(raised, NOW), health(settled, NOW)] == ["at_risk", "on_track"]


def test_a_late_task_is_a_risk_until_it_is_done() -> None:
    late = with_task(calm(), "billing", due_at=NOW - DAY)
    assert health(late, NOW) == "at_risk"
    assert health(with_task(late, "billing", status="done"), NOW) == "on_track"


def test_a_near_target_is_a_risk() -> None:
    assert health(calm(warn_at=NOW), NOW) == "at_risk"


def test_a_target_that_cannot_be_kept_is_off_track() -> None:
    assert health(calm(target_at=NOW - DAY), NOW) == "off_track"
    late = with_task(calm(), "billing", due_at=calm().target_at + DAY)
    assert health(late, NOW) == "off_track"
    assert forecast_at(late, NOW) == late.target_at + DAY


@pytest.mark.parametrize(
    ("status", "expected"), [("on_hold", "unknown"), ("cancelled", "unknown"), ("closed", "on_track")]
)
def test_what_does_not_move_is_not_measured(status: str, expected: str) -> None:
    assert health(an_onboarding(status=status, target_at=NOW - DAY), NOW) == expected


def test_after_going_live_the_target_counts_no_more_but_lateness_does() -> None:
    live = calm(status="live", milestones=Milestones(live=NOW), target_at=NOW - DAY)
    assert health(live, NOW) == "on_track"
    assert forecast_at(live, NOW + DAY) == NOW
    assert health(with_task(live, "billing", due_at=NOW - DAY), NOW) == "at_risk"


def test_the_forecast_is_not_before_the_target_while_stages_wait() -> None:
    assert forecast_at(calm(), NOW) == calm().target_at


def test_the_forecast_of_the_last_steps_is_the_last_due_instant_but_never_in_the_past() -> None:
    stages = tuple(replace(stage, status="done") for stage in calm().stages)
    last = calm(stages=stages)
    due = max(task.due_at for task in last.tasks if task.due_at)
    assert forecast_at(last, NOW) == due
    assert forecast_at(last, due + DAY) == due + DAY


@pytest.mark.parametrize("status", ["on_hold", "cancelled"])
def test_there_is_no_forecast_for_what_does_not_run(status: str) -> None:
    assert forecast_at(an_onboarding(status=status), NOW) is None
