"""The package under Lambda's own runtime client: what was zipped starts, and does its work."""

import gzip
import io
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from standardwebhooks import Webhook

from tests.packaged import events
from tests.packaged.account import BUCKET, SECRET, Account
from tests.packaged.runtime_api import Function

WON = {
    "type": "deal.won",
    "timestamp": "2026-11-21T09:00:00Z",
    "data": {"deal": {"id": "D-1", "name": "Acme: annual plan"}, "account": {"name": "Acme GmbH"}},
}


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    account = Account()
    yield account
    account.stop()


def boot(handler: str, built: Path, account: Account) -> Function:
    task = built / ("intake" if handler == "app.intake" else "deployment")
    return Function(handler, task=task, runtime=built / "runtime", env=account.env)


def signed(body: bytes, *, delivery: str, secret: str) -> dict[str, str]:
    at = datetime.now(UTC)
    return {
        "Content-Type": "application/json",
        "webhook-id": delivery,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(delivery, at, body.decode()),
    }


def test_a_signed_webhook_is_stored_and_answered_and_a_forged_one_is_not(
    built: Path, account: Account
) -> None:
    body, delivery = json.dumps(WON).encode(), f"msg_{uuid.uuid4().hex}"
    right = signed(body, delivery=delivery, secret=SECRET["deals"]["secrets"][0])
    forged = right | {"webhook-id": "msg_forged"}
    with boot("app.app", built, account) as function:
        route = {"resource": "/webhooks/deals", "body": body}
        answer = function.invoke(events.http("POST", "/webhooks/deals", headers=right, **route))
        again = function.invoke(events.http("POST", "/webhooks/deals", headers=right, **route))
        refused = function.invoke(events.http("POST", "/webhooks/deals", headers=forged, **route))
    assert (answer["statusCode"] // 100, again["statusCode"] // 100) == (2, 2)
    assert refused["statusCode"] == 401
    (kept,) = account.inbox("deals#")
    assert b"Acme: annual plan" in gzip.decompress(kept["body"]["B"])


def test_the_health_page_answers(built: Path, account: Account) -> None:
    with boot("app.app", built, account) as function:
        answer = function.invoke(events.http("GET", "/healthz", resource="/healthz", headers={}))
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["status"] == "ok"


def test_a_stream_batch_reaches_the_queues(built: Path, account: Account) -> None:
    batch = events.inserted(("INBOX#deals#msg_1", "INBOX"), ("ONB#onb-1", "X#onb-1:1:welcome"))
    with boot("app.relay", built, account) as function:
        assert function.invoke(batch) == {"batchItemFailures": []}
    assert account.messages("ingest") == [{"inbox": "INBOX#deals#msg_1"}]
    assert account.messages("deliver") == [{"pk": "ONB#onb-1", "sk": "X#onb-1:1:welcome"}]


def test_an_upload_is_judged_with_the_parsers_of_its_own_zip(built: Path, account: Account) -> None:
    document, key = io.BytesIO(), f"q/onb-1/contract/{uuid.uuid4().hex}"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(document)
    s3 = account.client("s3")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=BUCKET, Key=key, Body=document.getvalue(), Metadata={"name": "a.pdf"})[
        "VersionId"
    ]
    created = events.object_created(bucket=BUCKET, key=key, version=version, size=len(document.getvalue()))
    test_event = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET})
    with boot("app.intake", built, account) as function:
        assert function.invoke(events.sqs(test_event, queue="golive-local-intake")) == {
            "batchItemFailures": []
        }
        assert function.invoke(events.sqs(created, queue="golive-local-intake")) == {"batchItemFailures": []}
    (finding,) = account.inbox("intake#")
    assert finding["pk"]["S"] == f"INBOX#intake#{key}#{version}"


def test_a_tick_of_the_schedule_sweeps(built: Path, account: Account) -> None:
    with boot("app.sweep", built, account) as function:
        function.invoke(events.schedule())
    assert account.messages("commands.fifo") == []
