"""Documents in S3: pinned versions are read and served; browsers upload by signed forms.

Signatures follow the wall clock: the store checks them by its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.application.documents import GoneError, Held, UploadForm, day_of, display_name
from chalicelib.domain.errors import UnavailableError

FORM_SECONDS = 3600
MAX_LINK_SECONDS = 300
LEEWAY = 4  # a form takes this many times the limit: intake says "too large" in words, S3 would in XML
BINARY = "application/octet-stream"
GONE = frozenset({"404", "NoSuchKey", "NoSuchVersion", "MethodNotAllowed", "405"})


def s3_client() -> Any:
    """Return a client that signs as forms and links need it."""
    return boto3.client(
        "s3",
        config=Config(
            signature_version="s3v4",
            s3={"us_east_1_regional_endpoint": "regional"},
            retries={"mode": "standard", "total_max_attempts": 3},
            connect_timeout=3,
            read_timeout=20,
        ),
    )


class S3DocumentStore:
    """The `DocumentStore` in one versioned bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def head(self, key: str, version_id: str | None = None) -> Held:
        """Return what is held under a key; without a version, the newest one (to pin it)."""
        pinned = {"VersionId": version_id} if version_id else {}
        with _translated(key):
            found = self._client.head_object(Bucket=self._bucket, Key=key, **pinned)
        return Held(
            key=key,
            version_id=found.get("VersionId") or version_id or "null",
            name=display_name(found["Metadata"].get("name")),
            size=found["ContentLength"],
            contact=found["Metadata"].get("contact"),
            epoch=_number(found["Metadata"].get("epoch", "")),
            expects=found["Metadata"].get("expects", ""),
            replaces=found["Metadata"].get("replaces"),
            dated=day_of(found["Metadata"].get("date", "")),
        )

    def read(self, held: Held, *, limit: int) -> bytes:
        """Return the bytes of a pinned version, `limit` bytes at most."""
        with _translated(held.key):
            got = self._client.get_object(Bucket=self._bucket, Key=held.key, VersionId=held.version_id)
            with got["Body"] as body:
                data: bytes = body.read(limit)
        return data

    def presigned_post(
        self,
        key: str,
        *,
        max_bytes: int,
        contact: str,
        epoch: int,
        redirect: str | None = None,
        name: str | None = None,
        expects: str = "",
        replaces: str | None = None,
        dated: str | None = None,
    ) -> UploadForm:
        """Return a form for one upload to exactly this key, good for 60 minutes of wall time.

        What is asked of the file is kept with it, as its metadata; `DocumentStore` tells of each.
        """
        kept = {
            "contact": contact,
            "epoch": str(epoch),
            "expects": expects,
            "replaces": replaces,
            "date": dated,
        }
        exact = {
            "Content-Type": BINARY,
            **{f"x-amz-meta-{field}": value for field, value in kept.items() if value},
            **({"success_action_redirect": redirect} if redirect else {"success_action_status": "201"}),
        }
        signed = self._client.generate_presigned_post(
            self._bucket,
            key,
            Fields={**exact, "x-amz-meta-name": name or "${filename}"},
            Conditions=[
                *({field: value} for field, value in exact.items()),
                # S3 fills ${filename} in before it looks at the policy, so the value cannot be fixed here
                ["starts-with", "$x-amz-meta-name", ""],
                *([["starts-with", "$x-amz-meta-date", ""]] if dated == "" else []),
                ["content-length-range", 0, LEEWAY * max_bytes],
            ],
            ExpiresIn=FORM_SECONDS,
        )
        return UploadForm(url=signed["url"], fields=signed["fields"])

    def presigned_get(self, key: str, version_id: str, *, name: str, seconds: int = MAX_LINK_SECONDS) -> str:
        """Return an address that downloads a pinned version as an attachment, for at most 300 seconds."""
        link: str = self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "VersionId": version_id,
                "ResponseContentDisposition": attachment(name),
                "ResponseContentType": BINARY,
            },
            ExpiresIn=min(seconds, MAX_LINK_SECONDS),
        )
        return link


def attachment(name: str) -> str:
    """Return the Content-Disposition (RFC 6266) that saves a download under a name."""
    shown = display_name(name)
    plain = "".join(c if c.isascii() and c not in '"\\%;' else "_" for c in shown)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            raise GoneError(f"There is no such version of {key}.") from error
        raise UnavailableError(
            f"The document store refused {key}: {error.response['Error']['Code']}."
        ) from error
    except BotoCoreError as error:
        raise UnavailableError(f"The document store does not answer for {key}.") from error
