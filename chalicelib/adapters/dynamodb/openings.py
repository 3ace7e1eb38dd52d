"""Counts the openings of an hour, so that a flood of old deals mails nobody by mistake."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.dynamodb.conditional import if_so
from chalicelib.application.ports import Clock
from chalicelib.domain.values import instant

_KEPT_FOR = timedelta(days=2)
_LOST_KEPT_FOR = timedelta(days=90)  # as long as webhooks themselves


class DynamoOpenings:
    """One item an hour holds the ids of the first openings: adding one again changes nothing."""

    def __init__(self, client: Any, table: str, clock: Clock) -> None:
        self._client, self._table, self._clock = client, table, clock

    def place(self, onboarding_id: str, *, hour: datetime, limit: int) -> bool:
        """Say whether this opening is among the first `limit` of its hour; asking again answers the same."""
        if limit < 1:
            return False
        return if_so(
            self._client.update_item,
            TableName=self._table,
            Key={"pk": {"S": "ROLLUP#openings"}, "sk": {"S": f"{hour:%Y-%m-%dT%H}"}},
            UpdateExpression="ADD ids :one SET #ttl = :ttl",
            ConditionExpression="attribute_not_exists(ids) OR size(ids) < :limit OR contains(ids, :id)",
            ExpressionAttributeNames={"#ttl": "ttl"},
            ExpressionAttributeValues={
                ":one": {"SS": [onboarding_id]},
                ":id": {"S": onboarding_id},
                ":limit": {"N": str(limit)},
                ":ttl": {"N": str(int((self._clock.now() + _KEPT_FOR).timestamp()))},
            },
        )

    def stop(self, onboarding_id: str, *, at: datetime) -> None:
        """Remember that a deal without an onboarding was lost at `at`; an earlier instant changes nothing."""
        if_so(
            self._client.update_item,
            TableName=self._table,
            Key=_lost(onboarding_id),
            UpdateExpression="SET lost_at = :at, #ttl = :ttl",
            ConditionExpression="attribute_not_exists(lost_at) OR lost_at < :at",
            ExpressionAttributeNames={"#ttl": "ttl"},
            ExpressionAttributeValues={
                ":at": {"S": instant(at)},
                ":ttl": {"N": str(int((self._clock.now() + _LOST_KEPT_FOR).timestamp()))},
            },
        )

    def stopped(self, onboarding_id: str) -> datetime | None:
        """Return when the deal was lost before anything was opened for it; None if it was not."""
        found = self._client.get_item(TableName=self._table, Key=_lost(onboarding_id), ConsistentRead=True)
        return datetime.fromisoformat(found["Item"]["lost_at"]["S"]) if "Item" in found else None


def _lost(onboarding_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"LOST#{onboarding_id}"}, "sk": {"S": "LOST"}}
