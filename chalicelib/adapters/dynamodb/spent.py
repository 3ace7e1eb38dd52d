"""Nonces that are good for one use: remembered by a conditional put."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.dynamodb.conditional import if_so

_KEPT_FOR = timedelta(days=1)


class DynamoSpent:
    """Remembers which nonces were used; TTL only cleans up, long after the links have expired by themselves."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def spend(self, nonce: str, *, now: datetime) -> bool:
        """Use a nonce up; False if that has been done before."""
        item = {
            "pk": {"S": f"NONCE#{nonce}"},
            "sk": {"S": "NONCE"},
            "ttl": {"N": str(int((now + _KEPT_FOR).timestamp()))},
        }
        fresh = "attribute_not_exists(pk)"
        return if_so(self._client.put_item, TableName=self._table, Item=item, ConditionExpression=fresh)

    def used(self, nonce: str) -> bool:
        """Say whether a nonce was used up before."""
        key = {"pk": {"S": f"NONCE#{nonce}"}, "sk": {"S": "NONCE"}}
        return "Item" in self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
