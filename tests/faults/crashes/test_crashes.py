"""A small part of what `make faults` plays: every fault of a few scenarios, alone and in pairs."""

from collections.abc import Iterator

import pytest

from tests.faults.cloud.modes import DIES_AFTER, THROTTLED, modes
from tests.faults.cloud.port import installed
from tests.faults.crashes import furnishing, run, selectors
from tests.faults.crashes.explorer import Explorer, read, written
from tests.faults.crashes.story import scenarios

ALONE = (
    "a deal is won",
    "the same form is sent twice",
    "mail to owner and customer",
    "nobody accepts the handoff in time",
    "the customer answers the form",
    "a person is given the onboarding on its page",
)
IN_PAIRS = ("put on hold", "the customer is told")


@pytest.fixture(autouse=True)
def light_cloud() -> Iterator[None]:
    with installed():
        yield


@pytest.mark.parametrize("name", ALONE)
def test_one_fault_anywhere_loses_nothing_and_repeats_nothing(name: str) -> None:
    report = run(f"singles:{name}")
    assert report.violations == ()
    calls = scenarios()[name].seen.calls
    assert report.worlds == sum(len(modes(call.operation)) for call in calls)


@pytest.mark.parametrize("name", IN_PAIRS)
def test_two_faults_anywhere_lose_nothing_and_repeat_nothing(name: str) -> None:
    report = run(f"pairs:{name}")
    assert report.violations == ()
    assert report.worlds > 50


def test_a_world_is_played_again_by_its_plan() -> None:
    plan = read("3=throttled;5=dies after")
    assert plan == ((3, THROTTLED), (5, DIES_AFTER))
    assert written(plan) == "3=throttled;5=dies after"
    scenario = scenarios()["put on hold"]
    first, again = (Explorer(scenario).replay(plan) for _ in range(2))
    assert first.trace == again.trace
    assert first.world.cloud.table.stream == again.world.cloud.table.stream
    assert run(f"plan:put on hold:{written(plan)}").violations == ()


def test_every_scenario_is_run_alone_and_of_each_course_that_is_small_and_writes_one_in_pairs_too() -> None:
    chosen = selectors(seed=7)
    played = {one.course: name for name, one in scenarios().items() if f"pairs:{name}" in chosen}
    for name, scenario in scenarios().items():
        assert f"singles:{name}" in chosen
        assert (f"pairs:{name}" in chosen) == (f"threes:{name}:7" in chosen)
        assert scenario.course in played if scenario.paired else f"pairs:{name}" not in chosen
    assert scenarios()["a deal is won"].paired
    assert not scenarios()["the team looks at its lists"].paired


def test_what_an_operator_furnishes_is_whole_when_it_is_done_again() -> None:
    whole = furnishing.empty()
    furnishing.furnished(whole)
    worlds = list(furnishing.interrupted())
    assert len(worlds) > 30
    for number, mode, world in worlds:
        assert list(world.cloud.table.items) == list(whole.cloud.table.items), (number, mode.name)
