"""Uploads through the strict store: form, message of the bucket, findings in the inbox."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import urllib3

from chalicelib.adapters.dynamodb.inbox import DynamoInbox
from chalicelib.adapters.s3 import S3DocumentStore, s3_client
from chalicelib.application.documents import GoneError, UploadForm
from chalicelib.application.found import row_errors
from chalicelib.domain.playbook import ColumnRule, TableRule
from chalicelib.domain.tables import digest, written
from infra.local.harness import LocalCloud
from tests.unit.inspection import pdfs

HTTP = urllib3.PoolManager(retries=False)


@dataclass
class Place:
    cloud: LocalCloud
    store: S3DocumentStore
    bucket: str

    def upload(self, form: UploadForm, data: bytes, name: str = "order.pdf", **changed: str) -> Any:
        fields = {**form.fields, **changed, "file": (name, data, "application/pdf")}
        return HTTP.request("POST", form.url, fields=fields, redirect=False)

    def intake(self) -> list[dict[str, Any]]:
        """Run intake on what the bucket has told it, and return what waits in the inbox because of it."""
        from chalicelib.entrypoints import functions

        sqs = self.cloud.client("sqs")
        queue = sqs.get_queue_url(QueueName="golive-local-intake")["QueueUrl"]
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            records = [{"messageId": m["MessageId"], "body": m["Body"]} for m in messages]
            assert functions.intake({"Records": records}) == {"batchItemFailures": []}
            for each in messages:
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=each["ReceiptHandle"])
        dynamodb, table = self.cloud.client("dynamodb"), self.cloud.environment["TABLE_NAME"]
        inbox = DynamoInbox(dynamodb, table, s3=lambda: None, bucket="")
        keys = [item["pk"]["S"] for item in dynamodb.scan(TableName=table)["Items"]]
        entries = [inbox.load(key) for key in sorted(keys) if key.startswith("INBOX#intake#")]
        return [entry.body for entry in entries if entry]


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud() as running:
        yield running


@pytest.fixture
def place(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Place:
    from chalicelib import bootstrap
    from chalicelib.settings import settings

    for name, value in cloud.environment.items():
        monkeypatch.setenv(name, value)
    for cached in (settings, bootstrap.client, bootstrap.clock, bootstrap.inbox, bootstrap.documents):
        cached.cache_clear()
    bucket = cloud.environment["BUCKET_NAME"]
    return Place(cloud=cloud, store=S3DocumentStore(s3_client(), bucket), bucket=bucket)


def a_key() -> str:
    return f"q/onb-abc/register/{uuid4().hex}"


def test_an_uploaded_pdf_is_judged_and_its_findings_are_kept_once(place: Place) -> None:
    key = a_key()
    form = place.store.presigned_post(
        key, contact="c1", epoch=1, max_bytes=10_000_000, redirect="http://127.0.0.1/done?x=1"
    )

    answer = place.upload(form, pdfs.pdf(), name="Bestätigung 100 %.pdf")

    assert answer.status == 303
    assert answer.headers["Location"].startswith("http://127.0.0.1/done?x=1")
    found = [body for body in place.intake() if body["key"] == key]
    assert len(found) == 1
    assert found[0]["name"] == "Bestätigung 100 %.pdf"
    assert found[0]["findings"]["verdict"] == "accepted"
    assert found[0]["findings"]["size"] == len(pdfs.pdf())


def test_a_script_uploads_with_the_name_it_knows_and_is_answered_201(place: Place) -> None:
    key = a_key()
    form = place.store.presigned_post(key, contact="c1", epoch=1, max_bytes=1000, name="报告.pdf")

    assert place.upload(form, b"<html>").status == 201

    found = next(body for body in place.intake() if body["key"] == key)
    assert found["name"] == "报告.pdf"
    assert found["findings"]["reasons"] == ["file.web_page"]


def test_each_version_under_one_key_is_judged_by_itself(place: Place) -> None:
    key = a_key()
    form = place.store.presigned_post(key, contact="c1", epoch=1, max_bytes=100_000)
    place.upload(form, pdfs.pdf())
    place.upload(form, pdfs.compressed(pdfs.script_on_open))

    found = [body for body in place.intake() if body["key"] == key]

    assert len({body["version_id"] for body in found}) == 2
    assert sorted(body["findings"]["verdict"] for body in found) == ["accepted", "rejected"]


def test_the_columns_of_a_signed_form_are_what_a_table_is_checked_by(place: Place) -> None:
    key, rule = a_key(), TableRule(columns=(ColumnRule(name="Seats", type="number"),))
    form = place.store.presigned_post(key, contact="c1", epoch=1, max_bytes=1000, expects=written(rule))
    other = {"x-amz-meta-expects": written(TableRule(columns=(ColumnRule(name="Anything"),)))}

    assert place.upload(form, b"Seats\ntwelve\n", name="seats.csv", **other).status == 403
    assert place.upload(form, b"Seats\ntwelve\n", name="seats.csv").status == 201

    found = next(body for body in place.intake() if body["key"] == key)
    assert found["findings"]["reasons"] == ["table.rows"]
    assert (found["findings"]["table"]["rows"], found["findings"]["table"]["asked"]) == (1, digest(rule))
    assert [(error.row, error.code) for error in row_errors(found["errors"])] == [(2, "row.number")]


def test_a_message_that_comes_twice_is_kept_once(place: Place) -> None:
    from chalicelib.entrypoints import functions

    key = a_key()
    place.upload(place.store.presigned_post(key, contact="c1", epoch=1, max_bytes=100_000), pdfs.pdf())
    version = place.store.head(key).version_id
    body = json.dumps(
        {
            "Records": [
                {"eventName": "ObjectCreated:Post", "s3": {"object": {"key": key, "versionId": version}}}
            ]
        }
    )
    for _ in range(2):
        assert functions.intake({"Records": [{"messageId": "1", "body": body}]}) == {"batchItemFailures": []}

    assert len([entry for entry in place.intake() if entry["key"] == key]) == 1


def test_a_message_that_cannot_be_read_fails_alone(place: Place) -> None:
    from chalicelib.entrypoints import functions

    test_event = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})
    records = [{"messageId": "bad", "body": "?"}, {"messageId": "good", "body": test_event}]

    assert functions.intake({"Records": records}) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "empty.pdf"), (b"\0" * 4000, "exactly four times the limit.pdf")]
)
def test_the_form_leaves_the_judgement_of_size_to_intake(place: Place, data: bytes, name: str) -> None:
    form = place.store.presigned_post(a_key(), contact="c1", epoch=1, max_bytes=1000)

    assert place.upload(form, data, name).status == 201


@pytest.mark.parametrize(
    "changed",
    [
        {"key": "q/onb-other/register/" + "b" * 32},
        {"Content-Type": "text/html"},
        {"success_action_status": "200"},
        {"x-amz-meta-more": "1"},
        {"acl": "public-read"},
    ],
    ids=["another key", "another type", "another answer", "another field", "an access list"],
)
def test_the_form_cannot_be_changed(place: Place, changed: dict[str, str]) -> None:
    form = place.store.presigned_post(a_key(), contact="c1", epoch=1, max_bytes=1000)

    assert place.upload(form, b"x", **changed).status == 403


def test_the_form_takes_no_more_than_four_times_the_limit(place: Place) -> None:
    form = place.store.presigned_post(a_key(), contact="c1", epoch=1, max_bytes=1000)

    assert place.upload(form, b"\0" * 4001).status == 400


def test_a_download_is_an_attachment_of_the_pinned_version_under_its_name(place: Place) -> None:
    key = a_key()
    form = place.store.presigned_post(key, contact="c1", epoch=1, max_bytes=1000)
    place.upload(form, b"first")
    pinned = place.store.head(key).version_id
    place.upload(form, b"second")

    link = place.store.presigned_get(key, pinned, name='Auf"trag ä.pdf', seconds=9999)
    answer = HTTP.request("GET", link)

    assert answer.data == b"first"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Auf_trag _.pdf\"; filename*=UTF-8''Auf%22trag%20%C3%A4.pdf"
    )
    assert "X-Amz-Expires=300" in urlsplit(link).query


def test_a_version_that_was_never_there_is_gone(place: Place) -> None:
    with pytest.raises(GoneError):
        place.store.head(a_key())
