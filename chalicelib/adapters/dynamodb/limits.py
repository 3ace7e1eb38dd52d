"""How often something may be done by whoever asks: one counter a window, by a keyed digest, cleaned up by TTL."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.dynamodb.conditional import if_so


class DynamoLimits:
    """Counts in the table, under ``LIMIT#…``; no key says who it was."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def allow(self, name: str, *, now: datetime, most: int, per: timedelta) -> bool:
        """Count one more and say whether it is within `most` of the window of length `per`."""
        window = int(now.timestamp() // per.total_seconds())
        return if_so(
            self._client.update_item,
            TableName=self._table,
            Key={"pk": {"S": f"LIMIT#{name}#{window}"}, "sk": {"S": "LIMIT"}},
            UpdateExpression="SET #ttl = :ttl ADD n :one",
            ConditionExpression="attribute_not_exists(n) OR n < :most",
            ExpressionAttributeNames={"#ttl": "ttl"},
            ExpressionAttributeValues={
                ":one": {"N": "1"},
                ":most": {"N": str(most)},
                ":ttl": {"N": str(int((now + 2 * per).timestamp()))},
            },
        )
