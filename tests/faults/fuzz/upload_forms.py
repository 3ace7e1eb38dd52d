"""Upload forms, as the product signs them, changed in every way: the strict evaluator refuses each of them.

What the policy leaves open may change, and is only this: the file's name (`x-amz-meta-name`), its bytes, and fields
called `x-ignore-…`; names of fields have no case. A change that leaves the form's meaning as it was is no change.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import boto3
import urllib3
from botocore.config import Config
from urllib3.fields import RequestField

from chalicelib.adapters.s3 import FORM_SECONDS, LEEWAY, S3DocumentStore
from chalicelib.domain.playbook import ColumnRule, TableRule
from chalicelib.domain.tables import written
from infra.local.post_form import read
from infra.local.post_policy import Form, judge
from infra.local.sigv4 import Credentials, RefusedError, signature
from tests.faults.fuzz.bits import bits, flipped, flipped_text
from tests.faults.fuzz.target import Attempt, Target

BUCKET, OTHER = "golive-documents", "golive-documents-of-somebody-else"
KEY = "q/onb-aaaaaaaaaaaaaaaa/registration/" + "d" * 32
LIMIT = 100
OURS = Credentials(access_key="local", secret_key="local-secret", region="eu-central-1")
_BOUNDARY = "a-boundary-of-the-browser"
_OPEN = "x-amz-meta-name"
_EXTRA = (
    ("acl", "public-read"), ("x-amz-acl", "public-read"), ("tagging", "<Tagging/>"), ("cache-control", "no-store"),
    ("x-amz-storage-class", "GLACIER"), ("x-amz-meta-owner", "me"), ("content-encoding", "gzip"), ("expires", "0"),
    ("x-amz-website-redirect-location", "https://evil.example"), ("content-disposition", "inline"),
    ("x-amz-server-side-encryption", "AES256"), ("x-amz-security-token", "t"), ("submit", "Upload"), ("bucket", OTHER),
    ("success_action_status", "200"), ("x-amz-grant-read", "uri=all"), ("x-amz-checksum-sha256", "AAAA"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form on its way: what stands before the file and after it, where it goes to, and when."""

    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...] = ()
    content: bytes = b"%PDF-1.7"
    bucket: str = BUCKET
    later: timedelta = timedelta()

    @property
    def body(self) -> bytes:
        """Return the body as a browser writes it."""
        fields = [RequestField.from_tuples(name, value) for name, value in self.before]
        fields.append(RequestField.from_tuples("file", ("plan.pdf", self.content, "application/pdf")))
        fields += [RequestField.from_tuples(name, value) for name, value in self.after]
        return urllib3.encode_multipart_formdata(fields, boundary=_BOUNDARY)[0]


