"""Overrides the malware verdict of one document, named as the product names it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.s3.models import s3_backends

from infra.local.sources import ACCOUNT
from infra.local.stored_items import orderings
from infra.local.strict_dynamodb import LOCK

if TYPE_CHECKING:
    from infra.local.cloud import Cloud


class NothingToScanError(Exception):
    """No uploaded version belongs to the document."""


def rescan(cloud: Cloud, onboarding: str, document: str, result: str) -> list[str]:
    """Publish another verdict for a document; answer the versions that it was published for.

    A document is named by its id, or by the last part of its key: that one version. Named by its task, it is the
    task's newest version, and the verdict holds for versions to come as well.

    Raises
    ------
    NothingToScanError
        There is no such onboarding, or nothing of it was uploaded under that name.
    """
    bucket = s3_backends[ACCOUNT]["aws"].buckets[cloud.bucket]
    prefix = f"q/{onboarding}/"
    uploads = {name: versions for name, versions in bucket.keys.lists() if name.startswith(prefix)}
    keys = _keys_of(cloud, onboarding, document) | {name for name in uploads if name.endswith(f"/{document}")}
    exact = [uploads[name][-1] for name in keys & uploads.keys()]
    of_task = [versions[-1] for name, versions in uploads.items() if name.startswith(f"{prefix}{document}/")]
    if not exact:
        if not of_task and not _positions(cloud, onboarding):
            raise NothingToScanError(f"There is no onboarding {onboarding}, and nothing was uploaded for it.")
        cloud.scanner.overrides[f"{onboarding}/{document}"] = result
    newest = max(exact or of_task, key=lambda key: key.last_modified, default=None)
    if newest is None:
        return []
    cloud.scanner.tell(bucket, newest, result)
    return [newest.version_id]


def _positions(cloud: Cloud, onboarding: str) -> list[dict[str, Any]]:
    with LOCK:
        partition = orderings(cloud.table)[None].partition(DynamoType({"S": f"ONB#{onboarding}"}))
        return [partition.items[position].attrs for position in partition.positions]


def _keys_of(cloud: Cloud, onboarding: str, document: str) -> set[str]:
    """Find the object keys that the product's own item of the document names."""
    keys: set[str] = set()
    for item in _positions(cloud, onboarding):
        if not str(item["sk"].value).startswith("S#DOC#") or "data" not in item:
            continue
        body: Any = json.loads(item["data"].value)
        if document in _strings(body.get("id")) or document == str(item["sk"].value)[len("S#DOC#") :]:
            keys |= {value for value in _strings(body) if value.startswith("q/")}
    return keys


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _strings(one)]
