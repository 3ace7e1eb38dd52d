"""Desks in DynamoDB: one item a desk, one a slip, beside the person's outbox."""

import json
from datetime import datetime
from typing import Any

from chalicelib.adapters.codec import dump, load, named, to_text, unnamed
from chalicelib.adapters.dynamodb.cancelled import codes_of, faster
from chalicelib.adapters.indexes import desk_due, shard
from chalicelib.application.desks import AlreadyLaidError, DeskCommit, Laid
from chalicelib.domain.desk import Desk, OnDesk, PassedOn, Slip
from chalicelib.domain.errors import VersionConflictError
from chalicelib.domain.outbox import KEPT_FOR, Entry
from chalicelib.domain.values import instant

SLIPS: dict[str, type] = {cls.__name__: cls for cls in (Slip, PassedOn)}


class DynamoDesks:
    """Reads desks and writes their commits.

    Parameters
    ----------
    client
        A boto3 DynamoDB client.
    table
        The table's name.
    """

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def load(self, person: str) -> Desk:
        """Read a desk as it is now; one on which nothing ever lay is empty."""
        answer = self._client.get_item(TableName=self._table, Key=_key(person), ConsistentRead=True)
        return (
            load(Desk, json.loads(answer["Item"]["data"]["S"])) if "Item" in answer else Desk(person=person)
        )

    def slips(self, person: str, window: int) -> tuple[OnDesk, ...]:
        """Return what a window has gathered, the first that came first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :window)",
            ExpressionAttributeValues={":pk": {"S": f"PERSON#{person}"}, ":window": {"S": _window(window)}},
            ConsistentRead=True,
        )
        found = [unnamed(SLIPS, json.loads(item["data"]["S"])) for page in pages for item in page["Items"]]
        return tuple(sorted(found, key=lambda slip: (slip.at, slip.key)))

    def save(self, commit: DeskCommit) -> None:
        """Write a commit whole or not at all."""
        actions = [{"Update": self._settled(commit.settles, commit.at)}] if commit.settles else []
        actions += [{"Put": self._desk(before, after)} for before, after in commit.desks]
        if commit.laid:
            actions.append({"Put": self._slip(commit.laid)})
        if commit.mail:
            actions.append({"Put": self._mail(commit.mail, commit.at)})
        try:
            self._client.transact_write_items(TransactItems=actions)
        except self._client.exceptions.TransactionCanceledException as error:
            codes = codes_of(error)
            if commit.settles and codes[:1] == ["ConditionalCheckFailed"]:
                raise AlreadyLaidError from error
            if faster(codes):
                raise VersionConflictError("Somebody else changed this desk at the same moment.") from error
            raise

    def _settled(self, entry: Entry, at: datetime) -> dict[str, Any]:
        values = {":done": "done", ":pending": "pending", ":at": instant(at), ":note": "on the desk"}
        ttl = {":ttl": {"N": str(int((at + KEPT_FOR).timestamp()))}}
        return {
            "TableName": self._table,
            "Key": {"pk": {"S": entry.owner}, "sk": {"S": f"X#{entry.key}"}},
            "UpdateExpression": "SET #status = :done, settled_at = :at, note = :note, #ttl = :ttl"
            " REMOVE rest_pk, rest_sk",
            "ConditionExpression": "#status = :pending",
            "ExpressionAttributeNames": {"#status": "status", "#ttl": "ttl"},
            "ExpressionAttributeValues": {name: {"S": value} for name, value in values.items()} | ttl,
        }

    def _desk(self, before: Desk, after: Desk) -> dict[str, Any]:
        item = {
            **_key(after.person),
            "data": {"S": to_text(dump(after))},
            "version": {"N": str(after.version)},
        }
        item |= {name: {"S": value} for name, value in desk_due(after).items()}
        put: dict[str, Any] = {"TableName": self._table, "Item": item}
        if before.version == 0:
            return put | {"ConditionExpression": "attribute_not_exists(pk)"}
        return put | {
            "ConditionExpression": "version = :version",
            "ExpressionAttributeValues": {":version": {"N": str(before.version)}},
        }

    def _slip(self, laid: Laid) -> dict[str, Any]:
        item = {
            "pk": {"S": f"PERSON#{laid.person}"},
            "sk": {"S": _window(laid.window) + laid.slip.key},
            "data": {"S": to_text(named(laid.slip))},
            "ttl": {"N": str(int((laid.slip.at + 3 * KEPT_FOR).timestamp()))},
        }
        return {"TableName": self._table, "Item": item}

    def _mail(self, entry: Entry, at: datetime) -> dict[str, Any]:
        item = {
            "pk": entry.owner,
            "sk": f"X#{entry.key}",
            "data": to_text(named(entry.effect)),
            "status": entry.status,
            "written_at": instant(at),
            "rest_pk": f"REST#{shard(entry.key)}",
            "rest_sk": instant(at),
        }
        return {"TableName": self._table, "Item": {name: {"S": value} for name, value in item.items()}}


def _key(person: str) -> dict[str, Any]:
    return {"pk": {"S": f"PERSON#{person}"}, "sk": {"S": "DESK"}}


def _window(number: int) -> str:
    return f"N#{number:08d}#"
