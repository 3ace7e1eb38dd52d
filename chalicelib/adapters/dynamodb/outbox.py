"""The outbox in DynamoDB: one item an effect, beside the aggregate it belongs to.

Only claiming, releasing and doubting are conditional: they decide who acts. What the mail service reports is a fact and
is simply written, the first word of it kept.
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.adapters.codec import EFFECTS, named, to_text, unnamed
from chalicelib.adapters.dynamodb.conditional import if_so
from chalicelib.adapters.indexes import SHARDS, shard
from chalicelib.domain.outbox import CLAIM_HOLDS, KEPT_FOR, EffectStatus, Entry, owner_of
from chalicelib.domain.values import instant, whole_milliseconds

_AT_REST_NO_MORE = "REMOVE rest_pk, rest_sk"


class DynamoOutbox:
    """Reads and changes effect items; it never deletes one.

    Parameters
    ----------
    client
        A boto3 DynamoDB client.
    table
        The table's name.
    """

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def get(self, key: str) -> Entry | None:
        """Read an entry as it is now."""
        answer = self._client.get_item(TableName=self._table, Key=_key(key), ConsistentRead=True)
        return _entry(key, answer["Item"]) if "Item" in answer else None

    def add(self, entry: Entry) -> bool:
        """Put a person's own effect in; False if this key is there already."""
        item = _key(entry.key) | _values(
            "",
            status=entry.status,
            data=to_text(named(entry.effect)),
            written_at=entry.written_at,
            rest_pk=f"REST#{shard(entry.key)}",
            rest_sk=entry.written_at,
        )
        return self._if_so(self._client.put_item, "attribute_not_exists(pk)", Item=item)

    def claim(self, entry: Entry, *, now: datetime) -> Entry | None:
        """Claim an entry that is as it was read; None if somebody else was faster."""
        claimed = replace(
            entry,
            status="claimed",
            claimed_at=whole_milliseconds(now),
            attempts=entry.attempts + 1,
            tries=entry.tries + 1,
        )
        change = "claimed_at = :at, rest_sk = :at, attempts = :attempts, tries = :tries"
        values = {"at": claimed.claimed_at, "attempts": claimed.attempts, "tries": claimed.tries}
        return claimed if self._change(entry, "claimed", change, **values) else None

    def release(self, entry: Entry, *, until: datetime) -> bool:
        """Take back a claim by which nothing was done; False if the entry has changed since it was read."""
        change = "rest_sk = :until, attempts = :attempts REMOVE claimed_at"
        return self._change(entry, "pending", change, until=until, attempts=max(entry.attempts - 1, 0))

    def doubt(self, entry: Entry, *, until: datetime) -> bool:
        """Mark a claim as doubtful until then; False if the entry has changed since it was read."""
        return self._change(entry, "doubtful", "rest_sk = :until", until=until - CLAIM_HOLDS)

    def settle(self, key: str, status: EffectStatus, *, now: datetime, note: str) -> None:
        """End an entry: done, failed, or doubtful for a person to find out; one that is done stays so."""
        asked = ", asked = :at" if status == "doubtful" else ""
        change = f"settled_at = :at, note = :note, #ttl = :ttl{asked} {_AT_REST_NO_MORE}"
        values = {"at": now, "note": note[:500], "ttl": _ttl(now), "done": "done"}
        self._update(key, status, change, "attribute_exists(pk) AND #status <> :done", **values)

    def sent(self, key: str, *, at: datetime, message: str) -> None:
        """Take the mail service's word that it was sent, whatever we knew; the first word counts."""
        change = "sent_at = if_not_exists(sent_at, :at), message_id = if_not_exists(message_id, :message)"
        self._fact(key, f"{change}, #ttl = :ttl {_AT_REST_NO_MORE}", at=at, message=message, ttl=_ttl(at))

    def delivered(self, key: str, *, at: datetime) -> None:
        """Take note that it reached the receiver's server: now they are told."""
        change = "delivered_at = if_not_exists(delivered_at, :at)"
        self._fact(key, f"{change}, #ttl = :ttl {_AT_REST_NO_MORE}", at=at, ttl=_ttl(at))

    def troubled(self, key: str, *, at: datetime, trouble: str) -> None:
        """Take note that it was sent and did not get through."""
        change = f"troubled_at = :at, trouble = :trouble, #ttl = :ttl {_AT_REST_NO_MORE}"
        self._fact(key, change, at=at, trouble=trouble, ttl=_ttl(at))

    def resting(self, *, before: datetime, limit: int = 100) -> tuple[str, ...]:
        """Return the keys of entries untouched since `before`, the oldest of each shard first."""
        keys: list[str] = []
        for number in range(SHARDS):
            answer = self._client.query(
                TableName=self._table,
                IndexName="rest",
                KeyConditionExpression="rest_pk = :shard AND rest_sk <= :before",
                ExpressionAttributeValues=_values(":", shard=f"REST#{number}", before=before),
                Limit=limit,
            )
            keys += [item["sk"]["S"][2:] for item in answer["Items"] if item["sk"]["S"].startswith("X#")]
        return tuple(keys)

    def _change(self, entry: Entry, status: str, change: str, **values: Any) -> bool:
        if entry.claimed_at:
            unchanged = "#status = :was AND claimed_at = :read"
            values["read"] = entry.claimed_at
        else:
            unchanged = "#status = :was AND attribute_not_exists(claimed_at)"
        return self._update(entry.key, status, change, unchanged, was=entry.status, **values)

    def _fact(self, key: str, change: str, **values: Any) -> None:
        self._update(key, "done", change, "attribute_exists(pk)", **values)

    def _update(self, key: str, status: str, change: str, condition: str, **values: Any) -> bool:
        return self._if_so(
            self._client.update_item,
            condition,
            Key=_key(key),
            UpdateExpression=f"SET #status = :status, {change}",
            ExpressionAttributeNames={"#status": "status"} | ({"#ttl": "ttl"} if "#ttl" in change else {}),
            ExpressionAttributeValues=_values(":", status=status, **values),
        )

    def _if_so(self, write: Any, condition: str, **request: Any) -> bool:
        return if_so(write, TableName=self._table, ConditionExpression=condition, **request)


def _key(key: str) -> dict[str, Any]:
    return {"pk": {"S": owner_of(key)}, "sk": {"S": f"X#{key}"}}


def _values(prefix: str, **values: str | int | datetime | None) -> dict[str, Any]:
    return {prefix + name: _value(value) for name, value in values.items() if value is not None}


def _value(value: str | int | datetime) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"S": instant(value)}
    return {"N": str(value)} if isinstance(value, int) else {"S": value}


def _ttl(now: datetime) -> int:
    return int((now + KEPT_FOR).timestamp())


def _entry(key: str, item: Any) -> Entry:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(item[name]["S"]) if name in item else None

    return Entry(
        owner=item["pk"]["S"],
        key=key,
        effect=unnamed(EFFECTS, json.loads(item["data"]["S"])),
        status=item["status"]["S"],
        claimed_at=moment("claimed_at"),
        attempts=int(item.get("attempts", {}).get("N", 0)),
        tries=int(item.get("tries", {}).get("N", 0)),
        asked="asked" in item,
        written_at=moment("written_at"),
    )
