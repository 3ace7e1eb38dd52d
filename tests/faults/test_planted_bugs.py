"""The planted bugs still have their places: each is tried by `python -m tests.faults.planted_bugs`."""

import pytest

from tests.faults.bugs import BUGS, Bug
from tests.faults.planted_bugs import ROOT, places


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_has_exactly_one_place(bug: Bug) -> None:
    assert len(places(bug, ROOT)) == 1
    assert bug.old != bug.new


def test_every_bug_has_a_name_of_its_own() -> None:
    names = [bug.name for bug in BUGS]
    assert len(set(names)) == len(names)
