"""What a cold start loads: a webhook is answered without domain, application, models or templates."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "chalicelib.domain",
    "chalicelib.application",
    "pydantic",
    "babel",
    "jinja2",
    "yaml",
    "holidays",
    "pikepdf",
    "PIL",
)
ENV = {
    "STAGE": "local",
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "TABLE_NAME": "golive-local",
    "BUCKET_NAME": "golive-local",
    "SECRET_NAME": "golive-local",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
}
REPORT = "; print(*sorted(name for name in sys.modules if name.startswith(HEAVY)))"
WEBHOOK = """
import base64, json, sys
from datetime import UTC, datetime
from unittest import mock

import botocore.client
from standardwebhooks import Webhook

import app

calls = []
SECRET = {"deals": {"secrets": ["whsec_bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE="]}}

def call(self, operation, arguments):
    calls.append(operation)
    return {"SecretString": json.dumps(SECRET)} if operation == "GetSecretValue" else {}

body = json.dumps({"type": "deal.won", "timestamp": "2026-11-21T09:00:00Z", "data": {
    "deal": {"id": "D-1", "name": "Acme"}, "account": {"name": "Acme GmbH"}}})
at = datetime.now(UTC)
headers = {
    "content-type": "application/json",
    "webhook-id": "msg_1",
    "webhook-timestamp": str(int(at.timestamp())),
    "webhook-signature": Webhook(SECRET["deals"]["secrets"][0]).sign("msg_1", at, body),
}
event = {
    "httpMethod": "POST", "path": "/webhooks/deals", "headers": headers,
    "multiValueHeaders": {name: [value] for name, value in headers.items()},
    "multiValueQueryStringParameters": None, "pathParameters": None, "stageVariables": None,
    "requestContext": {"resourcePath": "/webhooks/deals", "httpMethod": "POST", "path": "/webhooks/deals",
                       "identity": {"sourceIp": "192.0.2.1"}},
    "body": base64.b64encode(body.encode()).decode(), "isBase64Encoded": True,
}
with mock.patch.object(botocore.client.BaseClient, "_make_api_call", call):
    answer = app.app(event, None)
assert answer["statusCode"] // 100 == 2, answer
assert calls == ["GetSecretValue", "PutItem"], calls
"""


def loaded_by(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {HEAVY!r}\n{program}\nimport sys{REPORT}"],
        cwd=ROOT,
        env=os.environ | ENV,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_importing_the_app_loads_nothing_heavy() -> None:
    assert loaded_by("import app") == ""


def test_answering_a_webhook_loads_nothing_heavy_and_makes_one_durable_write() -> None:
    assert loaded_by(WEBHOOK) == ""


@pytest.mark.parametrize(
    "name", ["chalicelib.bootstrap", "chalicelib.entrypoints.functions", "chalicelib.settings"]
)
def test_the_doors_load_nothing_heavy(name: str) -> None:
    assert loaded_by(f"import {name}") == ""


def test_importing_the_app_makes_no_client_and_reads_no_environment() -> None:
    program = """
import botocore.session
def refuse(*_, **__): raise AssertionError("a client was made at import")
botocore.session.Session.create_client = refuse
import os
for name in ("TABLE_NAME", "PUBLIC_URL", "STAGE"): os.environ.pop(name, None)
import app
"""
    loaded_by(program)
