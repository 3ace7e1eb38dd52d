"""A bounded part of the fuzzing, and that the fuzzer itself notices, prints and replays."""

from contextlib import nullcontext

import pytest
from hypothesis import strategies as st

from tests.faults.fuzz import USUAL, run, selectors, targets
from tests.faults.fuzz.house import opened
from tests.faults.fuzz.link_bits import Proofs
from tests.faults.fuzz.target import Tally, Target, read, written

EXAMPLES = 100


@pytest.mark.parametrize("name", [target.name for target in targets()])
def test_whatever_is_sent_what_must_hold_holds(name):
    report = run(EXAMPLES, names=(name,))
    assert report.worlds >= EXAMPLES / 2
    assert not report.violations, "\n".join(report.violations)


def test_every_proof_lets_in_by_every_way_as_long_as_it_is_whole():
    with opened() as house:
        ways = {name: len(requests) for name, requests in Proofs(house).requests().items()}
    for name, count in ways.items():
        for way in range(count):
            with opened() as house:  # a fresh one: some ways use something up
                proofs = Proofs(house)
                assert proofs.requests()[name][way](proofs.values[name]).status in {200, 303}, (name, way)


def test_a_violation_comes_with_the_command_that_replays_it():
    def attempt(number):
        if number >= 7:
            raise AssertionError("too large")

    target = Target(name="numbers", world=lambda: nullcontext(attempt))
    tally = Tally(target)
    tally.try_all(attempt, range(20), most=1)
    tally.draw(attempt, st.integers(0, 1000), 200, 1)
    assert tally.worlds > 8
    assert [violation.splitlines() for violation in tally.violations] == [
        ["numbers: AssertionError: too large", "  python -m tests.faults.fuzz numbers 7"],
    ] * 2


def test_a_part_of_the_suite_is_the_same_for_the_same_seed():
    (part,) = (each for each in selectors(7) if each.startswith("api:"))
    assert part.endswith(":7")
    small = part.replace(f":{USUAL}:", ":20:")
    assert run(small).worlds == run(small).worlds > 20


@pytest.mark.parametrize("given", [["body", 3], "x" * 5000, {"a": "\ud800\n'"}])
def test_an_input_survives_the_way_over_the_command_line(given):
    assert read(written(given)) == given
