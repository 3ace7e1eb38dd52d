"""What one commit writes: the puts of its transaction, head and command's id first."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.codec import named, to_text, vault_values
from chalicelib.adapters.dynamodb.drafts import emptied
from chalicelib.adapters.indexes import doing, owner_marks, shard
from chalicelib.adapters.items import HEAD, Part, head_part
from chalicelib.application.ports import Commit, Link, Locked, Outgoing, Stored
from chalicelib.domain.values import instant

KEEP_COMMANDS = timedelta(days=30)
KEEP_EMPTIED = timedelta(days=1)
Put = dict[str, Any]


def puts(
    commit: Commit,
    stored: Stored,
    *,
    changed: Mapping[str, Part],
    entries: tuple[dict[str, Any], ...],
    table: str,
    now: datetime,
) -> list[Put]:
    """Return all that a commit writes: what has `changed` of the state by sort key, and its journal `entries` among it.

    `now` is the product clock's, for what is kept for a while.
    """
    was = commit.before.onboarding if commit.before else None
    found = [
        _head(commit, stored),
        _done(commit, now),
        *(
            _put(commit, sk, data, {**index, "written": stored.version})
            for sk, (data, index) in changed.items()
        ),
        *(_put(commit, sk, {}, index) for sk, index in owner_marks(was, commit.after).items()),
        _put(commit, f"J#{entries[0]['sequence']:08d}", entries, {}),
    ]
    if commit.vault:
        found.append(_put(commit, commit.vault.id, vault_values(commit.vault), {}))
    found += [_effect(commit, outgoing) for outgoing in commit.effects]
    found += [_locked(commit, locked) for locked in commit.locked]
    found += [_emptied(commit, task, now) for task in commit.drafts]
    found += [_link(commit, link) for link in commit.links]
    return [{"TableName": table, **put} for put in found]


def locker(task: str, field: str) -> str:
    """Return the sort key of a secret."""
    return f"K#{task}#{field}"


def digest(written: Mapping[str, int]) -> str:
    """Return what tells these parts, each as its last commit left it, from any others."""
    text = "\n".join(f"{sk} {version}" for sk, version in sorted(written.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _head(commit: Commit, stored: Stored) -> Put:
    data, index = head_part(commit.after)
    index |= doing(commit.after, commit.events[-1].at)
    index |= {"version": stored.version, "hash": stored.hash, "parts": digest(stored.written)}
    put = _put(commit, HEAD, data, index)
    if commit.before is None:
        return put | {"ConditionExpression": "attribute_not_exists(pk)"}
    return put | {
        "ConditionExpression": "version = :version",
        "ExpressionAttributeValues": {":version": {"N": str(commit.before.version)}},
    }


def _done(commit: Commit, now: datetime) -> Put:
    data = {"fingerprint": commit.fingerprint, "sequence": commit.after.sequence}
    put = _put(commit, f"D#{commit.command_id}", data, {"ttl": int((now + KEEP_COMMANDS).timestamp())})
    return put | {"ConditionExpression": "attribute_not_exists(pk)"}


def _effect(commit: Commit, outgoing: Outgoing) -> Put:
    resting = {"rest_pk": f"REST#{shard(outgoing.key)}", "rest_sk": instant(commit.events[0].at)}
    return _put(commit, f"X#{outgoing.key}", named(outgoing.effect), {"status": "pending", **resting})


def _locked(commit: Commit, locked: Locked) -> Put:
    put = _put(commit, locker(locked.task, locked.field), None, {"number": locked.number})
    if locked.blob is not None:
        put["Item"]["blob"] = {"B": locked.blob}
    return put


def _emptied(commit: Commit, task: str, now: datetime) -> Put:
    ttl = int((now + KEEP_EMPTIED).timestamp())
    return {"Item": emptied(commit.after.id, task, ttl=ttl, by=commit.after.sequence)}


def _link(commit: Commit, link: Link) -> Put:
    """Return the item of a link, which is found by the address that it is mailed to, too."""
    data = {
        "purpose": link.purpose,
        "onboarding": link.onboarding,
        "contact": link.contact,
        "epoch": link.epoch,
    }
    mailed_to = {"owner_pk": f"ADDRESS#{link.address}", "owner_sk": f"{link.onboarding}#{link.contact}"}
    put = _put(commit, "LINK", data, mailed_to if link.address else {})
    put["Item"]["pk"] = {"S": f"LINK#{link.hash}"}
    return put


def _put(commit: Commit, sk: str, data: Any, index: Mapping[str, Any]) -> Put:
    item = {"pk": {"S": f"ONB#{commit.after.id}"}, "sk": {"S": sk}, "data": {"S": to_text(data)}}
    for name, value in index.items():
        item[name] = {"N": str(value)} if isinstance(value, int) else {"S": value}
    return {"Item": item}
