"""Published playbook versions in DynamoDB; a version never changes, so each is read once and kept."""

import json
import time
from typing import Any

from chalicelib.adapters.codec import dump, load, to_text
from chalicelib.domain.errors import NotFoundError, PlaybookError
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import PlaybookRef

_KEPT_FOR = 60.0
_NOTES = "PLAYBOOKS"


class DynamoPlaybooks:
    """The published playbooks."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table
        self._versions: dict[PlaybookRef, Playbook] = {}
        self._latest: dict[str, tuple[float, Playbook]] = {}

    def get(self, ref: PlaybookRef) -> Playbook:
        """Return a published version."""
        if ref not in self._versions:
            answer = self._client.get_item(TableName=self._table, Key=_key(ref))
            if "Item" not in answer:
                raise NotFoundError(f"Playbook '{ref.name}' version {ref.version} is not published.")
            self._versions[ref] = load(Playbook, json.loads(answer["Item"]["data"]["S"]))
        return self._versions[ref]

    def latest(self, name: str) -> Playbook:
        """Return the newest published version, at most a minute old."""
        until, playbook = self._latest.get(name, (0.0, None))
        if playbook is not None and time.monotonic() < until:
            return playbook
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _pk(name)}},
            ScanIndexForward=False,
            Limit=1,
        )
        if not answer["Items"]:
            raise NotFoundError(f"No playbook '{name}' is published.")
        found = load(Playbook, json.loads(answer["Items"][0]["data"]["S"]))
        self._versions[found.ref] = found
        self._latest[name] = (time.monotonic() + _KEPT_FOR, found)
        return found

    def names(self) -> tuple[str, ...]:
        """Return the names of all that are published."""
        return tuple(dict.fromkeys(note.partition("#")[0] for note in self._notes("")))

    def versions(self, name: str) -> tuple[int, ...]:
        """Return the published versions of a playbook."""
        return tuple(int(note.partition("#")[2]) for note in self._notes(f"{name}#"))

    def publish(self, playbook: Playbook) -> None:
        """Publish a version; publishing the same content again does nothing but note it in the list of all."""
        try:
            self._client.put_item(
                TableName=self._table,
                Item=_key(playbook.ref) | {"data": {"S": to_text(dump(playbook))}},
                ConditionExpression="attribute_not_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            self._versions.pop(playbook.ref, None)
            if self.get(playbook.ref) != playbook:  # as values: an older release wrote fewer fields
                raise PlaybookError(
                    f"Playbook '{playbook.name}' version {playbook.version} is already published with another "
                    "content. Raise its version: published versions never change."
                ) from error
        note = {"pk": {"S": _NOTES}, "sk": {"S": f"{playbook.name}#{playbook.version:06d}"}}
        self._client.put_item(TableName=self._table, Item=note)
        self._latest.pop(playbook.name, None)

    def _notes(self, prefix: str) -> list[str]:
        wanted, values = "pk = :pk", {":pk": {"S": _NOTES}}
        if prefix:
            wanted, values = f"{wanted} AND begins_with(sk, :prefix)", {**values, ":prefix": {"S": prefix}}
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table, KeyConditionExpression=wanted, ExpressionAttributeValues=values
        )
        return [item["sk"]["S"] for page in pages for item in page["Items"]]


def _pk(name: str) -> str:
    return f"PLAYBOOK#{name}"


def _key(ref: PlaybookRef) -> dict[str, Any]:
    return {"pk": {"S": _pk(ref.name)}, "sk": {"S": f"V#{ref.version:06d}"}}
