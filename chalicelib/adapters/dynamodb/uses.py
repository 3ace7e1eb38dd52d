"""When somebody's link was used: one item a session begun, beside the onboarding, gone after 90 days.

They are no part of the state and stand in no journal: where somebody was is theirs alone.
"""

import json
from datetime import timedelta
from typing import Any

from chalicelib.application.uses import Use
from chalicelib.domain.values import instant

_KEPT_FOR = timedelta(days=90)
_SHOWN = 50


class DynamoUses:
    """Writes and lists them."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def add(self, onboarding: str, contact: str, use: Use) -> None:
        """Write one down."""
        data = {"at": instant(use.at), "browser": use.browser, "system": use.system, "network": use.network}
        self._client.put_item(
            TableName=self._table,
            Item={
                "pk": {"S": f"ONB#{onboarding}"},
                "sk": {"S": f"V#{contact}#{instant(use.at)}"},
                "data": {"S": json.dumps(data)},
                "ttl": {"N": str(int((use.at + _KEPT_FOR).timestamp()))},
            },
        )

    def of(self, onboarding: str, contact: str) -> tuple[Use, ...]:
        """Return the uses of a contact's links, newest first, at most 50."""
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={
                ":pk": {"S": f"ONB#{onboarding}"},
                ":prefix": {"S": f"V#{contact}#"},
            },
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=_SHOWN,
        )
        return tuple(Use.of(json.loads(item["data"]["S"])) for item in answer["Items"])
