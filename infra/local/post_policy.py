"""Judges a browser's POST to a bucket by its policy, as S3 does.

Order of judgement: form complete, signature, expiry, every condition, no field that no condition covers, size.
Sources: "Creating a POST policy" and "Authenticating requests in browser-based uploads using POST" of the S3 API.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.local.sigv4 import Credentials, RefusedError, check_scope, check_signature, moment, signature

FREE_FIELDS = {"policy", "file", "x-amz-signature", "awsaccesskeyid", "signature"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A posted form: fields with lower-case names and `${filename}` filled in; the file came last."""

    bucket: str
    fields: dict[str, str]
    content: bytes


def judge(form: Form, credentials: Credentials, *, now: datetime) -> None:
    """Refuse a form that its own signed policy does not allow.

    Parameters
    ----------
    now
        Wall time, in UTC.

    Raises
    ------
    RefusedError
        With S3's status, code and sentence.
    """
    fields = form.fields
    for name in ("key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"):
        if name not in fields:
            raise _malformed(name)
    if fields["x-amz-algorithm"] != "AWS4-HMAC-SHA256":
        raise RefusedError(400, "InvalidRequest", "X-Amz-Algorithm only supports AWS4-HMAC-SHA256.")
    day = f"{moment(fields['x-amz-date']):%Y%m%d}"
    check_scope(credentials, fields["x-amz-credential"], day=day)
    ours = signature(credentials, date=day, service="s3", text=fields["policy"])
    check_signature(ours, fields["x-amz-signature"])
    policy = _read(fields["policy"])
    if now >= _expiration(policy):
        raise _denied("Policy expired.")
    _check_conditions(form, policy["conditions"])


def _malformed(name: str) -> RefusedError:
    return RefusedError(
        400,
        "InvalidArgument",
        f"Bucket POST must contain a field named '{name}'.  If it is specified, check the order of the fields.",
        ArgumentName=name,
        ArgumentValue="",
    )


def _denied(why: str) -> RefusedError:
    return RefusedError(403, "AccessDenied", f"Invalid according to Policy: {why}")


def _invalid_policy(why: str) -> RefusedError:
    return RefusedError(400, "InvalidPolicyDocument", f"Invalid Policy: {why}")


def _read(policy: str) -> dict[str, Any]:
    try:
        document = json.loads(base64.b64decode(policy, validate=True))
    except (ValueError, binascii.Error) as error:
        raise _invalid_policy("Invalid JSON.") from error
    if not isinstance(document, dict) or not isinstance(document.get("conditions"), list):
        raise _invalid_policy("Policy missing conditions.")
    return document


def _expiration(policy: dict[str, Any]) -> datetime:
    try:
        expiration = datetime.fromisoformat(str(policy["expiration"]))
    except (KeyError, ValueError) as error:
        raise _invalid_policy("Invalid 'expiration' value.") from error
    if expiration.tzinfo is None:
        raise _invalid_policy("Invalid 'expiration' value.")
    return expiration


def _check_conditions(form: Form, conditions: list[Any]) -> None:
    covered = set(FREE_FIELDS)
    values = {**form.fields, "bucket": form.bucket}
    if form.fields.get("bucket", form.bucket) != form.bucket:
        raise _denied("Bucket of the form is not the one it was sent to.")
    for condition in conditions:
        kind, name, value = _parts(condition)
        if kind == "content-length-range":
            _check_size(len(form.content), int(condition[1]), int(condition[2]))
            continue
        covered.add(name)
        actual = values.get(name)  # a field that did not come meets no condition, not even an empty prefix
        if actual is None or not (actual == value if kind == "eq" else _starts(name, actual, value)):
            raise _denied(f"Policy Condition failed: {json.dumps(condition)}")
    extra = sorted(name for name in form.fields if name not in covered and not name.startswith("x-ignore-"))
    if extra:
        raise _denied(f"Extra input fields: {', '.join(extra)}")


def _parts(condition: Any) -> tuple[str, str, str]:
    if isinstance(condition, dict) and len(condition) == 1:
        name, value = next(iter(condition.items()))
        return "eq", str(name).lower(), str(value)
    if isinstance(condition, list) and len(condition) == 3:
        kind = str(condition[0]).lower()
        if kind == "content-length-range":
            return kind, "", ""
        if kind in ("eq", "starts-with") and str(condition[1]).startswith("$"):
            return kind, str(condition[1])[1:].lower(), str(condition[2])
    raise _invalid_policy(f"Invalid condition {json.dumps(condition)}.")


def _starts(name: str, actual: str, prefix: str) -> bool:
    if name == "content-type":  # a comma-separated list must match in each part
        return all(part.strip().startswith(prefix) for part in actual.split(","))
    return actual.startswith(prefix)


def _check_size(size: int, least: int, most: int) -> None:
    if size > most:
        raise RefusedError(
            400,
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed size",
            ProposedSize=str(size),
            MaxSizeAllowed=str(most),
        )
    if size < least:
        raise RefusedError(
            400,
            "EntityTooSmall",
            "Your proposed upload is smaller than the minimum allowed size",
            ProposedSize=str(size),
            MinSizeAllowed=str(least),
        )
