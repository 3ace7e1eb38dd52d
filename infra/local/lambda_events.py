"""The events that Lambda gives functions, in AWS's own shapes."""

from __future__ import annotations

import json
from typing import Any

from moto.dynamodb.models.utilities import dynamo_json_dump
from moto.sqs.models import Message

from infra.local.product_clock import rfc3339


def sqs(messages: list[Message], *, queue_arn: str, region: str) -> dict[str, Any]:
    """An SQS batch."""
    return {"Records": [_sqs_record(message, queue_arn=queue_arn, region=region) for message in messages]}


def _sqs_record(message: Message, *, queue_arn: str, region: str) -> dict[str, Any]:
    facts = {
        "ApproximateReceiveCount": message.approximate_receive_count,
        "SentTimestamp": message.sent_timestamp,
        "SenderId": message.sender_id,
        "ApproximateFirstReceiveTimestamp": message.approximate_first_receive_timestamp,
        "MessageGroupId": message.group_id,
        "MessageDeduplicationId": message.deduplication_id,
        "SequenceNumber": message.sequence_number,
    }
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": {name: str(value) for name, value in facts.items() if value is not None},
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "dataType": value["DataType"],
                "stringListValues": [],
                "binaryListValues": [],
            }
            for name, value in message.message_attributes.items()
        },
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": region,
    }


def stream(records: list[dict[str, Any]], *, stream_arn: str, region: str) -> dict[str, Any]:
    """A batch of DynamoDB stream records."""
    return {"Records": [_stream_record(one, stream_arn=stream_arn, region=region) for one in records]}


def _stream_record(record: dict[str, Any], *, stream_arn: str, region: str) -> dict[str, Any]:
    body = dict(record["dynamodb"])
    body["ApproximateCreationDateTime"] = body["ApproximateCreationDateTime"].timestamp()
    return {**record, "awsRegion": region, "dynamodb": plain(body), "eventSourceARN": stream_arn}


def plain(value: Any) -> Any:
    """Turn moto's values into what JSON carries; binaries become base64, as Lambda gives them."""
    return json.loads(dynamo_json_dump(value))


def schedule(*, rule: str, at: float, region: str, account: str, event_id: str) -> dict[str, Any]:
    """A scheduled event of the default bus."""
    return {
        "version": "0",
        "id": event_id,
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account,
        "time": rfc3339(at)[:-5] + "Z",
        "region": region,
        "resources": [f"arn:aws:events:{region}:{account}:rule/{rule}"],
        "detail": {},
    }
