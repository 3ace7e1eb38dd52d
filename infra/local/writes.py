"""Planned writes: conditions evaluated, the new item built, nothing touched until it is carried out."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

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

from infra.local import plain_updates
from infra.local.stored_items import build_item, check_item, store


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
    if act.get("UpdateExpression"):
        _change(new, table, act)
    try:
        check_item(table, new)
    except ItemSizeTooLarge as error:
        raise ItemSizeToUpdateTooLarge from error
    return Write(table=table, old=old, new=new)


def _change(item: Item, table: Table, act: dict[str, Any]) -> None:
    names, values = act.get("ExpressionAttributeNames") or {}, act.get("ExpressionAttributeValues") or {}
    plain = plain_updates.read(act["UpdateExpression"])
    if plain is not None and plain_updates.carry_out(plain, item, table, names, values):
        return
    tree = UpdateExpressionValidator(
        UpdateExpressionParser.make(act["UpdateExpression"]),
        expression_attribute_names=names,
        expression_attribute_values=values,
        item=item,
        table=table,
    ).validate()
    tree.normalize()
    UpdateExpressionExecutor(tree, item, names).execute()


PLANS = {"Put": plan_put, "Delete": plan_delete, "ConditionCheck": plan_check, "Update": plan_update}
