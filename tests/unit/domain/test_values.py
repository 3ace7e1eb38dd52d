"""Values as a person reads them."""

from datetime import UTC, datetime, time
from decimal import Decimal

import pytest

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.values import Money


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("18000", "18,000 EUR"),
        ("48000.00", "48,000 EUR"),
        ("48000.5", "48,000.50 EUR"),
        ("1.125", "1.125 EUR"),
        ("1.8E+4", "18,000 EUR"),
    ],
)
def test_an_amount_is_written_one_way_and_exactly(amount: str, words: str) -> None:
    assert Money(amount=Decimal(amount), currency="EUR").words == words


def test_a_day_of_one_figure_is_written_as_everywhere_else() -> None:
    calendar = Calendar(
        time_zone="Europe/Berlin",
        opens=time(9),
        closes=time(17),
        weekend=frozenset({6, 7}),
        holidays={},
    )
    said = calendar.say(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    assert said == "Tue 1 Dec 2026, 10:00 (Europe/Berlin)"
