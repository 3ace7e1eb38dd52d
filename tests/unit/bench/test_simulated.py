"""A year of 500 onboardings a month simulates within two minutes: kept by counting, not by the clock."""

from tests.bench.simulated import LIVES, MOST_CALLS, count, live


def test_a_life_under_a_policy_keeps_within_its_calls() -> None:
    assert count(live) / LIVES <= MOST_CALLS
