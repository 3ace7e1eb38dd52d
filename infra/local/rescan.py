"""Overrides the malware verdict of one document, named as the product names it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.s3.models import s3_backends

from infra.local.sources import ACCOUNT
from infra.local.stored_items import orderings

if TYPE_CHECKING:
    from infra.local.cloud import Cloud


class NothingToScanError(Exception):
    """No uploaded version belongs to the document."""


def rescan(cloud: Cloud, onboarding: str, document: str, result: str) -> list[str]:
    """Publish another verdict for the document's newest version, and for versions to come.

    A document is named by its id, by its task, or by the last part of its key.

    Raises
    ------
    NothingToScanError
        Nothing of that name was uploaded.
    """
    bucket = s3_backends[ACCOUNT]["aws"].buckets[cloud.bucket]
    wanted = {document, *_keys_of(cloud, onboarding, document)}
    prefix = f"q/{onboarding}/"
    found = [
        versions[-1]
        for name, versions in bucket.keys._iterlists()
        if name.startswith(prefix) and wanted & {name, *name[len(prefix) :].split("/")}
    ]
    if not found:
        raise NothingToScanError(f"Nothing was uploaded for {document} of {onboarding}.")
    newest = max(found, key=lambda key: key.last_modified)
    for part in newest.name[len(prefix) :].split("/")[1:]:
        cloud.scanner.overrides[f"{onboarding}/{part}"] = result
    cloud.scanner.tell(bucket, newest, result)
    return [newest.version_id]


def _keys_of(cloud: Cloud, onboarding: str, document: str) -> set[str]:
    """Find the object keys that the product's own item of the document names."""
    partition = orderings(cloud.table)[None].partition(DynamoType({"S": f"ONB#{onboarding}"}))
    keys: set[str] = set()
    for position in list(partition.positions):
        item = partition.items[position].attrs
        if not str(item["sk"].value).startswith("S#DOC#") or "data" not in item:
            continue
        body: Any = json.loads(item["data"].value)
        text = json.dumps(body)
        if document in str(item["sk"].value).split("#") or f'"{document}"' in text:
            keys |= {value for value in _strings(body) if value.startswith("q/")}
    return keys


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _strings(one)]
