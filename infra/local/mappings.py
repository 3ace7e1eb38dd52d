"""The event source mappings of infra/functions.yaml: which queue or stream invokes which function, and how."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.events.models import EventPattern
from moto.sqs.models import sqs_backends

from infra.local.product_clock import ProductClock
from infra.local.queue_source import QueueSource
from infra.local.sources import ACCOUNT
from infra.local.stream_source import StreamSource
from infra.local.strict_sqs import StrictQueue


def from_template(
    functions: Mapping[str, Any], *, resolve: Any, clock: ProductClock, region: str
) -> list[QueueSource | StreamSource]:
    """Read the event source mappings of infra/functions.yaml.

    Parameters
    ----------
    resolve
        Resolves intrinsic functions against what was created.
    """
    found: list[QueueSource | StreamSource] = []
    for logical, resource in functions["Resources"].items():
        for event in resource.get("Properties", {}).get("Events", {}).values():
            asked = event["Properties"]
            if "Queue" in asked:
                found.append(_queue_source(logical.lower(), resolve(asked), region=region))
            elif "Stream" in asked:
                found.append(_stream_source(logical.lower(), resolve(asked), clock=clock, region=region))
    return found


def _queue(arn: str, region: str) -> StrictQueue:
    queue: StrictQueue = sqs_backends[ACCOUNT][region].get_queue(arn.rpartition(":")[2])
    return queue


def _queue_source(function: str, asked: dict[str, Any], *, region: str) -> QueueSource:
    return QueueSource(
        function=function,
        queue=_queue(asked["Queue"], region),
        batch_size=asked.get("BatchSize", 10),
        concurrency=asked.get("ScalingConfig", {}).get("MaximumConcurrency", 10),
        region=region,
    )


def _stream_source(function: str, asked: dict[str, Any], *, clock: ProductClock, region: str) -> StreamSource:
    table = asked["Stream"].split(":table/")[1].partition("/")[0]
    patterns = [one["Pattern"] for one in asked.get("FilterCriteria", {}).get("Filters", ())]
    gone = asked.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    return StreamSource(
        function=function,
        table=dynamodb_backends[ACCOUNT][region].get_table(table),
        clock=clock,
        batch_size=asked.get("BatchSize", 100),
        filters=tuple(EventPattern(text, json.loads(text)) for text in patterns),
        retries=asked.get("MaximumRetryAttempts", 10),
        dead_letters=_queue(gone, region) if gone else None,
        region=region,
    )
