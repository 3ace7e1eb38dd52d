"""Published playbook versions in DynamoDB; a version never changes, so each is read once and kept."""

import json
import time
from typing import Any

from chalicelib.adapters.codec import dump, load, to_text
from chalicelib.domain.errors import NotFoundError, PlaybookError
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import PlaybookRef

_KEPT_FOR = 60.0


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
            ExpressionAttributeValues={":pk": {"S": f"PLAYBOOK#{name}"}},
            ScanIndexForward=False,
            Limit=1,
        )
        if not answer["Items"]:
            raise NotFoundError(f"No playbook '{name}' is published.")
        found = load(Playbook, json.loads(answer["Items"][0]["data"]["S"]))
        self._versions[found.ref] = found
        self._latest[name] = (time.monotonic() + _KEPT_FOR, found)
        return found

    def publish(self, playbook: Playbook) -> None:
        """Publish a version; publishing the same content again does nothing."""
        text = to_text(dump(playbook))
        try:
            self._client.put_item(
                TableName=self._table,
                Item=_key(playbook.ref) | {"data": {"S": text}},
                ConditionExpression="attribute_not_exists(pk) OR #data = :data",
                ExpressionAttributeNames={"#data": "data"},
                ExpressionAttributeValues={":data": {"S": text}},
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise PlaybookError(
                f"Playbook '{playbook.name}' version {playbook.version} is already published with another content. "
                "Raise its version: published versions never change."
            ) from error
        self._latest.pop(playbook.name, None)


def _key(ref: PlaybookRef) -> dict[str, Any]:
    return {"pk": {"S": f"PLAYBOOK#{ref.name}"}, "sk": {"S": f"V#{ref.version:06d}"}}
