"""Drafts in DynamoDB: one item a task, replaced by condition; a dropped one leaves an empty item that time removes."""

import json
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.dynamodb.conditional import if_so
from chalicelib.application.drafts import Draft
from chalicelib.domain.values import instant

_KEPT_FOR = timedelta(days=90)
_GONE = "gone"
_ITS_TURN = (
    "attribute_not_exists(pk) OR version = :over OR version = :this"
    " OR (version = :gone AND (attribute_not_exists(emptied_by) OR emptied_by <= :seen))"
)


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

    def keep(self, onboarding: str, draft: Draft, *, over: str, seen: int) -> bool:
        """Keep a draft in place of the version `over` (empty: of none), by whoever has `seen` the onboarding up to a sequence.

        False where there is another one by now, or where a later commit has emptied it.
        """
        data = {"by": draft.by, "at": instant(draft.at), "base": draft.base, "values": dict(draft.values)}
        item = _key(onboarding, draft.task) | {
            "version": {"S": draft.version},
            "data": {"S": json.dumps(data)},
            "ttl": {"N": str(int((draft.at + _KEPT_FOR).timestamp()))},
        }
        values = {
            ":over": {"S": over or draft.version},
            ":gone": {"S": _GONE},
            ":this": {"S": draft.version},
            ":seen": {"N": str(seen)},
        }
        return self._put(item, _ITS_TURN, values)

    def drop(self, onboarding: str, draft: Draft) -> None:
        """Forget a draft, unless there is another one by now."""
        item = emptied(onboarding, draft.task, ttl=int((draft.at + _KEPT_FOR).timestamp()))
        self._put(item, "version = :this", {":this": {"S": draft.version}})

    def _put(self, item: dict[str, Any], condition: str, values: dict[str, Any]) -> bool:
        return if_so(
            self._client.put_item,
            TableName=self._table,
            Item=item,
            ConditionExpression=condition,
            ExpressionAttributeValues=values,
        )


def emptied(onboarding: str, task: str, *, ttl: int, by: int | None = None) -> dict[str, Any]:
    """Return the item that is left of a draft until `ttl`: nothing of what was typed, and which commit emptied it."""
    item = _key(onboarding, task) | {"version": {"S": _GONE}, "ttl": {"N": str(ttl)}}
    return item if by is None else item | {"emptied_by": {"N": str(by)}}


def _key(onboarding: str, task: str) -> dict[str, Any]:
    return {"pk": {"S": f"ONB#{onboarding}"}, "sk": {"S": f"DRAFT#{task}"}}
