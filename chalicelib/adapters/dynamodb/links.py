"""Customer links in DynamoDB, under the hash of their token."""

import json
from typing import Any

from chalicelib.application.ports import Link


class DynamoLinks:
    """Looks links up."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def find(self, token_hash: str) -> Link | None:
        """Return what a link opens; whether it still may is for the onboarding's epoch and end to say."""
        key = {"pk": {"S": f"LINK#{token_hash}"}, "sk": {"S": "LINK"}}
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return Link(hash=token_hash, **json.loads(item["data"]["S"])) if item else None

    def mailed_to(self, address: str) -> tuple[tuple[str, str], ...]:
        """Return (onboarding, contact) of each link that goes to an address; the index may lag, and some are of the past."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName="owner",
            KeyConditionExpression="owner_pk = :address",
            ExpressionAttributeValues={":address": {"S": f"ADDRESS#{address}"}},
        )
        found = {item["owner_sk"]["S"] for page in pages for item in page["Items"]}
        return tuple((onboarding, contact) for onboarding, _, contact in map(_parts, sorted(found)))


def _parts(name: str) -> tuple[str, str, str]:
    return name.partition("#")
