"""Presigned forms and links as S3 enforces them: the good ones go, every altered one is refused."""

import base64
import json
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import urllib3
from urllib3.fields import RequestField

from infra.local.environment import ACCESS_KEY, REGION, SECRET_KEY
from infra.local.harness import LocalCloud
from infra.local.sigv4 import Credentials, signature

BUCKET = "golive-local-123456789012-us-east-1"
http = urllib3.PoolManager(retries=False)

CREDENTIALS = Credentials(access_key=ACCESS_KEY, secret_key=SECRET_KEY, region=REGION)


class Post:
    """A form as the product makes it, and what a test alters of it."""

    def __init__(self, aws: LocalCloud, *, limit: int = 40) -> None:
        self.key = f"q/onb-1/contract/{uuid.uuid4().hex}"
        made = aws.client("s3").generate_presigned_post(
            BUCKET,
            self.key,
            Fields={
                "Content-Type": "application/octet-stream",
                "x-amz-meta-name": "${filename}",
                "success_action_redirect": "http://127.0.0.1:8000/portal/done",
            },
            Conditions=[
                {"Content-Type": "application/octet-stream"},
                ["starts-with", "$x-amz-meta-name", ""],
                {"success_action_redirect": "http://127.0.0.1:8000/portal/done"},
                ["content-length-range", 0, limit],
            ],
            ExpiresIn=3600,
        )
        self.url = made["url"]
        self.fields: dict[str, str] = dict(made["fields"])
        self.content = b"%PDF-1.7"
        self.filename = "vertrag.pdf"
        self.aws = aws

    @property
    def policy(self) -> dict[str, Any]:
        return dict(json.loads(base64.b64decode(self.fields["policy"])))

    def sign(self, policy: dict[str, Any], *, secret: str = SECRET_KEY) -> None:
        text = base64.b64encode(json.dumps(policy).encode()).decode()
        day = self.fields["x-amz-date"][:8]
        credentials = Credentials(access_key=ACCESS_KEY, secret_key=secret, region=REGION)
        self.fields["policy"] = text
        self.fields["x-amz-signature"] = signature(credentials, date=day, service="s3", text=text)

    def send(
        self,
        *,
        url: str | None = None,
        before: Sequence[tuple[str, str]] = (),
        after: Sequence[tuple[str, str]] = (),
    ) -> urllib3.BaseHTTPResponse:
        parts = [*self.fields.items(), *before]
        fields = [RequestField.from_tuples(name, value) for name, value in parts]
        fields.append(RequestField.from_tuples("file", (self.filename, self.content, "application/pdf")))
        fields += [RequestField.from_tuples(name, value) for name, value in after]
        body, kind = urllib3.encode_multipart_formdata(fields)
        return http.request(
            "POST", url or self.url, body=body, headers={"Content-Type": kind}, redirect=False
        )

    def stored(self) -> bool:
        held = self.aws.client("s3").list_object_versions(Bucket=BUCKET, Prefix=self.key)
        return bool(held.get("Versions"))


@pytest.fixture
def post(aws: LocalCloud) -> Post:
    return Post(aws)


def refused(answer: urllib3.BaseHTTPResponse) -> str:
    """S3's code for a refusal; fails when it was none."""
    assert answer.status in (400, 403, 404, 405), (answer.status, answer.data)
    return str(ElementTree.fromstring(answer.data).findtext("Code"))


def test_the_form_as_made_goes_and_the_browser_is_sent_back(post: Post) -> None:
    answer = post.send()
    assert answer.status == 303
    location = urlsplit(answer.headers["Location"])
    assert location.path == "/portal/done"
    assert parse_qs(location.query)["key"] == [post.key]
    held = post.aws.client("s3").get_object(Bucket=BUCKET, Key=post.key)
    assert held["Body"].read() == post.content
    assert held["ContentType"] == "application/octet-stream"
    assert held["Metadata"] == {"name": "vertrag.pdf"}
    assert held["VersionId"] == answer.headers["x-amz-version-id"]


def test_the_file_name_is_filled_in_without_its_folder(post: Post) -> None:
    post.filename = "Akten/plan.pdf"
    post.send()
    held = post.aws.client("s3").head_object(Bucket=BUCKET, Key=post.key)
    assert held["Metadata"] == {"name": "plan.pdf"}


