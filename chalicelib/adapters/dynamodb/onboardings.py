"""Onboardings in DynamoDB: one Query loads the state, one transaction saves a commit."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters import journal
from chalicelib.adapters.codec import secrets_of
from chalicelib.adapters.dynamodb.cancelled import codes_of, faster
from chalicelib.adapters.dynamodb.commits import digest, locker, puts
from chalicelib.adapters.items import HEAD, changes, from_parts, refuse_too_many
from chalicelib.application.ports import (
    Clock,
    Commit,
    Done,
    Json,
    Locked,
    RepeatedCommandError,
    Secret,
    Stored,
)
from chalicelib.domain.errors import UnavailableError, VersionConflictError

_OUT = "SO#"  # beside the parts of a state, which begin with S#, and none of them
_READINGS = 5  # of one state, before it counts as one that cannot be read now


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
        """Read the state as it is now, whole.

        A Query beside a transaction may answer some items as they were before it and others as they are after it
        (DynamoDB's isolation of the two is read-committed), so what the head says of all parts is compared with them.

        Raises
        ------
        UnavailableError
            It was being changed each time that it was read.
        """
        for _ in range(_READINGS):
            found = {item["sk"]["S"]: item for item in self._query(f"ONB#{onboarding_id}", "S")}
            items = {sk: item for sk, item in found.items() if sk.startswith("S#")}
            if not items:
                return None
            head = items.get(HEAD, {})
            told = head.get("parts", {}).get("S")  # nothing in a head that was written before heads told it
            written = {
                sk: int(item.get("written", {}).get("N", 0)) for sk, item in items.items() if sk != HEAD
            }
            if head and told in (None, digest(written)):
                parts = {sk: json.loads(item["data"]["S"]) for sk, item in items.items()}
                return Stored(
                    onboarding=from_parts(parts),
                    version=int(head["version"]["N"]),
                    hash=head["hash"]["S"],
                    written=written,
                    signed_out=frozenset(sk.removeprefix(_OUT) for sk in found if sk.startswith(_OUT)),
                )
        raise UnavailableError(f"{onboarding_id} was being changed each time that it was read.")

    def save(self, commit: Commit) -> Stored:
        """Write a commit whole or not at all, and return what is stored now."""
        entries, was = journal.entries(commit), commit.before.onboarding if commit.before else None
        changed = dict(changes(was, commit.after))
        version = commit.before.version + 1 if commit.before else 1
        stored = Stored(
            onboarding=commit.after,
            version=version,
            hash=entries[-1]["hash"],
            written={**(commit.before.written if commit.before else {}), **dict.fromkeys(changed, version)},
        )
        now = self._clock.now()
        actions = puts(commit, stored, changed=changed, entries=entries, table=self._table, now=now)
        refuse_too_many(len(actions))
        try:
            self._client.transact_write_items(TransactItems=[{"Put": action} for action in actions])
        except self._client.exceptions.TransactionCanceledException as error:
            raise _refusal(error) from error
        return stored

    def sign_out(self, onboarding_id: str, visit: str, *, until: datetime) -> None:
        """Remember that a visit is over, where the Query that loads a state finds it, too."""
        item = {"pk": {"S": f"ONB#{onboarding_id}"}, "sk": {"S": f"{_OUT}{visit}"}}
        self._client.put_item(
            TableName=self._table, Item=item | {"ttl": {"N": str(int(until.timestamp()) + 1)}}
        )

    def done(self, onboarding_id: str, command_id: str) -> Done | None:
        """Return the result of a command that was saved before."""
        key = {"pk": {"S": f"ONB#{onboarding_id}"}, "sk": {"S": f"D#{command_id}"}}
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return Done(**json.loads(item["data"]["S"])) if item else None

    def locked(self, onboarding_id: str, task: str, field: str) -> Locked | None:
        """Return a secret as it lies there, encrypted; None where there is none any more."""
        key = {"pk": {"S": f"ONB#{onboarding_id}"}, "sk": {"S": locker(task, field)}}
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        if not item or "blob" not in item:
            return None
        return Locked(task=task, field=field, number=int(item["number"]["N"]), blob=bytes(item["blob"]["B"]))

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


def _refusal(error: ClientError) -> Exception:
    """Read a cancelled transaction: the second action is the command's id, the first the head's version."""
    codes = codes_of(error)
    if len(codes) > 1 and codes[1] == "ConditionalCheckFailed":
        return RepeatedCommandError()
    if faster(codes):
        return VersionConflictError("Somebody else changed this onboarding at the same moment.")
    return error
