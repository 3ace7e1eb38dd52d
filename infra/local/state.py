"""Keeps the local cloud's content over a stop and a start, in one versioned file.

Resources are created anew from the template at each start; the file holds what was in them. A message that a pump
was at when the state was saved is free again after the start.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from moto.dynamodb.models.table import StreamRecord, Table
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sqs.models import Message, sqs_backends

from infra.local.cloud import Cloud
from infra.local.messages import Messages
from infra.local.sources import ACCOUNT
from infra.local.stored_items import build_item, orderings
from infra.local.stream_source import StreamSource
from infra.local.strict_dynamodb import LOCK
from infra.local.strict_sqs import LOCK as QUEUE_LOCK

VERSION = 1


class StateError(Exception):
    """The kept state cannot be read; the message says what to do."""


def save(cloud: Cloud, file: Path) -> None:
    """Write everything to the file, whole or not at all."""
    with LOCK, QUEUE_LOCK:
        content = {
            "version": VERSION,
            "offset": cloud.clock.offset,
            "table": _table(cloud.table, _checkpoint(cloud)),
            "objects": dict(_objects(cloud).lists()),
            "queues": _queues(cloud),
            "mails": list(cloud.office.mails),
            "overrides": dict(cloud.scanner.overrides),
            "fakes": (cloud.fakes.canned, cloud.fakes.failing, cloud.fakes.requests, cloud.fakes.ids),
            "secret": _secret(cloud)["secret_string"],
            "schedules": cloud.dispatcher.schedules(),
        }
        data = pickle.dumps(content)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.write_bytes(data)
    fresh.replace(file)


def load(cloud: Cloud, file: Path) -> None:
    """Fill the provisioned, still empty cloud from the file.

    Raises
    ------
    StateError
        The file is of another version, or no state at all.
    """
    try:
        content = pickle.loads(file.read_bytes())
        version = content["version"]
    except Exception as error:
        raise StateError(
            f"{file} holds no state of the local cloud: name another file in GOLIVE_STATE."
        ) from error
    if version != VERSION:
        raise StateError(
            f"{file} is of version {version}, this is {VERSION}: remove it, or name another file."
        )
    cloud.clock.set_offset(content["offset"])
    _fill_table(cloud.table, content["table"])
    for name, versions in content["objects"].items():
        _objects(cloud).setlist(name, versions)
    for name, (messages, remembered) in content["queues"].items():
        _fill_queue(cloud, name, messages, remembered)
    cloud.office.mails[:] = content["mails"]
    cloud.scanner.overrides.update(content["overrides"])
    cloud.fakes.canned, cloud.fakes.failing, cloud.fakes.requests, cloud.fakes.ids = content["fakes"]
    _secret(cloud)["secret_string"] = content["secret"]
    cloud.dispatcher.keep_schedules(content["schedules"])


def _checkpoint(cloud: Cloud) -> int:
    sources = [one for one in cloud.dispatcher.sources if isinstance(one, StreamSource)]
    return min((one.checkpoint for one in sources), default=0)


def _table(table: Table, checkpoint: int) -> dict[str, Any]:
    shard = table.stream_shard
    return {
        "items": [item.to_json()["Attributes"] for item in orderings(table)[None]],
        "sequence": shard.starting_sequence_number + checkpoint,
        "records": [one.record for one in shard.items[checkpoint:]],
    }


def _fill_table(table: Table, kept: dict[str, Any]) -> None:
    ordered = orderings(table)
    for attributes in kept["items"]:
        item = build_item(table, attributes)
        table.items[item.hash_key][item.range_key] = item
        for ordering in ordered.values():
            ordering.replace(None, item)
    table.stream_shard.starting_sequence_number = kept["sequence"]
    for record in kept["records"]:
        fresh = StreamRecord.__new__(StreamRecord)
        fresh.record = record
        table.stream_shard.items.append(fresh)


def _queues(cloud: Cloud) -> dict[str, Any]:
    running = cloud.dispatcher.in_flight()
    kept = {}
    for queue in sqs_backends[ACCOUNT][cloud.region].queues.values():
        messages = [dict(vars(message)) for message in queue._messages]
        for message in messages:
            if message["id"] in running:
                message["visible_at"] = 0.0
        kept[queue.name] = (messages, dict(queue.remembered))
    return kept


def _fill_queue(cloud: Cloud, name: str, messages: list[dict[str, Any]], remembered: dict[Any, Any]) -> None:
    queue = sqs_backends[ACCOUNT][cloud.region].queues.get(name)
    if queue is None:
        return
    queue._messages = Messages()
    for kept in messages:
        message = Message.__new__(Message)
        vars(message).update(kept)
        queue._messages.append(message)
    queue.remembered = remembered


def _objects(cloud: Cloud) -> Any:
    return s3_backends[ACCOUNT]["aws"].buckets[cloud.bucket].keys


def _secret(cloud: Cloud) -> Any:
    versions = secretsmanager_backends[ACCOUNT][cloud.region].secrets[cloud.secret].versions
    return next(one for one in versions.values() if "AWSCURRENT" in one["version_stages"])
