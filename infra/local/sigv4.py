"""Checks AWS Signature Version 4 on what a browser sends: presigned URLs and POST policies.

Both windows are wall time: S3 knows no other.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

LONGEST_EXPIRY = 7 * 24 * 3600


class RefusedError(Exception):
    """S3 refuses the request: an HTTP status, S3's code and a sentence."""

    def __init__(self, status: int, code: str, message: str, **extra: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.extra = status, code, message, extra


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The one key pair of the local account."""

    access_key: str
    secret_key: str
    region: str


def signature(credentials: Credentials, *, date: str, service: str, text: str) -> str:
    """Sign a string: hexadecimal HMAC-SHA256 with the key derived for day, region and service."""
    key = f"AWS4{credentials.secret_key}".encode()
    for part in (date, credentials.region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def check_scope(credentials: Credentials, credential: str, *, day: str) -> None:
    """Refuse a credential that is not ours, or is scoped to another day, region or service."""
    access_key, *scope = credential.split("/")
    if access_key != credentials.access_key:
        raise RefusedError(
            403,
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
            AWSAccessKeyId=access_key,
        )
    if scope != [day, credentials.region, "s3", "aws4_request"]:
        raise RefusedError(
            400, "AuthorizationQueryParametersError", f"The credential scope {credential} is wrong."
        )


def moment(text: str) -> datetime:
    """Read `20261121T090000Z`."""
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise RefusedError(
            403, "AccessDenied", f"X-Amz-Date {text} must be like 20261121T090000Z."
        ) from error


def check_presigned(
    credentials: Credentials,
    *,
    method: str,
    path: str,
    query: dict[str, str],
    headers: dict[str, str],
    now: datetime,
) -> None:
    """Refuse a presigned URL that is expired, not yet valid, not ours, or altered.

    Parameters
    ----------
    path
        The path as it was sent, percent-encoded.
    query, headers
        Decoded query parameters; headers with lower-case names.
    now
        Wall time, in UTC.
    """
    if query.get("X-Amz-Algorithm") != "AWS4-HMAC-SHA256":
        raise RefusedError(
            400, "AuthorizationQueryParametersError", 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'
        )
    signed_at = moment(query.get("X-Amz-Date", ""))
    check_scope(credentials, query.get("X-Amz-Credential", ""), day=f"{signed_at:%Y%m%d}")
    _check_window(signed_at, query.get("X-Amz-Expires", ""), now)
    canonical = _canonical(method, path, query, headers)
    text = "\n".join(
        (
            "AWS4-HMAC-SHA256",
            f"{signed_at:%Y%m%dT%H%M%SZ}",
            f"{signed_at:%Y%m%d}/{credentials.region}/s3/aws4_request",
            hashlib.sha256(canonical.encode()).hexdigest(),
        )
    )
    ours = signature(credentials, date=f"{signed_at:%Y%m%d}", service="s3", text=text)
    check_signature(ours, query.get("X-Amz-Signature", ""))


def _canonical(method: str, path: str, query: dict[str, str], headers: dict[str, str]) -> str:
    """Return the request as AWS writes it before it is signed: everything but the signature, and only signed headers."""
    names = query.get("X-Amz-SignedHeaders", "").split(";")
    asked = (
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(query.items())
        if name != "X-Amz-Signature"
    )
    said = (f"{name}:{' '.join(headers.get(name, '').split())}" for name in names)
    return "\n".join((method, path, "&".join(asked), *said, "", ";".join(names), "UNSIGNED-PAYLOAD"))


def check_signature(ours: str, theirs: str) -> None:
    """Refuse a signature that is not ours."""
    if not hmac.compare_digest(ours.encode(), theirs.encode()):
        raise RefusedError(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. "
            "Check your key and signing method.",
        )


def _check_window(signed_at: datetime, expires: str, now: datetime) -> None:
    if not expires.isdecimal() or int(expires) > LONGEST_EXPIRY:
        raise RefusedError(
            400, "AuthorizationQueryParametersError", "X-Amz-Expires must be between 0 and 604800 seconds."
        )
    if now < signed_at - timedelta(minutes=15):
        raise RefusedError(403, "AccessDenied", "Request is not valid yet")
    if now > signed_at + timedelta(seconds=int(expires)):
        raise RefusedError(403, "AccessDenied", "Request has expired", Expires=str(expires))
