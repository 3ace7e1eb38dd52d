"""What every request to the table is checked for before anything is done: parameters, expressions, keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from tests.faults.cloud.attributes import Value, invalid, read

_CONDITION = {"ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"}
_WRITE = {"TableName", "ReturnValues", "ReturnValuesOnConditionCheckFailure", *_CONDITION}
_ACTION = {"TableName", "ReturnValuesOnConditionCheckFailure", *_CONDITION}
PARAMETERS: dict[str, frozenset[str]] = {
    "GetItem": frozenset({"TableName", "Key", "ConsistentRead"}),
    "PutItem": frozenset({*_WRITE, "Item"}),
    "UpdateItem": frozenset({*_WRITE, "Key", "UpdateExpression"}),
    "DeleteItem": frozenset({*_WRITE, "Key"}),
    "Query": frozenset(
        {
            *("TableName", "IndexName", "KeyConditionExpression", "FilterExpression", "Limit"),
            *("ExpressionAttributeNames", "ExpressionAttributeValues", "ScanIndexForward"),
            *("ExclusiveStartKey", "ConsistentRead"),
        }
    ),
    "TransactWriteItems": frozenset({"TransactItems", "ClientRequestToken"}),
    "Put": frozenset({*_ACTION, "Item"}),
    "Update": frozenset({*_ACTION, "Key", "UpdateExpression"}),
    "Delete": frozenset({*_ACTION, "Key"}),
    "ConditionCheck": frozenset({*_ACTION, "Key"}),
}


class Compiled(Protocol):
    """An expression, as far as its placeholders go."""

    @property
    def names(self) -> frozenset[str]:
        """The names' placeholders that it uses."""

    @property
    def values(self) -> frozenset[str]:
        """The values' placeholders that it uses."""


def check_parameters(operation: str, request: Mapping[str, Any]) -> None:
    """Refuse parameters that the light table does not know: none may be taken silently."""
    unknown = request.keys() - PARAMETERS[operation]
    if unknown:
        raise invalid(f"{operation} of the light table takes no {', '.join(sorted(unknown))}.")


def names_of(request: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return ExpressionAttributeNames as what compiled expressions are kept by."""
    names = request.get("ExpressionAttributeNames")
    if names is None:
        return ()
    if not names:
        raise invalid("ExpressionAttributeNames must not be empty")
    return tuple(names.items())


def values_of(request: Mapping[str, Any], compiled: Iterable[Compiled]) -> dict[str, Value]:
    """Return ExpressionAttributeValues; refuses a placeholder that is not defined, and one that is not used."""
    used_names: set[str] = set()
    used: set[str] = set()
    for one in compiled:
        used_names |= one.names
        used |= one.values
    given = request.get("ExpressionAttributeValues")
    if given is not None and not given:
        raise invalid("ExpressionAttributeValues must not be empty")
    given = given or {}
    names = request.get("ExpressionAttributeNames") or {}
    if (used or given or used_names or names) and not compiled:
        raise invalid("ExpressionAttributeNames and ExpressionAttributeValues need an expression")
    if used != given.keys():
        _refuse_values(used, given.keys())
    if used_names != names.keys():
        unused = ", ".join(sorted(names.keys() - used_names))
        raise invalid(f"Value provided in ExpressionAttributeNames unused in expressions: keys: {{{unused}}}")
    return {name: value if "S" in value else read(value)[0] for name, value in given.items()}


def _refuse_values(used: set[str], given: Iterable[str]) -> None:
    undefined = sorted(used - set(given))
    if undefined:
        raise invalid(
            "Invalid expression: An expression attribute value used in expression is not defined; "
            f"attribute value: {undefined[0]}"
        )
    unused = ", ".join(sorted(set(given) - used))
    raise invalid(f"Value provided in ExpressionAttributeValues unused in expressions: keys: {{{unused}}}")