def test_the_same_form_twice_makes_two_versions(post: Post) -> None:
    versions = {post.send().headers["x-amz-version-id"] for _ in range(2)}
    assert len(versions) == 2


@pytest.mark.parametrize("name", ["Verträge 2026.pdf", "合同 €.pdf"])
def test_a_file_name_that_no_header_carries_is_answered_as_encoded_words(post: Post, name: str) -> None:
    post.filename = name
    assert post.send().status == 303
    held = post.aws.client("s3").head_object(Bucket=BUCKET, Key=post.key)["Metadata"]["name"]
    assert held.startswith("=?UTF-8?B?")
    assert str(make_header(decode_header(held))) == name


@pytest.mark.parametrize(("status", "expected"), [("200", 200), ("201", 201), ("204", 204), ("299", 204)])
def test_success_is_answered_with_the_status_that_the_form_asks_for(
    aws: LocalCloud, status: str, expected: int
) -> None:
    post = Post(aws)
    policy = post.policy
    policy["conditions"] = [
        one
        for one in policy["conditions"]
        if not (isinstance(one, dict) and "success_action_redirect" in one)
    ] + [{"success_action_status": status}]
    del post.fields["success_action_redirect"]
    post.fields["success_action_status"] = status
    post.sign(policy)
    answer = post.send()
    assert answer.status == expected
    if expected == 201:
        assert ElementTree.fromstring(answer.data).findtext("Key") == post.key


def test_what_comes_after_the_file_is_ignored(post: Post) -> None:
    assert post.send(after=[("x-amz-meta-late", "x")]).status == 303


def test_a_field_to_be_ignored_needs_no_condition(post: Post) -> None:
    assert post.send(before=[("x-ignore-me", "x")]).status == 303


@pytest.mark.parametrize(("size", "status"), [(0, 303), (40, 303), (41, 400), (4000, 400)])
def test_the_size_is_held_to_the_byte(post: Post, size: int, status: int) -> None:
    post.content = b"x" * size
    answer = post.send()
    assert answer.status == status
    assert post.stored() is (status == 303)
    if status == 400:
        assert refused(answer) == "EntityTooLarge"


def test_an_empty_file_is_refused_where_the_range_starts_higher(post: Post) -> None:
    policy = post.policy
    policy["conditions"] = [
        one if one[:1] != ["content-length-range"] else ["content-length-range", 1, 9]
        for one in policy["conditions"]
        if isinstance(one, list)
    ] + [one for one in policy["conditions"] if isinstance(one, dict)]
    post.sign(policy)
    post.content = b""
    assert refused(post.send()) == "EntityTooSmall"


def test_an_expired_policy_is_refused(post: Post) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    post.sign({**post.policy, "expiration": past.isoformat().replace("+00:00", "Z")})
    answer = post.send()
    assert refused(answer) == "AccessDenied"
    assert b"Policy expired." in answer.data


@pytest.mark.parametrize(
    "name", ["key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"]
)
def test_a_form_without_a_field_that_s3_needs_is_refused(post: Post, name: str) -> None:
    del post.fields[name]
    assert refused(post.send()) == "InvalidArgument"
    assert not post.stored()


@pytest.mark.parametrize("name", ["Content-Type", "x-amz-meta-name", "success_action_redirect"])
def test_a_form_without_a_field_of_its_policy_is_refused(post: Post, name: str) -> None:
    del post.fields[name]  # not even "starts with nothing" holds for what is missing
    assert refused(post.send()) == "AccessDenied"
    assert not post.stored()


def test_a_form_that_names_another_bucket_is_refused(post: Post) -> None:
    assert refused(post.send(before=[("bucket", "somebody-elses")])) == "AccessDenied"


def test_a_form_with_a_nameless_part_is_refused(post: Post) -> None:
    body = b'--b\r\nContent-Disposition: form-data; nam="key"\r\n\r\nx\r\n--b--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = http.request("POST", post.url, body=body, headers=kind, redirect=False)
    assert refused(answer) == "MalformedPOSTRequest"


EXTRA = [
    "acl", "tagging", "x-amz-storage-class", "x-amz-website-redirect-location", "x-amz-server-side-encryption",
    "x-amz-meta-other", "x-amz-meta-Name2", "Cache-Control", "Content-Disposition", "Content-Encoding", "Expires",
    "success_action_status", "x-amz-security-token", "x-amz-checksum-sha256", "x-amz-object-lock-mode", "bucket2",
    "submit", "csrf", "X-Ignored", "filename", "redirect", "x-amz-grant-read", "x-amz-acl",
]  # fmt: skip


