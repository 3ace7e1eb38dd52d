"""Scans read by Amazon Textract: the fields of a form on one page. A PDF of several pages it reads only by a longer way, so
nothing is read of those.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.tables import FoundValue

MOST_VALUES, LONGEST = 200, 500
LEAST_SURE = 60.0  # percent: below it, typing is less work than mending
_UNREADABLE = frozenset(
    {
        "UnsupportedDocumentException",
        "BadDocumentException",
        "DocumentTooLargeException",
        "InvalidParameterException",
        "InvalidS3ObjectException",
    }
)
Block = Mapping[str, Any]


def textract_client() -> Any:
    """Return a client that answers within the time of one delivery."""
    config = Config(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=3, read_timeout=20)
    return boto3.client("textract", config=config)


class TextractReader:
    """The `Reader` of scans in one bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(self, key: str, version_id: str) -> tuple[FoundValue, ...]:
        """Return the fields of a pinned version with their values; none where it cannot be read."""
        place = {"Bucket": self._bucket, "Name": key, "Version": version_id}
        try:
            answer = self._client.analyze_document(Document={"S3Object": place}, FeatureTypes=["FORMS"])
        except ClientError as error:
            if error.response["Error"]["Code"] in _UNREADABLE:
                return ()
            raise UnavailableError(f"Textract refused: {error.response['Error']['Code']}.") from error
        except BotoCoreError as error:
            raise UnavailableError("Textract does not answer.") from error
        return tuple(_fields(answer.get("Blocks") or ()))[:MOST_VALUES]


def _fields(blocks: Any) -> Iterator[FoundValue]:
    known = {block["Id"]: block for block in blocks}
    for block in blocks:
        if block.get("BlockType") != "KEY_VALUE_SET" or "KEY" not in block.get("EntityTypes", ()):
            continue
        if float(block.get("Confidence", 0)) < LEAST_SURE:
            continue
        name = _words(block, known)
        value = " ".join(_words(known[each], known) for each in _related(block, "VALUE") if each in known)
        if name and value:
            yield FoundValue(
                name=name[:LONGEST], value=value[:LONGEST], label=name[:LONGEST], page=block.get("Page", 1)
            )


def _words(block: Block, known: Mapping[str, Block]) -> str:
    """Return what is written in a block; a tick counts as yes or no."""
    words = []
    for each in _related(block, "CHILD"):
        child = known.get(each, {})
        if child.get("BlockType") == "SELECTION_ELEMENT":
            words.append("Yes" if child.get("SelectionStatus") == "SELECTED" else "No")
        elif child.get("Text"):
            words.append(str(child["Text"]))
    return " ".join(words).strip()


def _related(block: Block, kind: str) -> Iterator[str]:
    for relation in block.get("Relationships") or ():
        if relation.get("Type") == kind:
            yield from relation.get("Ids") or ()
