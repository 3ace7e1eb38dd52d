"""What a transaction that the table has cancelled means: somebody was faster, it is a repetition, or something is wrong."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore
from chalicelib.adapters.in_memory.world import ManualClock
from chalicelib.application.ports import RepeatedCommandError
from chalicelib.domain.errors import VersionConflictError
from tests.contract.stores.commits import opening
from tests.properties.world import MONDAY


class CancelledError(ClientError):
    """What the client raises."""


def saving(*codes: str) -> type[Exception]:
    """Save a commit whose transaction is cancelled for these reasons; return what the store raises."""
    reasons: Any = {"Error": {"Code": "x"}, "CancellationReasons": [{"Code": code} for code in codes]}

    def cancelled(**_: Any) -> None:
        raise CancelledError(reasons, "TransactWriteItems")

    exceptions = SimpleNamespace(TransactionCanceledException=CancelledError)
    client = SimpleNamespace(transact_write_items=cancelled, exceptions=exceptions)
    with pytest.raises(Exception) as raised:  # noqa: PT011
        DynamoOnboardingStore(client, "golive", ManualClock(MONDAY)).save(opening())
    return raised.type


@pytest.mark.parametrize("code", ["ConditionalCheckFailed", "TransactionConflict"])
def test_who_meets_another_commit_in_the_table_decides_again(code: str) -> None:
    assert saving(code, "None", "None") is VersionConflictError
    assert saving("None", "None", code) is VersionConflictError


def test_a_command_that_is_there_already_is_a_repetition_whatever_else_has_changed() -> None:
    assert saving("None", "ConditionalCheckFailed", "None") is RepeatedCommandError
    assert saving("ConditionalCheckFailed", "ConditionalCheckFailed") is RepeatedCommandError


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded", "ValidationError"])
def test_what_the_table_cannot_do_is_no_lost_race(code: str) -> None:
    assert saving(code, "None", "None") is CancelledError
    assert saving("TransactionConflict", code, "None") is CancelledError
