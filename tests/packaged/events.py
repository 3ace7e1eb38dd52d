"""Events in the shapes that AWS gives them to functions."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus


def http(
    method: str, path: str, *, resource: str, headers: Mapping[str, str], body: bytes = b""
) -> dict[str, Any]:
    """API Gateway's proxy event; `resource` is the route's template."""
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": path,
            "stage": "live",
            "requestId": "request-1",
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "sender/1"},
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def sqs(*bodies: str, queue: str) -> dict[str, Any]:
    """One batch of a queue."""
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": "handle",
                "body": body,
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1795251600000",
                    "SenderId": "AIDA",
                    "ApproximateFirstReceiveTimestamp": "1795251600001",
                },
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue}",
                "awsRegion": "us-east-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def object_created(*, bucket: str, key: str, version: str, size: int) -> str:
    """What S3 tells its queue of a new object; the key arrives percent-encoded."""
    described = {
        "key": quote_plus(key),
        "size": size,
        "eTag": "0",
        "versionId": version,
        "sequencer": "0055AED6DCD9",
    }
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": "us-east-1",
        "eventTime": "2026-11-21T09:00:00.000Z",
        "eventName": "ObjectCreated:Post",
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "uploads",
            "bucket": {"name": bucket, "arn": f"arn:aws:s3:::{bucket}"},
            "object": described,
        },
    }
    return json.dumps({"Records": [record]})


def inserted(*keys: tuple[str, str]) -> dict[str, Any]:
    """A batch of the table's stream: new items."""
    return {
        "Records": [
            {
                "eventID": f"event-{number}",
                "eventName": "INSERT",
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "us-east-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1795251600,
                    "Keys": {"pk": {"S": pk}, "sk": {"S": sk}},
                    "NewImage": {"pk": {"S": pk}, "sk": {"S": sk}},
                    "SequenceNumber": f"{number + 1}00000000000",
                    "SizeBytes": 100,
                    "StreamViewType": "NEW_IMAGE",
                },
                "eventSourceARN": "arn:aws:dynamodb:us-east-1:123456789012:table/golive-local/stream/2026",
            }
            for number, (pk, sk) in enumerate(keys)
        ]
    }


def schedule() -> dict[str, Any]:
    """A tick of an EventBridge schedule."""
    return {
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-11-21T09:00:00Z",
        "region": "us-east-1",
        "resources": ["arn:aws:events:us-east-1:123456789012:rule/sweep"],
        "detail": {},
    }
