"""Counts the openings of an hour, so that a flood of old deals mails nobody by mistake."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.application.ports import Clock

_KEPT_FOR = timedelta(days=2)


class DynamoOpenings:
    """One item an hour holds the ids of the first openings: adding one again changes nothing."""

    def __init__(self, client: Any, table: str, clock: Clock) -> None:
        self._client, self._table, self._clock = client, table, clock

    def place(self, onboarding_id: str, *, hour: datetime, limit: int) -> bool:
        """Say whether this opening is among the first `limit` of its hour; asking again answers the same."""
        if limit < 1:
            return False
        try:
            self._client.update_item(
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
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True
