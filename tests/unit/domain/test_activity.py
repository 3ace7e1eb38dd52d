"""What counts as activity is a list, and every event stands on one side of it."""

from typing import get_args

from chalicelib.domain.activity import COUNTS, DOES_NOT_COUNT
from chalicelib.domain.events import Event


def test_every_event_is_listed_as_counting_or_as_not_counting() -> None:
    assert set(get_args(Event)) == COUNTS | DOES_NOT_COUNT
    assert COUNTS.isdisjoint(DOES_NOT_COUNT)
