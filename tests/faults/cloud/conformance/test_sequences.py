"""Requests one after the other end alike in the light table, in moto and in MiniStack, as AWS's documentation says."""

import itertools

import pytest

from tests.faults.cloud.conformance import items, transactions
from tests.faults.cloud.conformance.doors import Door, plain, told
from tests.faults.cloud.conformance.sequences import Step

pytestmark = pytest.mark.xdist_group("conformance")
NUMBERS = itertools.count(1)


@pytest.mark.parametrize(("name", "steps"), (items.ALL | transactions.ALL).items())
def test_each_request_is_answered_as_documented(door: Door, name: str, steps: tuple[Step, ...]) -> None:
    pk = f"sequence-{next(NUMBERS):011}"
    for step in steps:
        answer = door.call(step.operation, told(step.request, "PK", pk))
        assert answer == plain(told(step.expected(door.name), "PK", pk)), step
