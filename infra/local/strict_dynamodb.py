"""Makes moto's DynamoDB strict and quick: one lock, atomic transactions with tokens, ordered Query.

Every write is planned first and stored after (`writes`), so a transaction of which one action fails has changed nothing
and needs no copy of the table to go back to.
"""

from __future__ import annotations

import threading
from typing import Any

from moto.dynamodb import responses
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item

from infra.local import strict_query, transactions
from infra.local.pulse import Pulse
from infra.local.stored_items import install_stream
from infra.local.writes import PLANS, plan_delete, plan_put, plan_update

LOCK = threading.RLock()


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
