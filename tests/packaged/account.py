"""An AWS account for the booted package: a moto server holding what infra/resources.yaml describes."""

import base64
import json
import warnings
from functools import cache
from typing import Any

import boto3
import urllib3
from moto.server import ThreadedMotoServer

from infra.package import ROOT

TABLE = "golive-local"
BUCKET = "golive-local-123456789012-us-east-1"
SECRET = {
    "link_key": base64.b64encode(b"l" * 32).decode(),
    "session_key": base64.b64encode(b"s" * 32).decode(),
    "hubspot": {"client_secrets": ["local-hubspot-client-secret"], "token": "local-hubspot-token"},
    "salesforce": {"path_tokens": ["local-salesforce-token"], "token": "local-salesforce-access-token"},
    "pipedrive": {
        "user": "pipedrive",
        "passwords": ["local-pipedrive-password"],
        "token": "local-pipedrive-token",
    },
    "deals": {"secrets": ["whsec_bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE="]},
    "provisioning": {"token": "local-provisioning-token"},
    "api_tokens": {"local-admin-token": "admin"},
}


class Account:
    """The server, and the environment that the functions need to find it."""

    def __init__(self) -> None:
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.aws = {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REGION": "us-east-1",
        }
        self.client = cache(self._client)
        body = (ROOT / "infra/resources.yaml").read_text()
        with warnings.catch_warnings():  # of what moto leaves out: nothing here needs it
            warnings.simplefilter("ignore")
            self.client("cloudformation").create_stack(StackName="golive", TemplateBody=body)
        self.client("secretsmanager").create_secret(Name="golive-local", SecretString=json.dumps(SECRET))

    @property
    def env(self) -> dict[str, str]:
        """Return the environment of every function."""
        return self.aws | {
            "STAGE": "local",
            "PUBLIC_URL": "http://127.0.0.1:8000",
            "TABLE_NAME": TABLE,
            "BUCKET_NAME": BUCKET,
            "SECRET_NAME": "golive-local",
            "INGEST_QUEUE_URL": self.queue("ingest"),
            "COMMANDS_QUEUE_URL": self.queue("commands.fifo"),
            "DELIVER_QUEUE_URL": self.queue("deliver"),
            "MAIL_FROM": "Golive <onboarding@vendor.example>",
            "MAIL_CONFIGURATION_SET": "golive-local",
            "MALWARE_SCANNING": "off",
        }

    def queue(self, name: str) -> str:
        """Return a queue's address."""
        return self.client("sqs").get_queue_url(QueueName=f"golive-local-{name}")["QueueUrl"]  # type: ignore[no-any-return]

    def inbox(self, prefix: str) -> list[dict[str, Any]]:
        """Return the inbox items whose key begins so."""
        items = self.client("dynamodb").scan(TableName=TABLE)["Items"]
        return [item for item in items if item["pk"]["S"].startswith(f"INBOX#{prefix}")]

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """Return the bodies of up to ten messages that wait in a queue."""
        found = self.client("sqs").receive_message(QueueUrl=self.queue(queue), MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in found.get("Messages", [])]

    def stop(self) -> None:
        """Forget everything (moto keeps it beyond the server, for the whole process) and stop the server."""
        urllib3.request("POST", f"{self.aws['AWS_ENDPOINT_URL']}/moto-api/reset")
        self.server.stop()

    def _client(self, service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.aws["AWS_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
