"""Stands before moto's S3 and refuses what S3 refuses: anonymous reads, expired links, forms outside their policy."""

from __future__ import annotations

import base64
import itertools
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlencode, urlsplit
from xml.sax.saxutils import escape

from moto.s3 import notifications
from moto.s3.models import s3_backends
from moto.s3.utils import metadata_from_headers

from infra.local import cors, post_form
from infra.local.http_server import Environ, StartResponse, WSGIApp
from infra.local.post_policy import Form, judge
from infra.local.sigv4 import Credentials, RefusedError, check_presigned

ACCOUNT = "123456789012"
_storing = threading.Lock()
_sequence = itertools.count(1)

Answer = tuple[int, dict[str, str], bytes]
REASONS = {
    200: "OK",
    201: "Created",
    204: "No Content",
    303: "See Other",
    400: "Bad Request",
    403: "Forbidden",
}


class Front:
    """A WSGI app before moto's: judges unsigned requests, hands everything else on."""

    def __init__(self, moto: WSGIApp, credentials: Credentials) -> None:
        self._moto, self._credentials = moto, credentials

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_AUTHORIZATION"):
            return self._moto(environ, start_response)
        bucket = environ["RAW_URI"].partition("?")[0].lstrip("/").partition("/")[0]
        allowed = cors.headers_for(_bucket(bucket), environ)
        try:
            answer = self._judge(environ, bucket, allowed)
        except RefusedError as refused:
            answer = refusal(refused, resource=environ["PATH_INFO"])
        if answer is None:
            return self._moto(environ, start_response)
        status, headers, body = answer
        start_response(f"{status} {REASONS.get(status, '')}", list({**allowed, **headers}.items()))
        return [body]

    def _judge(self, environ: Environ, bucket: str, allowed: dict[str, str]) -> Answer | None:
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return _preflight(allowed)
        now = datetime.now(UTC)
        if environ["REQUEST_METHOD"] == "POST" and environ["CONTENT_TYPE"].startswith("multipart/form-data"):
            form = post_form.read(bucket, environ["CONTENT_TYPE"], environ["golive.body"])
            judge(form, self._credentials, now=now)
            return _store(form)
        query = dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True))
        if "X-Amz-Signature" not in query:
            raise RefusedError(403, "AccessDenied", "Access Denied")
        check_presigned(
            self._credentials,
            method=environ["REQUEST_METHOD"],
            path=environ["RAW_URI"].partition("?")[0],
            query=query,
            headers={name.lower(): value for name, value in environ["golive.headers"]},
            now=now,
        )
        return None


def _bucket(name: str) -> Any:
    return s3_backends[ACCOUNT]["aws"].buckets.get(unquote(name))


def _preflight(allowed: dict[str, str]) -> Answer:
    if not allowed:
        raise RefusedError(
            403,
            "AccessForbidden",
            "CORSResponse: This CORS request is not allowed by the bucket's CORS rules.",
        )
    return 200, allowed, b""


def refusal(refused: RefusedError, *, resource: str) -> Answer:
    """Write a refusal as S3 does: XML."""
    parts = {"Code": refused.code, "Message": refused.message, **refused.extra, "Resource": resource}
    inner = "".join(f"<{name}>{escape(_printable(value))}</{name}>" for name, value in parts.items())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}<RequestId>LOCAL</RequestId></Error>'
    return refused.status, {"Content-Type": "application/xml"}, body.encode()


def _as_header(value: str) -> str:
    """What a header cannot carry, S3 answers as RFC 2047 words, such as `=?UTF-8?B?w6Q=?=`."""
    if value.isascii() and value.isprintable():
        return value
    return f"=?UTF-8?B?{base64.b64encode(value.encode()).decode()}?="


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text)


def _store(form: Form) -> Answer:
    bucket = _bucket(form.bucket)
    if bucket is None:
        raise RefusedError(404, "NoSuchBucket", "The specified bucket does not exist", BucketName=form.bucket)
    backend = s3_backends[ACCOUNT]["aws"]
    with _storing:
        key = backend.put_object(form.bucket, form.fields["key"], form.content, disable_notification=True)
    metadata = {name: _as_header(value) for name, value in metadata_from_headers(form.fields).items()}
    if "content-type" in form.fields:
        metadata["Content-Type"] = form.fields["content-type"]
    key.set_metadata(metadata)
    notifications.send_event(
        ACCOUNT, notifications.S3NotificationEvent.OBJECT_CREATED_POST_EVENT, bucket, key
    )
    headers = {"ETag": key.etag, "Location": f"/{form.bucket}/{quote(key.name)}"}
    if bucket.is_versioned:
        headers["x-amz-version-id"] = key.version_id
    return _stored(form, key.etag, headers)


def _stored(form: Form, etag: str, headers: dict[str, str]) -> Answer:
    target = form.fields.get("success_action_redirect") or form.fields.get("redirect")
    if target and urlsplit(target).scheme in ("http", "https"):
        told = urlencode({"bucket": form.bucket, "key": form.fields["key"], "etag": etag})
        joint = "&" if urlsplit(target).query else "?"
        return 303, {**headers, "Location": f"{target}{joint}{told}"}, b""
    status = form.fields.get("success_action_status", "204")
    if status == "201":
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>'
            f"<Location>{escape(headers['Location'])}</Location><Bucket>{escape(form.bucket)}</Bucket>"
            f"<Key>{escape(form.fields['key'])}</Key><ETag>{escape(etag)}</ETag></PostResponse>"
        )
        return 201, {**headers, "Content-Type": "application/xml"}, body.encode()
    return (200 if status == "200" else 204), headers, b""


def install() -> None:
    """Let S3's events carry the version and a sequencer, as S3's do for a versioned bucket."""
    plain = notifications._get_s3_event

    def event(event_name: str, bucket: Any, key: Any, notification_id: str) -> dict[str, Any]:
        record: dict[str, Any] = plain(event_name, bucket, key, notification_id)
        told = record["Records"][0]["s3"]["object"]
        told["key"] = quote_plus(key.name, safe="/")
        told["sequencer"] = f"{next(_sequence):016X}"
        if bucket.is_versioned:
            told["versionId"] = key.version_id
        return record

    notifications._get_s3_event = event
