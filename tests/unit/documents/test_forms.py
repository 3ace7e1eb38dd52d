"""What the signatures for browsers fix: the upload form's policy, and the address of a download."""

import base64
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.adapters.s3 import S3DocumentStore, s3_client
from chalicelib.application.documents import Held

KEY = "q/onb-abc/register/" + "a" * 32


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> S3DocumentStore:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    return S3DocumentStore(s3_client(), "golive")


def policy(store: S3DocumentStore, **asked: Any) -> dict[str, Any]:
    form = store.presigned_post(KEY, max_bytes=1000, contact="contact-1", epoch=2, **asked)
    read: dict[str, Any] = json.loads(base64.b64decode(form.fields["policy"]))
    return read


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({}, {"success_action_status": "201"}),
        (
            {"redirect": "https://golive.example/done"},
            {"success_action_redirect": "https://golive.example/done"},
        ),
    ],
)
def test_a_form_fixes_all_but_the_files_name(
    store: S3DocumentStore, asked: dict[str, str], answer: dict[str, str]
) -> None:
    conditions = policy(store, **asked)["conditions"]
    signed = ("x-amz-algorithm", "x-amz-credential", "x-amz-date")
    ours = [one for one in conditions if not (isinstance(one, dict) and set(one) & set(signed))]
    assert ours == [
        {"Content-Type": "application/octet-stream"},
        {"x-amz-meta-contact": "contact-1"},
        {"x-amz-meta-epoch": "2"},
        answer,
        ["starts-with", "$x-amz-meta-name", ""],
        ["content-length-range", 0, 4000],
        {"bucket": "golive"},
        {"key": KEY},
    ]


def test_a_form_fixes_the_columns_that_are_asked_for(store: S3DocumentStore) -> None:
    assert {"x-amz-meta-expects": "columns"} in policy(store, expects="columns")["conditions"]


def test_a_form_ends_after_an_hour(store: S3DocumentStore) -> None:
    left = datetime.fromisoformat(policy(store)["expiration"]) - datetime.now(UTC)
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


def test_a_download_is_of_one_version_as_an_attachment_and_for_five_minutes_at_most(
    store: S3DocumentStore,
) -> None:
    address = store.presigned_get(KEY, "v1", name="Order.pdf", seconds=86400)
    given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert given["versionId"] == "v1"
    assert given["response-content-type"] == "application/octet-stream"
    assert given["response-content-disposition"].startswith("attachment;")
    assert given["X-Amz-Expires"] == "300"


@pytest.mark.parametrize(("written", "epoch"), [("3", 3), (None, None), ("x", None), ("٣", None)])
def test_what_is_held_says_by_whose_form_and_which_link_it_came(
    written: str | None, epoch: int | None
) -> None:
    class Bucket:
        def head_object(self, **_: str) -> dict[str, Any]:
            kept = {"contact": "contact-1"} | ({"epoch": written} if written else {})
            return {"Metadata": kept, "ContentLength": 5, "VersionId": "v1"}

    held = S3DocumentStore(Bucket(), "golive").head(KEY)
    assert (held.contact, held.epoch) == ("contact-1", epoch)


def test_the_pinned_version_is_read_whatever_has_come_since() -> None:
    versions = {"v1": b"first", "v2": b"second"}

    class Bucket:
        def get_object(self, **asked: str) -> dict[str, Any]:
            return {"Body": io.BytesIO(versions[asked.get("VersionId", "v2")])}

    held = Held(key=KEY, version_id="v1", name="a.pdf", size=5)
    assert S3DocumentStore(Bucket(), "golive").read(held, limit=100) == b"first"
