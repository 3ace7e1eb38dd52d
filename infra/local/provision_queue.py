"""Queues and the rules that fill them, as resources.yaml describes them."""

from __future__ import annotations

import json
from typing import Any

from infra.local.provision import Kind

QUEUE_ATTRIBUTES = frozenset(
    {
        "FifoQueue",
        "ContentBasedDeduplication",
        "DeduplicationScope",
        "FifoThroughputLimit",
        "VisibilityTimeout",
    }
    | {"MessageRetentionPeriod", "DelaySeconds", "SqsManagedSseEnabled", "RedrivePolicy", "KmsMasterKeyId"}
    | {"ReceiveMessageWaitTimeSeconds", "MaximumMessageSize"}
)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, dict) else str(value)


def create_queue(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    """Create a queue."""
    sqs = clients("sqs")
    attributes = {name: _said(properties[name]) for name in QUEUE_ATTRIBUTES & properties.keys()}
    url = sqs.create_queue(QueueName=properties["QueueName"], Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return {"Ref": url, "Arn": arn, "QueueName": properties["QueueName"]}


def missing_queue(clients: Any, properties: dict[str, Any]) -> list[str]:
    """Name the attributes that the queue does not have as described."""
    sqs = clients("sqs")
    url = sqs.get_queue_url(QueueName=properties["QueueName"])["QueueUrl"]
    held = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return [
        name
        for name in QUEUE_ATTRIBUTES & properties.keys()
        if json.loads(json.dumps(held.get(name))) != _said(properties[name])
    ]


def create_rule(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    """Create a rule of the default bus with its targets."""
    events = clients("events")
    arn = events.put_rule(Name=properties["Name"], EventPattern=json.dumps(properties["EventPattern"]))[
        "RuleArn"
    ]
    events.put_targets(Rule=properties["Name"], Targets=properties["Targets"])
    return {"Ref": properties["Name"], "Arn": arn}


def missing_rule(clients: Any, properties: dict[str, Any]) -> list[str]:
    """Name what the rule does not have as described."""
    events = clients("events")
    pattern = json.loads(events.describe_rule(Name=properties["Name"])["EventPattern"])
    targets = events.list_targets_by_rule(Rule=properties["Name"])["Targets"]
    present = {
        "EventPattern": pattern == properties["EventPattern"],
        "Targets": targets == properties["Targets"],
    }
    return [name for name, there in present.items() if not there]


QUEUE = Kind(create=create_queue, missing=missing_queue, known=QUEUE_ATTRIBUTES | {"QueueName"})
RULE = Kind(create=create_rule, missing=missing_rule, known=frozenset({"Name", "EventPattern", "Targets"}))