@pytest.mark.parametrize("name", EXTRA)
@pytest.mark.parametrize("value", ["", "public-read"])
def test_a_field_that_no_condition_covers_is_refused(post: Post, name: str, value: str) -> None:
    answer = post.send(before=[(name, value)])
    assert answer.status == 403
    assert refused(answer) == "AccessDenied"
    assert b"Extra input fields" in answer.data
    assert not post.stored()


@pytest.mark.parametrize(
    "name",
    [
        "key",
        "Content-Type",
        "success_action_redirect",
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-signature",
        "policy",
    ],
)
@pytest.mark.parametrize(
    "alter",
    [
        lambda value: value + "x",
        lambda value: "x" + value,
        lambda value: value[:-1],
        lambda value: value[1:],
        lambda value: value.swapcase(),
        lambda value: value + " ",
        lambda value: "",
        lambda value: (
            value[: len(value) // 2] + "0" + value[len(value) // 2 + 1 :]
            if value[len(value) // 2] != "0"
            else value[: len(value) // 2] + "1" + value[len(value) // 2 + 1 :]
        ),
        lambda value: value + "," + value,
        lambda value: "../" + value,
        lambda value: value + "\x00",
    ],
    ids=["more", "before", "shorter", "headless", "case", "space", "empty", "digit", "twice", "up", "nul"],
)
def test_every_altered_field_is_refused(post: Post, name: str, alter: Callable[[str], str]) -> None:
    post.fields[name] = alter(post.fields[name])
    refused(post.send())
    assert not post.stored()


def _drop(number: int) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def drop(policy: dict[str, Any]) -> dict[str, Any]:
        return {
            **policy,
            "conditions": [one for place, one in enumerate(policy["conditions"]) if place != number],
        }

    return drop


def _set(**values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda policy: {**policy, **values}


@pytest.mark.parametrize(
    "alter",
    [
        *(_drop(number) for number in range(9)),
        _set(conditions=[]),
        _set(expiration="2099-01-01T00:00:00Z"),
        _set(conditions=[["starts-with", "$key", ""]]),
        _set(conditions=[["content-length-range", 0, 10**9]]),
    ],
)
def test_a_policy_altered_without_the_key_is_refused(
    post: Post, alter: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    altered = alter(post.policy)
    kept = post.fields["x-amz-signature"]
    assert altered != post.policy
    post.sign(altered, secret="guessed")
    assert refused(post.send()) == "SignatureDoesNotMatch"
    post.fields["x-amz-signature"] = kept
    assert refused(post.send()) == "SignatureDoesNotMatch"
    assert not post.stored()


@pytest.mark.parametrize(
    ("alter", "code"),
    [
        (lambda policy: {"conditions": policy["conditions"]}, "InvalidPolicyDocument"),
        (_set(expiration="soon"), "InvalidPolicyDocument"),
        (_set(expiration="2099-01-01T00:00:00"), "InvalidPolicyDocument"),
        (_set(expiration=""), "InvalidPolicyDocument"),
        (lambda policy: {"expiration": policy["expiration"]}, "InvalidPolicyDocument"),
        (_set(conditions={}), "InvalidPolicyDocument"),
        (_set(conditions=[["equals", "$key", "x"]]), "InvalidPolicyDocument"),
        (_set(conditions=[["eq", "key", "x"]]), "InvalidPolicyDocument"),
        (_set(conditions=["key"]), "InvalidPolicyDocument"),
        (_set(conditions=[]), "AccessDenied"),
        *((_drop(number), "AccessDenied") for number in (0, 1, 2, 5, 6, 7, 8)),
    ],
)
def test_a_policy_that_does_not_fit_is_refused_though_well_signed(
    post: Post, alter: Callable[[dict[str, Any]], dict[str, Any]], code: str
) -> None:
    post.sign(alter(post.policy))
    assert refused(post.send()) == code
    assert not post.stored()


@pytest.mark.parametrize("other", ["golive-other", "GOLIVE-LOCAL-123456789012-us-east-1", BUCKET + "2"])
def test_a_form_for_one_bucket_does_not_work_on_another(post: Post, other: str) -> None:
    refused(post.send(url=post.url.replace(BUCKET, other)))


def test_a_foreign_access_key_is_refused(post: Post) -> None:
    post.fields["x-amz-credential"] = "AKIAOTHER" + post.fields["x-amz-credential"][len(ACCESS_KEY) :]
    assert refused(post.send()) == "InvalidAccessKeyId"


@pytest.mark.parametrize(
    "scope", ["20200101/us-east-1/s3", "{day}/eu-west-1/s3", "{day}/us-east-1/sqs", "{day}/us-east-1"]
)
def test_a_credential_of_another_scope_is_refused(post: Post, scope: str) -> None:
    day = post.fields["x-amz-date"][:8]
    post.fields["x-amz-credential"] = f"{ACCESS_KEY}/{scope.format(day=day)}/aws4_request"
    refused(post.send())
    assert not post.stored()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x\r\n",
        b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\nq/x\r\n--x--\r\n',
        b"\x00" * 100,
    ],
)
def test_a_form_that_cannot_be_read_or_has_no_file_is_refused(post: Post, body: bytes) -> None:
    answer = http.request(
        "POST", post.url, body=body, headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    refused(answer)


def test_a_repeated_field_is_refused(post: Post) -> None:
    assert refused(post.send(before=[("key", post.key)])) == "InvalidArgument"


def test_fields_over_20_kilobytes_are_refused(post: Post) -> None:
    post.fields["x-amz-meta-name"] = "x" * 21_000
    assert refused(post.send()) == "MaxPostPreDataLengthExceeded"


def test_an_anonymous_read_is_refused(post: Post) -> None:
    post.send()
    assert refused(http.request("GET", f"{post.url}/{post.key}")) == "AccessDenied"
    assert refused(http.request("GET", f"{post.url}?list-type=2")) == "AccessDenied"
    assert refused(http.request("PUT", f"{post.url}/{post.key}", body=b"x")) == "AccessDenied"


def link(aws: LocalCloud, key: str, **more: Any) -> str:
    params = {
        "Bucket": BUCKET,
        "Key": key,
        "ResponseContentDisposition": "attachment; filename*=UTF-8''ver%20trag.pdf",
    }
    return str(
        aws.client("s3").generate_presigned_url(
            "get_object", Params=params, ExpiresIn=more.get("seconds", 60)
        )
    )


def test_a_presigned_link_reads_with_the_headers_it_was_signed_for(aws: LocalCloud) -> None:
    aws.client("s3").put_object(Bucket=BUCKET, Key="q/a b/ü+&.pdf", Body=b"content")
    answer = http.request("GET", link(aws, "q/a b/ü+&.pdf"))
    assert (answer.status, answer.data) == (200, b"content")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_expired_link_is_refused(aws: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = http.request("GET", link(aws, "q/x", seconds=0))
    assert refused(answer) == "AccessDenied"
    assert b"Request has expired" in answer.data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("q/x", "q/y"),
        ("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        ("X-Amz-Expires=60", "X-Amz-Expires=9999999"),
        ("attachment", "inline"),
        ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host;range"),
        ("us-east-1", "eu-west-1"),
        ("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        (ACCESS_KEY, "OTHER"),
        ("&X-Amz-Date", "&versionId=1&X-Amz-Date"),
    ],
)
def test_an_altered_link_is_refused(aws: LocalCloud, old: str, new: str) -> None:
    aws.client("s3").put_object(Bucket=BUCKET, Key="q/x", Body=b"content")
    good = link(aws, "q/x")
    assert old in good
    refused(http.request("GET", good.replace(old, new, 1)))


def test_a_link_to_read_does_not_write(aws: LocalCloud) -> None:
    assert refused(http.request("PUT", link(aws, "q/x"), body=b"x")) == "SignatureDoesNotMatch"


def test_browsers_are_answered_by_the_buckets_own_rules(aws: LocalCloud, post: Post) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    good = http.request("OPTIONS", post.url, headers={**asked, "Origin": aws.public_url})
    assert good.status == 200
    assert good.headers["Access-Control-Allow-Origin"] == aws.public_url
    assert good.headers["Access-Control-Allow-Headers"] == "content-type"
    foreign = http.request("OPTIONS", post.url, headers={**asked, "Origin": "https://evil.example"})
    assert refused(foreign) == "AccessForbidden"
    other = {**asked, "Access-Control-Request-Method": "DELETE", "Origin": aws.public_url}
    assert refused(http.request("OPTIONS", post.url, headers=other)) == "AccessForbidden"
