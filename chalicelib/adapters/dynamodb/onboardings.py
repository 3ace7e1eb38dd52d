"""Onboardings in DynamoDB: one Query loads the state, one transaction saves a commit."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters import journal
from chalicelib.adapters.codec import named, secrets_of, to_text, vault_values
from chalicelib.adapters.items import (
    HEAD,
    Part,
    changes,
    doing,
    from_parts,
    refuse_too_many,
    shard,
    to_parts,
)
from chalicelib.application.ports import (
    Clock,
    Commit,
    Done,
    Json,
    RepeatedCommandError,
    Secret,
    Stored,
)
from chalicelib.domain.errors import VersionConflictError
from chalicelib.domain.values import instant

KEEP_COMMANDS = timedelta(days=30)
_CONFLICTS = frozenset({"ConditionalCheckFailed", "TransactionConflict"})


class DynamoOnboardingStore:
    """The product's table.

    Parameters
    ----------
    client
        A boto3 DynamoDB client.
    table
        The table's name.
    clock
        The product clock, for what is kept for a while.
    """

    def __init__(self, client: Any, table: str, clock: Clock) -> None:
        self._client, self._table, self._clock = client, table, clock

    def load(self, onboarding_id: str) -> Stored | None:
        """Read the state as it is now."""
        items = self._query(f"ONB#{onboarding_id}", "S#")
        if not items:
            return None
        parts = {item["sk"]["S"]: json.loads(item["data"]["S"]) for item in items}
        head = next(item for item in items if item["sk"]["S"] == HEAD)
        return Stored(onboarding=from_parts(parts), version=int(head["version"]["N"]), hash=head["hash"]["S"])

    def save(self, commit: Commit) -> Stored:
        """Write a commit whole or not at all, and return what is stored now."""
        entries = journal.entries(commit)
        stored = Stored(
            onboarding=commit.after,
            version=commit.before.version + 1 if commit.before else 1,
            hash=entries[-1]["hash"],
        )
        parts = to_parts(commit.after)
        head, done = self._head(commit, stored, parts.pop(HEAD)), self._done(commit)
        actions = [head, done, *self._rest(commit, entries, parts)]
        refuse_too_many(len(actions))
        try:
            self._client.transact_write_items(TransactItems=[{"Put": action} for action in actions])
        except self._client.exceptions.TransactionCanceledException as error:
            raise _refusal(error) from error
        return stored

    def done(self, onboarding_id: str, command_id: str) -> Done | None:
        """Return the result of a command that was saved before."""
        key = {"pk": {"S": f"ONB#{onboarding_id}"}, "sk": {"S": f"D#{command_id}"}}
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return Done(**json.loads(item["data"]["S"])) if item else None

    def journal(self, onboarding_id: str, *, after: int = 0, limit: int = 200) -> tuple[Json, ...]:
        """Return journal entries with a sequence greater than `after`, oldest first."""
        items = self._query(f"ONB#{onboarding_id}", "J#")
        entries = (entry for item in items for entry in json.loads(item["data"]["S"]))
        return tuple(entry for entry in entries if entry["sequence"] > after)[:limit]

    def personal(self, onboarding_id: str) -> Mapping[str, Secret]:
        """Return the personal values of an onboarding by their reference."""
        found: dict[str, Secret] = {}
        for item in self._query(f"ONB#{onboarding_id}", "P#"):
            for field, secret in secrets_of(json.loads(item["data"]["S"])).items():
                found[f"{item['sk']['S']}.{field}"] = secret
        return found

    def _query(self, pk: str, prefix: str) -> list[dict[str, Any]]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues={":pk": {"S": pk}, ":prefix": {"S": prefix}},
            ConsistentRead=True,
        )
        return [item for page in pages for item in page["Items"]]

    def _head(self, commit: Commit, stored: Stored, part: Part) -> dict[str, Any]:
        data, index = part[0], part[1] | doing(commit.after, commit.events[-1].at)
        put = self._put(commit, HEAD, data, {**index, "version": stored.version, "hash": stored.hash})
        if commit.before is None:
            return put | {"ConditionExpression": "attribute_not_exists(pk)"}
        return put | {
            "ConditionExpression": "version = :version",
            "ExpressionAttributeValues": {":version": {"N": str(commit.before.version)}},
        }

    def _done(self, commit: Commit) -> dict[str, Any]:
        data = {"fingerprint": commit.fingerprint, "sequence": commit.after.sequence}
        ttl = int((self._clock.now() + KEEP_COMMANDS).timestamp())
        put = self._put(commit, f"D#{commit.command_id}", data, {"ttl": ttl})
        return put | {"ConditionExpression": "attribute_not_exists(pk)"}

    def _rest(
        self, commit: Commit, entries: tuple[dict[str, Any], ...], parts: dict[str, Part]
    ) -> list[dict[str, Any]]:
        before = to_parts(commit.before.onboarding) if commit.before else {}
        puts = [self._put(commit, key, data, index) for key, (data, index) in changes(before, parts)]
        puts.append(self._put(commit, f"J#{entries[0]['sequence']:08d}", entries, {}))
        if commit.vault:
            puts.append(self._put(commit, commit.vault.id, vault_values(commit.vault), {}))
        for outgoing in commit.effects:
            resting = {"rest_pk": f"REST#{shard(outgoing.key)}", "rest_sk": instant(commit.events[0].at)}
            puts.append(
                self._put(
                    commit, f"X#{outgoing.key}", named(outgoing.effect), {"status": "pending", **resting}
                )
            )
        for link in commit.links:
            data = {
                "purpose": link.purpose,
                "onboarding": link.onboarding,
                "contact": link.contact,
                "epoch": link.epoch,
            }
            put = self._put(commit, "LINK", data, {})
            put["Item"]["pk"] = {"S": f"LINK#{link.hash}"}
            puts.append(put)
        return puts

    def _put(self, commit: Commit, sk: str, data: Any, index: Mapping[str, Any]) -> dict[str, Any]:
        item = {"pk": {"S": f"ONB#{commit.after.id}"}, "sk": {"S": sk}, "data": {"S": to_text(data)}}
        for name, value in index.items():
            item[name] = {"N": str(value)} if isinstance(value, int) else {"S": value}
        return {"TableName": self._table, "Item": item}


def _refusal(error: ClientError) -> Exception:
    """Read a cancelled transaction: the second action is the command's id, the first the head's version."""
    codes = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]
    if len(codes) > 1 and codes[1] == "ConditionalCheckFailed":
        return RepeatedCommandError()
    if set(codes) - {"None"} <= _CONFLICTS:
        return VersionConflictError("Somebody else changed this onboarding at the same moment.")
    return error
