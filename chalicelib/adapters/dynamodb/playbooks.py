"""Published playbook versions in DynamoDB; a version never changes, so each is read once and kept."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from chalicelib.adapters.codec import dump, load, to_text
from chalicelib.domain.errors import NotFoundError, PlaybookError, PlaybookUnreadableError
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import PlaybookRef

_KEPT_FOR = 60.0
_NOTES = "PLAYBOOKS"
_MOST_TRIED = 20


class DynamoPlaybooks:
    """The published playbooks.

    `spare` finds a version elsewhere, in case the stored one cannot be read.
    """

    def __init__(
        self, client: Any, table: str, *, spare: Callable[[PlaybookRef], Playbook | None] = lambda _: None
    ) -> None:
        self._client, self._table, self._spare = client, table, spare
        self._versions: dict[PlaybookRef, Playbook] = {}
        self._latest: dict[str, tuple[float, Playbook]] = {}

    def get(self, ref: PlaybookRef) -> Playbook:
        """Return a published version."""
        if ref not in self._versions:
            answer = self._client.get_item(TableName=self._table, Key=_key(ref))
            if "Item" not in answer:
                raise NotFoundError(f"Playbook '{ref.name}' version {ref.version} is not published.")
            self._versions[ref] = self._read(ref, answer["Item"])
        return self._versions[ref]

    def latest(self, name: str) -> Playbook:
        """Return the newest published version, at most a minute old."""
        until, playbook = self._latest.get(name, (0.0, None))
        if playbook is not None and time.monotonic() < until:
            return playbook
        found = self._read(*next(self._newest_first(name, limit=1)))
        self._versions[found.ref] = found
        self._latest[name] = (time.monotonic() + _KEPT_FOR, found)
        return found

    def newest_readable(self, name: str) -> Playbook:
        """Return the newest version that can be read; raises PlaybookUnreadableError where there is none."""
        for ref, item in self._newest_first(name, limit=_MOST_TRIED):
            with suppress(PlaybookUnreadableError):
                return self._read(ref, item)
        raise PlaybookUnreadableError(f"No version of playbook '{name}' can be read.")

    def _newest_first(self, name: str, *, limit: int) -> Iterator[tuple[PlaybookRef, Any]]:
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _pk(name)}},
            ScanIndexForward=False,
            Limit=limit,
        )
        if not answer["Items"]:
            raise NotFoundError(f"No playbook '{name}' is published.")
        for item in answer["Items"]:
            yield PlaybookRef(name=name, version=int(item["sk"]["S"].rpartition("#")[2])), item

    def _read(self, ref: PlaybookRef, item: Any) -> Playbook:
        """Read a stored version; one that cannot be read any more is the same in the files that were shipped with it."""
        try:
            return load(Playbook, json.loads(item["data"]["S"]))
        except ValueError as error:
            if (spare := self._spare(ref)) is not None:
                return spare
            raise PlaybookUnreadableError(
                f"Playbook '{ref.name}' version {ref.version} cannot be read: {error}"
            ) from error

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
