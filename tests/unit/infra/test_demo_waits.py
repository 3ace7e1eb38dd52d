"""The demo plays on any day: it waits for what is told in working time, over the longest holidays."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local.demo import teams_part
from infra.local.demo.web import DemoError
from infra.local.durations import seconds_of

FROM_THURSDAY_EVENING_TO_TUESDAY = timedelta(days=4, hours=15)
MAIL = {"text": "Why you get this: nobody has accepted the handoff."}


class Sandbox:
    """A clock, and a mail that comes at its time."""

    def __init__(self, comes: timedelta) -> None:
        self._passed, self._comes = timedelta(), comes

    def advance(self, duration: str) -> None:
        self._passed += timedelta(seconds=seconds_of(duration))

    def mails(self, to: str) -> list[dict[str, Any]]:
        return [MAIL] if self._passed >= self._comes else []


def scene(comes: timedelta) -> Any:
    return SimpleNamespace(onboarding="onb-1", about=list, sandbox=Sandbox(comes))


def test_an_escalation_is_waited_for_over_easter_and_the_working_days_after_it() -> None:
    comes = FROM_THURSDAY_EVENING_TO_TUESDAY + timedelta(days=3)
    assert teams_part.escalated(scene(comes), teams_part.LEAD) == MAIL


def test_an_escalation_that_never_comes_stops_the_demo() -> None:
    with pytest.raises(DemoError, match=r"Nobody touched onb-1 for \d+ hours"):
        teams_part.escalated(scene(timedelta(days=60)), teams_part.LEAD)
