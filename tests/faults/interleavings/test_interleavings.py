"""Taking turns finds what only turns bring about, and a few pairs of each kind keep their law in every order.

All pairs are played by `python -m tests.faults interleavings`, and so by `make faults`.
"""

from typing import Any

import pytest

from tests.faults.cloud.port import PORT
from tests.faults.interleavings import run, selectors
from tests.faults.interleavings.schedule import Met, Turns, play, schedules

A_FEW = (
    "an onboarding is released twice",
    "an escalation is acknowledged and climbs",
    "one form is sent twice",
    "links are revoked while answering",
    "two webhooks of one deal are worked off",
    "doubt ends when the word comes",
    "a link signs in twice",
)


class _Counter:
    """Reads and writes a number, with a call of the port around each."""

    def __init__(self) -> None:
        self.number = 0

    def raises(self, _: Any) -> None:
        assert PORT.turn is not None
        PORT.turn()
        read = self.number
        PORT.turn()
        self.number = read + 1


def test_every_order_of_the_calls_of_two_handlers_is_played_once_and_a_lost_update_is_seen() -> None:
    came_to: list[tuple[int, int, int]] = []

    def both(turns: Turns) -> Met:
        counter = _Counter()
        met = play(counter.raises, counter.raises, None, turns)  # type: ignore[arg-type]
        came_to.append((turns.first, turns.second, counter.number))
        return met

    assert len(list(schedules(both))) == len(came_to)
    assert came_to == [(1, 1, 1), (1, 2, 1), (2, 1, 2)]


@pytest.mark.parametrize("name", A_FEW)
def test_a_pair_keeps_its_law_whoever_goes_first(name: str) -> None:
    report = run(f"pair:{name}")
    assert report.worlds > 10
    assert report.violations == ()


def test_one_schedule_is_played_again_by_its_selector() -> None:
    assert run("turns:an onboarding is released twice:ba:2,1").worlds == 1
    assert run("turns:an onboarding is released twice:ab").worlds == 1
    assert "pair:an onboarding is released twice" in selectors()
