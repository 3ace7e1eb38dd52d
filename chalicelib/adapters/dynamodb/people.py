"""The directory in DynamoDB: everybody in one partition, read at once and kept for 30 seconds."""

import json
import time
from typing import Any

from chalicelib.adapters.codec import dump, load, to_text
from chalicelib.adapters.dynamodb.cancelled import codes_of, faster
from chalicelib.adapters.dynamodb.mornings import planned
from chalicelib.application.ports import Change
from chalicelib.domain.errors import InvalidError, VersionConflictError
from chalicelib.domain.people import Directory, Person

_KEPT_FOR = 30.0
_PK = "PEOPLE"


class DynamoPeople:
    """The directory's store."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table
        self._directory: Directory | None = None
        self._until = 0.0

    def directory(self, *, fresh: bool = False) -> Directory:
        """Return the directory, at most 30 seconds old; `fresh` reads it now."""
        now = time.monotonic()
        if fresh or self._directory is None or now >= self._until:
            self._directory, self._until = self._read(), now + _KEPT_FOR
        return self._directory

    def put(self, person: Person, *, fallback: bool = False) -> None:
        """Store a person; `fallback` makes them the owner of what nobody else can own."""
        self._client.put_item(TableName=self._table, Item=_person(person))
        if fallback:
            self._client.put_item(TableName=self._table, Item=_fallback(person.id, version=0))
        self._directory = None

    def change(self, person: Person, change: Change, *, read: Directory, fallback: bool = False) -> None:
        """Store a person and what was changed, if the directory is still as it was `read`."""
        version = read.version + 1
        chosen = person.id if fallback else read.fallback
        unchanged = "version = :read" if read.version else "attribute_not_exists(version) OR version = :read"
        told = {
            "pk": {"S": f"PERSON#{person.id}"},
            "sk": {"S": f"C#{version:08d}"},
            "data": {"S": to_text(dump(change))},
        }
        actions: list[dict[str, Any]] = [
            {
                "Item": _fallback(chosen, version=version),
                "ConditionExpression": unchanged,
                "ExpressionAttributeValues": {":read": {"N": str(read.version)}},
            },
            {"Item": _person(person)},
            {"Item": told},
            {"Item": planned(change.at)},  # whose working day begins when may have changed
        ]
        try:
            self._client.transact_write_items(
                TransactItems=[{"Put": {"TableName": self._table, **action}} for action in actions]
            )
        except self._client.exceptions.TransactionCanceledException as error:
            if faster(codes_of(error)):
                raise VersionConflictError("Somebody else has just changed the directory.") from error
            raise
        self._directory = None

    def changes(self, person_id: str) -> tuple[Change, ...]:
        """Return what was changed about a person, the newest first; at most the last hundred."""
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":pk": {"S": f"PERSON#{person_id}"}, ":prefix": {"S": "C#"}},
            ConsistentRead=True,
            ScanIndexForward=False,
            Limit=100,
        )
        return tuple(load(Change, json.loads(item["data"]["S"])) for item in answer["Items"])

    def _read(self) -> Directory:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _PK}},
            ConsistentRead=True,
        )
        items = {item["sk"]["S"]: item for page in pages for item in page["Items"]}
        if "FALLBACK" not in items:
            raise InvalidError("The directory names no fallback owner. Seed the directory first.")
        fallback = items.pop("FALLBACK")
        return Directory(
            people=tuple(load(Person, json.loads(item["data"]["S"])) for item in items.values()),
            fallback=json.loads(fallback["data"]["S"])["person"],
            version=int(fallback.get("version", {}).get("N", 0)),
        )


def _person(person: Person) -> dict[str, Any]:
    return {"pk": {"S": _PK}, "sk": {"S": f"PERSON#{person.id}"}, "data": {"S": to_text(dump(person))}}


def _fallback(person_id: str, *, version: int) -> dict[str, Any]:
    item = {"pk": {"S": _PK}, "sk": {"S": "FALLBACK"}, "data": {"S": to_text({"person": person_id})}}
    return item | ({"version": {"N": str(version)}} if version else {})
