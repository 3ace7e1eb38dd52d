"""The directory in DynamoDB: everybody in one partition, read at once and kept for 30 seconds."""

import json
import time
from typing import Any

from chalicelib.adapters.codec import dump, load, to_text
from chalicelib.domain.errors import InvalidError
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
        item = {"pk": {"S": _PK}, "sk": {"S": f"PERSON#{person.id}"}, "data": {"S": to_text(dump(person))}}
        self._client.put_item(TableName=self._table, Item=item)
        if fallback:
            data = {"S": to_text({"person": person.id})}
            self._client.put_item(
                TableName=self._table, Item={"pk": {"S": _PK}, "sk": {"S": "FALLBACK"}, "data": data}
            )
        self._directory = None

    def _read(self) -> Directory:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _PK}},
            ConsistentRead=True,
        )
        rows = {item["sk"]["S"]: json.loads(item["data"]["S"]) for page in pages for item in page["Items"]}
        if "FALLBACK" not in rows:
            raise InvalidError("The directory names no fallback owner. Seed the directory first.")
        fallback = rows.pop("FALLBACK")["person"]
        return Directory(people=tuple(load(Person, row) for row in rows.values()), fallback=fallback)
