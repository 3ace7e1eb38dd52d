"""Drafts in DynamoDB: one item a task, replaced by condition; a dropped one leaves an empty item that time removes."""

import json
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.application.drafts import Draft
from chalicelib.domain.values import instant

_KEPT_FOR = timedelta(days=90)
_GONE = "gone"


class DynamoDrafts:
    """Keeps the drafts of customers' forms; TTL only cleans up."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def read(self, onboarding: str, task: str) -> Draft | None:
        """Return the draft of a task."""
        item = self._client.get_item(
            TableName=self._table, Key=_key(onboarding, task), ConsistentRead=True
        ).get("Item")
        if not item or item["version"]["S"] == _GONE:
            return None
        data = json.loads(item["data"]["S"])
        return Draft(
            task=task,
            by=data["by"],
            at=datetime.fromisoformat(data["at"]),
            base=data["base"],
            values=data["values"],
            version=item["version"]["S"],
        )

    def keep(self, onboarding: str, draft: Draft, *, over: str) -> bool:
        """Keep a draft in place of the version `over` (empty: of none); False where there is another one by now."""
        data = {"by": draft.by, "at": instant(draft.at), "base": draft.base, "values": dict(draft.values)}
        item = _key(onboarding, draft.task) | {
            "version": {"S": draft.version},
            "data": {"S": json.dumps(data)},
            "ttl": {"N": str(int((draft.at + _KEPT_FOR).timestamp()))},
        }
        return self._put(item, (over or _GONE, _GONE, draft.version), or_none=True)

    def drop(self, onboarding: str, draft: Draft) -> None:
        """Forget a draft, unless there is another one by now."""
        item = emptied(onboarding, draft.task, ttl=int((draft.at + _KEPT_FOR).timestamp()))
        self._put(item, (draft.version, draft.version, _GONE), or_none=False)

    def _put(self, item: dict[str, Any], versions: tuple[str, str, str], *, or_none: bool) -> bool:
        condition = "version = :a OR version = :b OR version = :c"
        try:
            self._client.put_item(
                TableName=self._table,
                Item=item,
                ConditionExpression=f"attribute_not_exists(pk) OR {condition}" if or_none else condition,
                ExpressionAttributeValues={
                    name: {"S": version} for name, version in zip((":a", ":b", ":c"), versions, strict=True)
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True


def emptied(onboarding: str, task: str, *, ttl: int) -> dict[str, Any]:
    """Return the item that is left of a draft until `ttl`: nothing of what was typed."""
    return _key(onboarding, task) | {"version": {"S": _GONE}, "ttl": {"N": str(ttl)}}


def _key(onboarding: str, task: str) -> dict[str, Any]:
    return {"pk": {"S": f"ONB#{onboarding}"}, "sk": {"S": f"DRAFT#{task}"}}
