"""TransactWriteItems: all or nothing, with a reason for each action; a token is answered as before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.faults.cloud.attributes import invalid
from tests.faults.cloud.refused import Refused
from tests.faults.cloud.requests import check_parameters
from tests.faults.cloud.writes import PLANS, Plan

if TYPE_CHECKING:
    from tests.faults.cloud.table import Table

MOST_ACTIONS = 100
LARGEST = 4 * 1024 * 1024
_REASONS = {
    "ConditionalCheckFailedException": "ConditionalCheckFailed",
    "ValidationException": "ValidationError",
}


def transact(table: Table, request: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out all actions or none."""
    actions, token = request["TransactItems"], request.get("ClientRequestToken")
    if token is not None:
        asked = json.dumps(actions, sort_keys=True, default=repr)
        if token in table.tokens:
            if table.tokens[token] != asked:
                raise Refused(
                    "IdempotentParameterMismatchException", "This token came with other actions before."
                )
            return {}
    plans = _plans(table, actions)
    olds = [table.items.get(*plan.place) for plan in plans]
    news, reasons, refused = [], [], False
    for plan, old in zip(plans, olds, strict=True):
        try:
            news.append(plan.make(old))
            reasons.append({"Code": "None"})
        except Refused as refusal:
            refused = True
            reasons.append(_reason(refusal))
    if refused:
        codes = ", ".join(reason["Code"] for reason in reasons)
        raise Refused(
            "TransactionCanceledException",
            f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
            CancellationReasons=reasons,
        )
    if sum(new.size for new in news if new is not None) > LARGEST:
        raise invalid("Transaction request cannot be larger than 4 MB")
    for plan, old, new in zip(plans, olds, news, strict=True):
        table.store(plan.place, old, new)
    if token is not None:
        table.tokens[token] = asked
    return {}


def _plans(table: Table, actions: list[dict[str, Any]]) -> list[Plan]:
    if not 1 <= len(actions) <= MOST_ACTIONS:
        raise invalid(
            "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
            f"Member must have length less than or equal to {MOST_ACTIONS}, and at least 1"
        )
    plans = []
    for action in actions:
        if len(action) != 1:
            raise invalid("TransactItems can only contain one of Check, Put, Update or Delete")
        ((kind, request),) = action.items()
        if kind not in PLANS:
            raise invalid(f"A transaction knows no {kind}.")
        check_parameters(kind, request)
        table.check_name(request)
        plans.append(PLANS[kind](table.schema, request))
    if len({plan.place for plan in plans}) != len(plans):
        raise invalid("Transaction request cannot include multiple operations on one item")
    return plans


def _reason(refusal: Refused) -> dict[str, Any]:
    return {"Code": _REASONS[refusal.code], "Message": refusal.message, **refusal.extra}
