"""Makes moto's DynamoDB strict and quick: one lock, atomic transactions with tokens, ordered Query.

Every write is planned first (conditions evaluated, the new item built, nothing touched) and stored after, so a
transaction of which one action fails has changed nothing and needs no copy of the table to go back to.
"""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass
from typing import Any

from moto.dynamodb import responses
from moto.dynamodb.comparisons import get_filter_expression
from moto.dynamodb.exceptions import (
    ConditionalCheckFailed,
    ItemSizeTooLarge,
    ItemSizeToUpdateTooLarge,
    MockValidationException,
)
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.executors import UpdateExpressionExecutor
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.dynamodb.parsing.validators import UpdateExpressionValidator

from infra.local import strict_query, transactions
from infra.local.pulse import Pulse
from infra.local.stored_items import build_item, check_item, install_stream, store

LOCK = threading.RLock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One planned write; neither item says that only a condition was checked."""

    table: Table
    old: Item | None
    new: Item | None

    def carry_out(self) -> None:
        """Store it."""
        store(self.table, self.old, self.new)


def current(backend: DynamoDBBackend, table: Table, key: dict[str, Any]) -> Item | None:
    """Read the item at a key, as it stands."""
    if set(key) != set(table.table_key_attrs):
        raise MockValidationException("The provided key element does not match the schema")
    hash_key, range_key = backend.get_keys_value(table, key)
    return table.get_item(hash_key, range_key)


def check(old: Item | None, act: dict[str, Any]) -> None:
    """Evaluate the condition of an action on the item as it stands.

    Raises
    ------
    ConditionalCheckFailed
        It does not hold; carries the item where ALL_OLD was asked for.
    """
    condition = get_filter_expression(
        act.get("ConditionExpression"),
        act.get("ExpressionAttributeNames") or {},
        act.get("ExpressionAttributeValues") or {},
    )
    if condition.expr(old):
        return
    wanted = act.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and old is not None
    raise ConditionalCheckFailed(item=old.to_json()["Attributes"] if wanted and old is not None else None)


def plan_put(backend: DynamoDBBackend, act: dict[str, Any]) -> Write:
    """Plan a Put."""
    table = backend.get_table(act["TableName"])
    new = build_item(table, act["Item"])
    old = table.get_item(new.hash_key, new.range_key)
    check(old, act)
    return Write(table=table, old=old, new=new)


def plan_delete(backend: DynamoDBBackend, act: dict[str, Any]) -> Write:
    """Plan a Delete."""
    table = backend.get_table(act["TableName"])
    old = current(backend, table, act["Key"])
    check(old, act)
    return Write(table=table, old=old, new=None)


def plan_check(backend: DynamoDBBackend, act: dict[str, Any]) -> Write:
    """Plan a ConditionCheck: nothing to write."""
    table = backend.get_table(act["TableName"])
    check(current(backend, table, act["Key"]), act)
    return Write(table=table, old=None, new=None)


def plan_update(backend: DynamoDBBackend, act: dict[str, Any]) -> Write:
    """Plan an Update; it works on a copy, so readers never see a half-changed item."""
    table = backend.get_table(act["TableName"])
    old = current(backend, table, act["Key"])
    check(old, act)
    new = copy.deepcopy(old) if old is not None else build_item(table, act["Key"])
    names = act.get("ExpressionAttributeNames") or {}
    if act.get("UpdateExpression"):
        tree = UpdateExpressionValidator(
            UpdateExpressionParser.make(act["UpdateExpression"]),
            expression_attribute_names=names,
            expression_attribute_values=act.get("ExpressionAttributeValues") or {},
            item=new,
            table=table,
        ).validate()
        tree.normalize()
        UpdateExpressionExecutor(tree, new, names).execute()
    try:
        check_item(table, new)
    except ItemSizeTooLarge as error:
        raise ItemSizeToUpdateTooLarge from error
    return Write(table=table, old=old, new=new)


PLANS = {"Put": plan_put, "Delete": plan_delete, "ConditionCheck": plan_check, "Update": plan_update}


def _put_item(
    backend: DynamoDBBackend,
    table_name: str,
    item_attrs: dict[str, Any],
    expected: dict[str, Any] | None = None,
    condition_expression: str | None = None,
    expression_attribute_names: dict[str, Any] | None = None,
    expression_attribute_values: dict[str, Any] | None = None,
    overwrite: bool = False,
    return_values_on_condition_check_failure: str | None = None,
) -> Item:
    _refuse_legacy(expected)
    write = plan_put(
        backend,
        {
            "TableName": table_name,
            "Item": item_attrs,
            "ConditionExpression": condition_expression,
            "ExpressionAttributeNames": expression_attribute_names,
            "ExpressionAttributeValues": expression_attribute_values,
            "ReturnValuesOnConditionCheckFailure": return_values_on_condition_check_failure,
        },
    )
    write.carry_out()
    return write.new


def _update_item(
    backend: DynamoDBBackend,
    table_name: str,
    key: dict[str, dict[str, Any]],
    update_expression: str,
    expression_attribute_names: dict[str, Any],
    expression_attribute_values: dict[str, Any],
    attribute_updates: dict[str, Any] | None = None,
    expected: dict[str, Any] | None = None,
    condition_expression: str | None = None,
    return_values_on_condition_check_failure: str | None = None,
) -> Item:
    _refuse_legacy(expected, attribute_updates)
    write = plan_update(
        backend,
        {
            "TableName": table_name,
            "Key": key,
            "UpdateExpression": update_expression,
            "ConditionExpression": condition_expression,
            "ExpressionAttributeNames": expression_attribute_names,
            "ExpressionAttributeValues": expression_attribute_values,
            "ReturnValuesOnConditionCheckFailure": return_values_on_condition_check_failure,
        },
    )
    write.carry_out()
    return write.new


def _delete_item(
    backend: DynamoDBBackend,
    table_name: str,
    key: dict[str, Any],
    expression_attribute_names: dict[str, Any] | None = None,
    expression_attribute_values: dict[str, Any] | None = None,
    condition_expression: str | None = None,
    return_values_on_condition_check_failure: str | None = None,
) -> Item | None:
    write = plan_delete(
        backend,
        {
            "TableName": table_name,
            "Key": key,
            "ConditionExpression": condition_expression,
            "ExpressionAttributeNames": expression_attribute_names,
            "ExpressionAttributeValues": expression_attribute_values,
            "ReturnValuesOnConditionCheckFailure": return_values_on_condition_check_failure,
        },
    )
    write.carry_out()
    return write.old


def _refuse_legacy(*parameters: dict[str, Any] | None) -> None:
    if any(parameters):
        raise MockValidationException("Expected and AttributeUpdates are legacy: use expressions.")


def install(pulse: Pulse) -> None:
    """Put the strict parts in place of moto's own."""
    handler = responses.DynamoHandler
    plain_call = handler.call_action
    answered = transactions.Answered()

    def call_action(self: Any) -> Any:
        with LOCK:
            return plain_call(self)

    plain_transact = handler.transact_write_items

    def transact(self: Any) -> Any:
        answered.begin(self.body)
        return plain_transact(self)

    def write_all(backend: DynamoDBBackend, actions: list[dict[str, Any]]) -> None:
        answered.once(lambda: transactions.write_all(backend, actions, plans=PLANS))

    handler.call_action = call_action
    handler.transact_write_items = transact
    DynamoDBBackend.put_item = _put_item
    DynamoDBBackend.update_item = _update_item
    DynamoDBBackend.delete_item = _delete_item
    DynamoDBBackend.transact_write_items = write_all
    DynamoDBBackend.query = strict_query.query
    responses.TRANSACTION_MAX_ITEMS = 100
    install_stream(pulse)
