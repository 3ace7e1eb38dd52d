"""What AWS takes at most, where the stores in memory would take anything: sizes are counted as DynamoDB counts them."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.application.ports import Clock, Commit, Stored

LARGEST_ITEM, LARGEST_TRANSACTION, MOST_ACTIONS = 400 * 1024, 4 * 1024**2, 100
LARGEST_MESSAGE = 1024**2
_KEYS = ("pk", "sk", "due_pk", "due_sk", "board_pk", "board_sk", "owner_pk", "owner_sk", "rest_pk", "rest_sk")


class BoundedOnboardingStore(InMemoryOnboardingStore):
    """The store in memory; a commit that the table would not take is an AssertionError."""

    def __init__(self, clock: Clock, **more: Any) -> None:
        super().__init__(**more)
        self._table = DynamoOnboardingStore(_Scales(), "golive", clock)

    def save(self, commit: Commit) -> Stored:
        """Write a commit that the table would take."""
        self._table.save(commit)
        return super().save(commit)


class _Scales:
    """In place of the table's client: weighs what it is given."""

    def transact_write_items(self, *, TransactItems: list[dict[str, Any]]) -> None:  # noqa: N803 - boto3's own name
        items = [action["Put"]["Item"] for action in TransactItems]
        assert len(items) <= MOST_ACTIONS, f"{len(items)} items in one transaction"
        keys = {(item["pk"]["S"], item["sk"]["S"]) for item in items}
        assert len(keys) == len(items), "one item stands twice in a transaction"
        for item in items:
            for name in _KEYS:
                assert name not in item or 0 < len(item[name]["S"].encode()) <= 1024, f"{name} {item[name]}"
        sizes = {item["sk"]["S"]: _size(item) for item in items}
        largest = max(sizes, key=lambda name: sizes[name])
        assert sizes[largest] <= LARGEST_ITEM, f"the item {largest} has {sizes[largest]} bytes"
        assert sum(sizes.values()) <= LARGEST_TRANSACTION, f"a transaction of {sum(sizes.values())} bytes"

    class exceptions:  # noqa: N801 - boto3's own name
        """What a client raises."""

        TransactionCanceledException = RuntimeError


def _size(item: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(len(name) + sum(len(str(v).encode()) for v in value.values()) for name, value in item.items())


def message(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message's body as it arrives; one that SQS would not take is an AssertionError."""
    text = json.dumps(body)
    assert len(text.encode()) <= LARGEST_MESSAGE, f"a message of {len(text.encode())} bytes"
    return dict(json.loads(text))
