"""The inbox: every webhook that was answered with yes, kept before the answer, worked on behind the queue."""

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from chalicelib.adapters.dynamodb.conditional import if_so

LARGEST_ITEM = 350_000
KEPT_FOR = timedelta(days=90)
_RESTING = "REST#inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """One webhook as it was kept. `received_at` is the product clock's instant, UTC."""

    source: str
    delivery: str
    received_at: datetime
    body: dict[str, Any]


class DynamoInbox:
    """Keeps webhooks in the table, and bodies that are too large for it in the bucket under ``inbox/``.

    Parameters
    ----------
    client
        A boto3 DynamoDB client.
    s3
        Makes a boto3 S3 client; asked only when a body is too large for the table.
    """

    def __init__(self, client: Any, table: str, *, s3: Callable[[], Any], bucket: str) -> None:
        self._client, self._table, self._s3, self._bucket = client, table, s3, bucket

    def put(self, entry: InboxEntry) -> bool:
        """Keep a webhook; False if it is kept already. One write (two for a body beyond 350 KB)."""
        pk = f"INBOX#{entry.source}#{entry.delivery}"
        packed = gzip.compress(json.dumps(entry.body, separators=(",", ":")).encode(), 6, mtime=0)
        item: dict[str, Any] = {
            "pk": {"S": pk},
            "sk": {"S": "INBOX"},
            "source": {"S": entry.source},
            "received_at": {"S": entry.received_at.isoformat()},
            "rest_pk": {"S": _RESTING},
            "rest_sk": {"S": entry.received_at.isoformat()},
            "ttl": {"N": str(int((entry.received_at + KEPT_FOR).timestamp()))},
        }
        if len(packed) <= LARGEST_ITEM:
            item["body"] = {"B": packed}
        else:
            item["object"] = {"S": f"inbox/{entry.source}/{entry.delivery}.json.gz"}
            self._s3().put_object(Bucket=self._bucket, Key=item["object"]["S"], Body=packed)
        fresh = "attribute_not_exists(pk)"
        return if_so(self._client.put_item, TableName=self._table, Item=item, ConditionExpression=fresh)

    def load(self, pk: str) -> InboxEntry | None:
        """Return what was kept under ``INBOX#source#delivery``; None when its 90 days are over."""
        item = self._client.get_item(TableName=self._table, Key=_key(pk), ConsistentRead=True).get("Item")
        if item is None:
            return None
        _, source, delivery = pk.split("#", 2)
        return InboxEntry(
            source=source,
            delivery=delivery,
            received_at=datetime.fromisoformat(item["received_at"]["S"]),
            body=cast("dict[str, Any]", json.loads(gzip.decompress(self._packed(item)))),
        )

    def settle(self, pk: str, notes: Sequence[str] = ()) -> None:
        """Mark an entry as worked on, with what could not be used of it and why."""
        self._client.update_item(
            TableName=self._table,
            Key=_key(pk),
            UpdateExpression="SET notes = :notes REMOVE rest_pk, rest_sk",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":notes": {"L": [{"S": note} for note in notes]}},
        )

    def postpone(self, pk: str, until: datetime) -> None:
        """Let an entry that nobody has worked on rest until `until`; one that is settled by now stays settled."""
        if_so(
            self._client.update_item,
            TableName=self._table,
            Key=_key(pk),
            UpdateExpression="SET rest_sk = :until",
            ConditionExpression="attribute_exists(rest_pk)",
            ExpressionAttributeValues={":until": {"S": until.isoformat()}},
        )

    def resting(self, before: datetime, *, limit: int = 100) -> tuple[str, ...]:
        """Return the entries received before an instant that nobody has worked on yet, oldest first."""
        found = self._client.query(
            TableName=self._table,
            IndexName="rest",
            KeyConditionExpression="rest_pk = :resting AND rest_sk < :before",
            ExpressionAttributeValues={":resting": {"S": _RESTING}, ":before": {"S": before.isoformat()}},
            Limit=limit,
        )
        return tuple(item["pk"]["S"] for item in found["Items"])

    def _packed(self, item: dict[str, Any]) -> bytes:
        if "body" in item:
            return cast("bytes", item["body"]["B"])
        found = self._s3().get_object(Bucket=self._bucket, Key=item["object"]["S"])
        return cast("bytes", found["Body"].read())


def _key(pk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": "INBOX"}}
