"""Onboardings in DynamoDB: one Query loads the state, one transaction saves a commit."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters import journal
from chalicelib.adapters.codec import named, secrets_of, to_text, vault_values
from chalicelib.adapters.dynamodb.cancelled import codes_of, faster
from chalicelib.adapters.dynamodb.drafts import emptied
from chalicelib.adapters.items import (
    HEAD,
    changes,
    doing,
    from_parts,
    head_part,
    owner_marks,
    refuse_too_many,
    shard,
)
from chalicelib.application.ports import (
    Clock,
    Commit,
    Done,
    Json,
    Link,
    Locked,
    RepeatedCommandError,
    Secret,
    Stored,
)
from chalicelib.domain.errors import UnavailableError, VersionConflictError
from chalicelib.domain.values import instant

KEEP_COMMANDS = timedelta(days=30)
KEEP_EMPTIED = timedelta(days=1)
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
            if head and told in (None, _digest(written)):
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
        actions = [
            self._head(commit, stored),
            self._done(commit),
            *(
                self._put(commit, sk, data, {**index, "written": version})
                for sk, (data, index) in changed.items()
            ),
            *(self._put(commit, sk, {}, index) for sk, index in owner_marks(was, commit.after).items()),
            *self._rest(commit, entries),
        ]
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
        key = {"pk": {"S": f"ONB#{onboarding_id}"}, "sk": {"S": _locker(task, field)}}
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

    def _head(self, commit: Commit, stored: Stored) -> dict[str, Any]:
        data, index = head_part(commit.after)
        index |= doing(commit.after, commit.events[-1].at)
        index |= {"version": stored.version, "hash": stored.hash, "parts": _digest(stored.written)}
        put = self._put(commit, HEAD, data, index)
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

    def _rest(self, commit: Commit, entries: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
        puts = [self._put(commit, f"J#{entries[0]['sequence']:08d}", entries, {})]
        if commit.vault:
            puts.append(self._put(commit, commit.vault.id, vault_values(commit.vault), {}))
        for outgoing in commit.effects:
            resting = {"rest_pk": f"REST#{shard(outgoing.key)}", "rest_sk": instant(commit.events[0].at)}
            puts.append(
                self._put(
                    commit, f"X#{outgoing.key}", named(outgoing.effect), {"status": "pending", **resting}
                )
            )
        for locked in commit.locked:
            put = self._put(commit, _locker(locked.task, locked.field), None, {"number": locked.number})
            if locked.blob is not None:
                put["Item"]["blob"] = {"B": locked.blob}
            puts.append(put)
        for task in commit.drafts:
            ttl = int((self._clock.now() + KEEP_EMPTIED).timestamp())
            item = emptied(commit.after.id, task, ttl=ttl, by=commit.after.sequence)
            puts.append({"TableName": self._table, "Item": item})
        for link in commit.links:
            data = {
                "purpose": link.purpose,
                "onboarding": link.onboarding,
                "contact": link.contact,
                "epoch": link.epoch,
            }
            put = self._put(commit, "LINK", data, _mailed_to(link))
            put["Item"]["pk"] = {"S": f"LINK#{link.hash}"}
            puts.append(put)
        return puts

    def _put(self, commit: Commit, sk: str, data: Any, index: Mapping[str, Any]) -> dict[str, Any]:
        item = {"pk": {"S": f"ONB#{commit.after.id}"}, "sk": {"S": sk}, "data": {"S": to_text(data)}}
        for name, value in index.items():
            item[name] = {"N": str(value)} if isinstance(value, int) else {"S": value}
        return {"TableName": self._table, "Item": item}


def _mailed_to(link: Link) -> dict[str, str]:
    """Return the attributes by which a link is found by the address that it is mailed to."""
    if not link.address:
        return {}
    return {"owner_pk": f"ADDRESS#{link.address}", "owner_sk": f"{link.onboarding}#{link.contact}"}


def _locker(task: str, field: str) -> str:
    return f"K#{task}#{field}"


def _digest(written: Mapping[str, int]) -> str:
    """Return what tells these parts, each as its last commit left it, from any others."""
    text = "\n".join(f"{sk} {version}" for sk, version in sorted(written.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _refusal(error: ClientError) -> Exception:
    """Read a cancelled transaction: the second action is the command's id, the first the head's version."""
    codes = codes_of(error)
    if len(codes) > 1 and codes[1] == "ConditionalCheckFailed":
        return RepeatedCommandError()
    if faster(codes):
        return VersionConflictError("Somebody else changed this onboarding at the same moment.")
    return error
