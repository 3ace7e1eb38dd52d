"""What lies in the local cloud when it has come to rest: the table, the queues, the mailbox."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.adapters.indexes import SHARDS, STATUSES
from chalicelib.adapters.mail.tags import key_of
from infra.local.harness import LocalCloud

Item = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One onboarding as it lies in the table: its head, its journal's events in order, its effects."""

    id: str
    status: str
    events: tuple[Item, ...]
    effects: tuple[Item, ...]

    def count(self, event: str) -> int:
        """Return how many events of a type its journal holds."""
        return sum(1 for one in self.events if one["type"] == event)

    def mails(self) -> frozenset[str]:
        """Return the keys of the mails that were asked for and still needed when their turn came."""
        return frozenset(
            effect["sk"].removeprefix("X#")
            for effect in self.effects
            if '"mail":' in effect["data"] and not effect.get("note", "").startswith("not needed")
        )


class Rest:
    """Reads a local cloud."""

    def __init__(self, cloud: LocalCloud) -> None:
        self._cloud, self._table = cloud, cloud.environment["TABLE_NAME"]

    def onboardings(self, *statuses: str) -> Iterator[str]:
        """Yield the ids that the board lists, of these statuses or of any."""
        for status in statuses or STATUSES:
            for item in self._query("board_pk", f"BOARD#{status}", index="board"):
                yield item["pk"].removeprefix("ONB#")

    def stored(self, onboarding: str) -> Stored | None:
        """Read one onboarding; None when there is none."""
        items = list(self._query("pk", f"ONB#{onboarding}"))
        head = next((item for item in items if item["sk"] == "S#HEAD"), None)
        commits = (json.loads(item["data"]) for item in items if item["sk"].startswith("J#"))
        return head and Stored(
            id=onboarding,
            status=head["status"],
            events=tuple(event for commit in commits for event in commit),
            effects=tuple(item for item in items if item["sk"].startswith("X#")),
        )

    def due(self) -> list[str]:
        """Return the instants at which onboardings are due, the first one first."""
        shards = (self._query("due_pk", f"DUE#{shard}", index="due") for shard in range(SHARDS))
        found = (item["due_sk"].partition("#") for shard in shards for item in shard)
        return sorted(at for at, _, name in found if name.startswith("onb-"))

    def unfinished(self) -> int:
        """Count the effects and webhooks that nobody has finished."""
        shards = [f"REST#{shard}" for shard in (*range(SHARDS), "inbox")]
        return sum(1 for shard in shards for _ in self._query("rest_pk", shard, index="rest"))

    def queued(self) -> dict[str, int]:
        """Return how many messages each queue holds, dead letters too, where there are any."""
        sqs, found = self._cloud.client("sqs"), {}
        for url in sqs.list_queues().get("QueueUrls", []):
            told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            held = sum(int(count) for name, count in told.items() if name.startswith("ApproximateNumberOf"))
            if held:
                found[url.rpartition("/")[2]] = held
        return found

    def mails(self) -> Counter[str]:
        """Return how often each effect's mail was taken by the mail service."""
        return Counter(key_of(mail["tags"]["effect"]) for mail in self._cloud.sandbox("GET", "/mail?brief"))

    def failures(self) -> list[Item]:
        """Return the errors of functions."""
        return list(self._cloud.sandbox("GET", "/failures"))

    def _query(self, name: str, key: str, *, index: str | None = None) -> Iterator[Item]:
        asked: Item = {
            "TableName": self._table,
            "KeyConditionExpression": f"{name} = :key",
            "ExpressionAttributeValues": {":key": {"S": key}},
        } | ({"IndexName": index} if index else {})
        for page in self._cloud.client("dynamodb").get_paginator("query").paginate(**asked):
            for item in page["Items"]:
                yield {name: next(iter(value.values())) for name, value in item.items()}
