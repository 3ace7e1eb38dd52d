"""Requests one after the other, each with its answer: single items, limits, transactions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faults.cloud.conformance.doors import TABLE, item, key, values

DONE: dict[str, Any] = {}
IF_NEW = {"ConditionExpression": "attribute_not_exists(pk)"}


@dataclass(frozen=True, slots=True)
class Step:
    """One request and its answer; `says` holds what an emulator answers wrongly, by its name."""

    operation: str
    request: Mapping[str, Any]
    answer: Any
    says: Mapping[str, Any] = field(default_factory=dict)

    def but(self, **says: Any) -> Step:
        """Return this step with what emulators answer wrongly, by their names."""
        return replace(self, says=says)

    def expected(self, name: str) -> Any:
        """Return what is to be answered."""
        return self.says.get(name, self.answer)


def put(new: Mapping[str, Any], answer: Any = DONE, **more: Any) -> Step:
    """Put an item."""
    return Step("PutItem", {"TableName": TABLE, "Item": new, **more}, answer)


def get(sk: str, answer: Any, **more: Any) -> Step:
    """Get an item, and find this one (None: nothing)."""
    found = DONE if answer is None else {"Item": answer} if isinstance(answer, dict) else answer
    return Step("GetItem", {"TableName": TABLE, "Key": key(sk), **more}, found)


def update(sk: str, text: str, answer: Any = DONE, **more: Any) -> Step:
    """Update an item."""
    return Step("UpdateItem", {"TableName": TABLE, "Key": key(sk), "UpdateExpression": text, **more}, answer)


def delete(sk: str, answer: Any = DONE, **more: Any) -> Step:
    """Delete an item."""
    return Step("DeleteItem", {"TableName": TABLE, "Key": key(sk), **more}, answer)


def transact(*actions: Any, answer: Any = DONE, **more: Any) -> Step:
    """Carry out actions together."""
    return Step("TransactWriteItems", {"TransactItems": list(actions), **more}, answer)


def a_put(sk: str, **more: Any) -> dict[str, Any]:
    """Return the action that puts an item; capitals name parameters, anything else attributes."""
    parameters = {name: more.pop(name) for name in list(more) if name[0].isupper()}
    return {"Put": {"TableName": TABLE, "Item": item(sk, **more), **parameters}}


def a_delete(sk: str, **more: Any) -> dict[str, Any]:
    """Return the action that deletes an item."""
    return {"Delete": {"TableName": TABLE, "Key": key(sk), **more}}


def a_check(sk: str, condition: str, **more: Any) -> dict[str, Any]:
    """Return the action that only checks a condition."""
    return {"ConditionCheck": {"TableName": TABLE, "Key": key(sk), "ConditionExpression": condition, **more}}


def an_update(sk: str, text: str, **more: Any) -> dict[str, Any]:
    """Return the action that updates an item."""
    return {"Update": {"TableName": TABLE, "Key": key(sk), "UpdateExpression": text, **more}}


def given(**more: Any) -> dict[str, Any]:
    """Return values as a parameter."""
    return {"ExpressionAttributeValues": values(**more)}
