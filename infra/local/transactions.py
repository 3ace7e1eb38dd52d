"""TransactWriteItems: all conditions first, then all writes; a token is answered once for ten minutes."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.exceptions import (
    ERROR_TYPE_PREFIX,
    ConditionalCheckFailed,
    MockValidationException,
    MultipleTransactionsException,
    TooManyTransactionsException,
    TransactionCanceledException,
    TransactWriteSingleOpException,
)
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.utilities import dynamo_json_dump

if TYPE_CHECKING:
    from infra.local.writes import Write

Plan = Callable[[DynamoDBBackend, dict[str, Any]], "Write"]
Reason = tuple[str | None, str | None, dict[str, Any] | None]

TOKEN_SECONDS = 600
LARGEST_REQUEST = 4 * 1024 * 1024


class IdempotentParameterMismatchError(JsonRESTError):  # type: ignore[misc]
    """A token came again with other actions."""

    def __init__(self) -> None:
        super().__init__(
            ERROR_TYPE_PREFIX + "IdempotentParameterMismatchException",
            "ClientRequestToken was used before with other parameters: use a new one.",
        )


class Answered:
    """Remembers which tokens were carried out, in wall time, as DynamoDB does.

    `begin` is told of a request, `once` carries it out unless its token says that it was. Both are called under
    the one lock of the table store.
    """

    def __init__(self) -> None:
        self._done: dict[str, tuple[float, str]] = {}
        self._token: str | None = None
        self._digest = ""

    def begin(self, body: Mapping[str, Any]) -> None:
        """Take down token and content of the request at hand."""
        text = dynamo_json_dump(body["TransactItems"])
        if len(text) > LARGEST_REQUEST:
            raise MockValidationException("Transaction request size exceeded the limit of 4 MB")
        self._token = body.get("ClientRequestToken")
        self._digest = hashlib.sha256(text.encode()).hexdigest()

    def once(self, carry_out: Callable[[], None]) -> None:
        """Carry the request out, or answer as before."""
        token, digest, now = self._token, self._digest, time.time()
        self._token = None
        while self._done and next(iter(self._done.values()))[0] < now - TOKEN_SECONDS:
            del self._done[next(iter(self._done))]
        if token is not None and token in self._done:
            if self._done[token][1] != digest:
                raise IdempotentParameterMismatchError
            return
        carry_out()
        if token is not None:
            self._done[token] = (now, digest)


def write_all(backend: DynamoDBBackend, actions: list[dict[str, Any]], *, plans: Mapping[str, Plan]) -> None:
    """Carry out all actions or none.

    Raises
    ------
    TransactionCanceledException
        A condition did not hold or an action cannot be done; a reason for each action, in order.
    """
    if len(actions) > 100:
        raise TooManyTransactionsException
    writes: list[Write] = []
    reasons: list[Reason] = []
    keys: set[str] = set()
    for action in actions:
        if len(action) != 1:
            raise TransactWriteSingleOpException
        kind, act = next(iter(action.items()))
        key = _key(backend, act)
        if key in keys:
            raise MultipleTransactionsException
        keys.add(key)
        try:
            writes.append(plans[kind](backend, act))
            reasons.append((None, None, None))
        except ConditionalCheckFailed as failed:
            item = json.loads(failed.description).get("Item")
            reasons.append(("ConditionalCheckFailed", "The conditional request failed", item))
        except MockValidationException as invalid:
            reasons.append(("ValidationError", invalid.exception_msg, None))
    if any(code is not None for code, _, _ in reasons):
        raise TransactionCanceledException(reasons)
    for write in writes:
        write.carry_out()


def _key(backend: DynamoDBBackend, act: dict[str, Any]) -> str:
    table = backend.get_table(act["TableName"])
    holder = act.get("Key") or act.get("Item") or {}
    return str(dynamo_json_dump([table.name, *(holder.get(name) for name in table.table_key_attrs)]))
