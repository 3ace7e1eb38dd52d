"""Reads a multipart form as S3 does: fields in order, the file last, `${filename}` filled in everywhere."""

from __future__ import annotations

from pathlib import PurePosixPath

from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder

from infra.local.post_policy import Form
from infra.local.sigv4 import RefusedError

LARGEST_FIELDS = 20 * 1024


def read(bucket: str, content_type: str, body: bytes) -> Form:
    """Read a posted form; what comes after the file is ignored, as S3 ignores it.

    Raises
    ------
    RefusedError
        The form cannot be read, has no file, or its fields are over 20 KB.
    """
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    fields: dict[str, str] = {}
    size = 0
    for name, filename, content in _parts(boundary, body):
        if name == "file":
            base = PurePosixPath(filename.replace("\\", "/")).name
            filled = {key: value.replace("${filename}", base) for key, value in fields.items()}
            return Form(bucket=bucket, fields=filled, content=content)
        size += len(name) + len(content)
        if size > LARGEST_FIELDS:
            raise RefusedError(
                400,
                "MaxPostPreDataLengthExceeded",
                "Your POST request fields preceding the upload file were too large.",
            )
        if name in fields:
            raise RefusedError(400, "InvalidArgument", f"POST requires exactly one field named {name}.")
        fields[name] = content.decode("utf-8", "replace")
    raise RefusedError(400, "InvalidArgument", "POST requires exactly one file upload per request.")


def _parts(boundary: str, body: bytes) -> list[tuple[str, str, bytes]]:
    parts: list[tuple[str, str, bytes]] = []
    content = b""
    try:
        decoder = MultipartDecoder(boundary.encode("latin-1"))
        decoder.receive_data(body)
        decoder.receive_data(None)
        while not isinstance(event := decoder.next_event(), Epilogue):
            if isinstance(event, Field | File):
                filename = event.filename or "" if isinstance(event, File) else ""
                if event.name is None:
                    raise ValueError("a part without a name")
                parts.append((event.name.lower(), filename, b""))
                content = b""
            elif isinstance(event, Data):
                content += event.data
                parts[-1] = (*parts[-1][:2], content)
    except (ValueError, HTTPException) as error:
        raise RefusedError(
            400,
            "MalformedPOSTRequest",
            "The body of your POST request is not well-formed multipart/form-data.",
        ) from error
    return parts
