"""The next morning in DynamoDB: one item, in the due index."""

from datetime import datetime
from typing import Any

from chalicelib.adapters.dynamodb.conditional import if_so
from chalicelib.adapters.indexes import shard
from chalicelib.application.sweep import MORNINGS
from chalicelib.domain.values import instant

_KEY = {"pk": {"S": "MORNINGS"}, "sk": {"S": "MORNINGS"}}


class DynamoMornings:
    """Writes down when the next morning begins.

    Parameters
    ----------
    client
        A boto3 DynamoDB client.
    table
        The table's name.
    """

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def plan(self, at: datetime | None, *, woken: datetime | None = None) -> None:
        """Be woken at an instant; never, for None. After having been `woken`, only if nobody has planned anew since."""
        if woken is None:
            self._client.put_item(TableName=self._table, Item=planned(at))
            return
        if_so(  # otherwise it was planned anew, and wakes again
            self._client.put_item,
            TableName=self._table,
            Item=planned(at),
            ConditionExpression="due_sk = :woken",
            ExpressionAttributeValues={":woken": {"S": _due(woken)}},
        )


def planned(at: datetime | None) -> dict[str, Any]:
    """Return the item by which the mornings are woken at an instant."""
    if at is None:
        return dict(_KEY)
    return _KEY | {"due_pk": {"S": f"DUE#{shard(MORNINGS)}"}, "due_sk": {"S": _due(at)}}


def _due(at: datetime) -> str:
    return f"{instant(at)}#{MORNINGS}"