@cache
def signed() -> tuple[Sent, datetime]:
    """Return the form as the product hands it out, and the wall time of its signature (UTC)."""
    client = boto3.client(
        "s3",
        region_name=OURS.region,
        aws_access_key_id=OURS.access_key,
        aws_secret_access_key=OURS.secret_key,
        config=Config(signature_version="s3v4"),
    )
    form = S3DocumentStore(client, BUCKET).presigned_post(
        KEY,
        max_bytes=LIMIT // LEEWAY,
        contact="contact-1",
        epoch=1,
        expects=written(
            TableRule(columns=(ColumnRule(name="Name"), ColumnRule(name="Seats", type="number")))
        ),
        redirect="http://127.0.0.1:8000/portal/tasks/registration/uploaded",
    )
    at = datetime.strptime(form.fields["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Sent(before=tuple(form.fields.items())), at


def changes() -> list[list[Any]]:
    """Return every change of a field, of the policy, of size, time and bucket, each as [kind, ...]."""
    names = [name for name, _ in signed()[0].before]
    found: list[list[Any]] = [["drop", name] for name in names]
    found += [["double", name] for name in names] + [["after the file", name] for name in names]
    found += [["extra", *field] for field in _EXTRA]
    found += [["policy", what] for what in _POLICIES] + [["signed by another", what] for what in _POLICIES]
    found += [["later", seconds] for seconds in (FORM_SECONDS, FORM_SECONDS + 1, 10**6)]
    found += [["size", LIMIT + more] for more in (1, 2, 100, 10**6)] + [["bucket", OTHER], ["bucket", ""]]
    return found + [["name", name, bit] for name in names for bit in bits(name)]


def bits_of_it() -> list[list[Any]]:
    """Return every bit of every value and of the body, and every place at which the body may be cut off."""
    found: list[list[Any]] = [
        ["value", name, bit] for name, value in signed()[0].before for bit in bits(value)
    ]
    found += [["cut", at] for at in range(len(signed()[0].body) - len(signed()[0].content) - 60)]
    return found + [["body", bit] for bit in bits(signed()[0].body)]


@contextmanager
def world() -> Iterator[Attempt]:
    """Yield what sends one changed form; the unchanged one is taken."""
    form, at = signed()
    good = _judged(form.body, form, at)
    assert good.fields["key"] == KEY
    yield lambda tried: _try(good, form, at, *tried)


def _try(good: Form, form: Sent, at: datetime, kind: str, *what: Any) -> None:
    if kind in {"body", "cut"}:
        body = flipped(form.body, what[0]) if kind == "body" else form.body[: what[0]]
        sent = form
    else:
        sent = _changed(form, kind, *what)
        body = sent.body
    taken, status = _taken(body, sent, at)
    if taken is None:
        assert 400 <= status < 500, f"refused with {status}"
        return
    assert _meant(taken) == _meant(good), f"another form is taken: {taken}"
    assert len(taken.content) <= LIMIT, "more bytes are taken than the form allows"
    assert kind == "body" or _open(kind, *what), "a changed form is taken"


def _taken(body: bytes, sent: Sent, at: datetime) -> tuple[Form | None, int]:
    try:
        return _judged(body, sent, at), 204
    except RefusedError as refusal:
        return None, refusal.status


def _judged(body: bytes, sent: Sent, at: datetime) -> Form:
    form = read(sent.bucket, f"multipart/form-data; boundary={_BOUNDARY}", body)
    judge(form, OURS, now=at + sent.later)
    return form


def _meant(form: Form) -> dict[str, str]:
    free = {name for name in form.fields if name == _OPEN or name.startswith("x-ignore-")}
    return {"": form.bucket} | {name: text for name, text in form.fields.items() if name not in free}


def _open(kind: str, *what: Any) -> bool:
    """Say whether a change touches only what the policy leaves open."""
    return (kind == "value" and what[0].lower() == _OPEN) or (
        kind == "name" and flipped_text(what[0], what[1]).lower() == what[0].lower()
    )


def _changed(form: Sent, kind: str, *what: Any) -> Sent:
    fields = list(form.before)
    at = next((n for n, (name, _) in enumerate(fields) if what and name == what[0]), 0)
    match kind:
        case "drop":
            del fields[at]
        case "double":
            fields.append(fields[at])
        case "after the file":
            return replace(form, before=tuple(fields[:at] + fields[at + 1 :]), after=(fields[at],))
        case "value":
            fields[at] = (fields[at][0], flipped_text(fields[at][1], what[1]))
        case "name":
            fields[at] = (flipped_text(fields[at][0], what[1]), fields[at][1])
        case "extra":
            fields.append((what[0], what[1]))
        case "policy" | "signed by another":
            return replace(form, before=_with_policy(dict(fields), what[0], sign=kind != "policy"))
        case "later":
            return replace(form, later=timedelta(seconds=what[0]))
        case "size":
            return replace(form, content=b"x" * what[0])
        case "bucket":
            return replace(form, bucket=what[0])
    return replace(form, before=tuple(fields))


_POLICIES: dict[str, Any] = {
    "expires later": lambda p: p | {"expiration": "2099-01-01T00:00:00Z"},
    "never expires": lambda p: {name: value for name, value in p.items() if name != "expiration"},
    "no conditions": lambda p: p | {"conditions": []},
    "no list of conditions": lambda p: p | {"conditions": {}},
    "other key": lambda p: _with_condition(p, "key", {"key": KEY.replace("d", "e")}),
    "any key": lambda p: _with_condition(p, "key", ["starts-with", "$key", ""]),
    "other bucket": lambda p: _with_condition(p, "bucket", {"bucket": OTHER}),
    "any size": lambda p: (
        p
        | {
            "conditions": [c for c in p["conditions"] if "content-length-range" not in c]
            + [["content-length-range", 0, 10**9]]
        }
    ),
    "no object": lambda p: [p],
}


def _with_condition(policy: dict[str, Any], name: str, condition: Any) -> dict[str, Any]:
    others = [c for c in policy["conditions"] if not (isinstance(c, dict) and name in c)]
    return policy | {"conditions": [*others, condition]}


def _with_policy(fields: dict[str, str], what: str, *, sign: bool) -> tuple[tuple[str, str], ...]:
    policy = _POLICIES[what](json.loads(base64.b64decode(fields["policy"])))
    text = base64.b64encode(json.dumps(policy).encode()).decode()
    fields["policy"] = text
    if sign:
        theirs = replace(OURS, secret_key="somebody-else's")
        day = fields["x-amz-date"][:8]
        fields["x-amz-signature"] = signature(theirs, date=day, service="s3", text=text)
    return tuple(fields.items())


TARGETS = (
    Target(name="upload-forms", world=world, every=changes),
    Target(name="upload-form-bits", world=world, every=bits_of_it, most=60),
)
