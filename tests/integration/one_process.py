"""The whole product in one process on moto: the app's HTTP routes and its functions, with AWS's part played by hand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest
from chalice.test import Client
from moto.core import DEFAULT_ACCOUNT_ID

from app import app
from chalicelib import bootstrap
from chalicelib.entrypoints import assets, pages
from infra.furnish import furnish
from infra.local.seed import people
from tests.integration.aws import REGION, SECRET, Aws, aws
from tests.integration.http_browser import PUBLIC_URL
from tests.unit.webhooks.senders import SECRETS

QUEUES = ("ingest", "commands", "deliver")
BUCKET = "golive-documents"


class Product:
    """What a CRM, a customer and the team meet, and `run`, which plays stream and queues until nothing moves."""

    def __init__(self, account: Aws) -> None:
        self.aws, self.client = account, Client(app)
        self._relayed: set[tuple[str, str]] = set()

    def post(self, request: dict[str, Any]) -> int:
        """Send a webhook."""
        return int(self.client.http.post(**request).status_code)

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Ask the JSON API."""
        known = {"Authorization": "Bearer local-admin-token", "Content-Type": "application/json"}
        sent = known | {name.replace("_", "-"): value for name, value in headers.items()}
        data = b"" if body is None else json.dumps(body).encode()
        answer = self.client.http.request(method, path, headers=sent, body=data)
        assert answer.status_code == 200, answer.body
        return answer.json_body

    def run(self) -> None:
        """Let everything happen that follows: stream → relay → queues → functions."""
        for _ in range(50):
            if not (self._relay() + sum([self._drain(queue) for queue in QUEUES])):
                return
        raise AssertionError("It does not come to rest.")

    def invoke(self, function: str, *bodies: Any) -> None:
        """Give a function a batch as its queue would."""
        messages = [body if isinstance(body, str) else json.dumps(body) for body in bodies]
        event = self.client.events.generate_sqs_event(messages)
        answer = self.client.lambda_.invoke(function, event).payload
        assert answer == {"batchItemFailures": []}

    def _relay(self) -> int:
        items = boto3.client("dynamodb").scan(TableName="golive", ProjectionExpression="pk, sk")["Items"]
        keys = {(item["pk"]["S"], item["sk"]["S"]) for item in items}
        fresh = {
            key for key in keys - self._relayed if key[0].startswith("INBOX#") or key[1].startswith("X#")
        }
        if fresh:
            records = [_inserted(number, *key) for number, key in enumerate(sorted(fresh))]
            answer = self.client.lambda_.invoke("relay", {"Records": records}).payload
            assert answer == {"batchItemFailures": []}
        self._relayed |= fresh
        return len(fresh)

    def _drain(self, queue: str) -> int:
        url, count = _url(queue), 0
        while taken := self.aws.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]
        ):
            messages = taken.get("Messages", [])
            if not messages:
                break
            event = self.client.events.generate_sqs_event([message["Body"] for message in messages])
            for record, message in zip(event["Records"], messages, strict=True):
                record["messageId"], record["attributes"] = message["MessageId"], message["Attributes"]
            assert self.client.lambda_.invoke(queue, event).payload == {"batchItemFailures": []}
            for message in messages:
                self.aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            count += len(messages)
        return count


def _inserted(number: int, pk: str, sk: str) -> dict[str, Any]:
    keys = {"pk": {"S": pk}, "sk": {"S": sk}}
    return {
        "eventID": str(number),
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "eventSourceARN": f"arn:aws:dynamodb:{REGION}:{DEFAULT_ACCOUNT_ID}:table/golive/stream/1",
        "awsRegion": REGION,
        "dynamodb": {
            "Keys": keys,
            "NewImage": keys,
            "SequenceNumber": str(number),
            "StreamViewType": "NEW_IMAGE",
        },
    }


def _url(queue: str) -> str:
    name = "commands.fifo" if queue == "commands" else queue
    return f"https://sqs.{REGION}.amazonaws.com/{DEFAULT_ACCOUNT_ID}/{name}"


@contextmanager
def product(monkeypatch: pytest.MonkeyPatch) -> Iterator[Product]:
    """Yield the product, furnished, with nothing in it yet."""
    with _downstream() as downstream:
        environment = {
            "PUBLIC_URL": PUBLIC_URL,
            "BUCKET_NAME": BUCKET,
            "INGEST_QUEUE_URL": _url("ingest"),
            "PROVISIONING_API": downstream,
            "MALWARE_SCANNING": "on",
        }
        with aws(monkeypatch, **environment) as account:
            _complete(account)
            _forget_pages()
            yield Product(account)
    _forget_pages()


def _complete(account: Aws) -> None:
    account.sqs.create_queue(QueueName="ingest")
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    secret = {**SECRET, **SECRETS, "api_tokens": {"local-admin-token": "admin"}}
    boto3.client("secretsmanager").put_secret_value(SecretId="golive", SecretString=json.dumps(secret))
    furnish(people(), people=bootstrap.people(), playbooks=bootstrap.playbooks())


def _forget_pages() -> None:
    for cached in (pages._environment, assets._named, assets.address):
        cached.cache_clear()


@contextmanager
def _downstream() -> Iterator[str]:
    """Yield the address of downstream systems that make whatever they are asked for."""
    server = HTTPServer(("127.0.0.1", 0), _Maker)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Maker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        body = json.dumps({"id": "made-1"}).encode()
        self.send_response(201)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""
