"""The three that must agree: the light table, the local cloud's strict moto, and a second emulator (MiniStack)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from pprint import pformat
from typing import Any, Protocol

from boto3.dynamodb.types import TypeSerializer
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError

from infra import template
from tests.faults.cloud.refused import Refused
from tests.faults.cloud.table import Table

TABLE = "golive-local"
RESOURCES = Path(__file__).parents[4] / "infra/resources.yaml"
DEFINITION: dict[str, Any] = template.load(RESOURCES)["Resources"]["Table"]["Properties"]
_UNASKED = {"ResponseMetadata", "ConsumedCapacity", "ItemCollectionMetrics"}  # moto tells without being asked
wire = TypeSerializer().serialize


@dataclass(frozen=True, slots=True)
class No:
    """A refusal: its code, and the code of each action's reason where it was a transaction."""

    code: str
    reasons: tuple[str, ...] = ()


INVALID = No("ValidationException")
UNMET = No("ConditionalCheckFailedException")


def told_apart(text: str, *given: Mapping[str, Any]) -> str:
    """Return the name of a case: the same in every process, whatever order its sets have there."""
    laid_out = (
        pformat(dict(each), width=1) for each in given
    )  # pprint sorts a set only where it breaks lines
    return " ".join([text, *(" ".join(each.split()) for each in laid_out)])


def cancelled(*reasons: str) -> No:
    """Return the refusal of a transaction."""
    return No("TransactionCanceledException", reasons)


class Door(Protocol):
    """A way to a table."""

    name: str

    def call(self, operation: str, request: Mapping[str, Any]) -> Any:
        """Answer a request, or return a `No`."""


class Light:
    """The light table."""

    name = "light"

    def __init__(self) -> None:
        self._table = Table(TABLE, DEFINITION)

    def call(self, operation: str, request: Mapping[str, Any]) -> Any:
        """Answer a request, or return a `No`."""
        try:
            return plain(self._table.call(operation, dict(request)))
        except Refused as refused:
            return _no(refused.code, refused.extra)


class Emulator:
    """A table behind a botocore client."""

    def __init__(self, name: str, client: Any) -> None:
        self.name, self._client = name, client

    def call(self, operation: str, request: Mapping[str, Any]) -> Any:
        """Answer a request, or return a `No`."""
        try:
            answer = getattr(self._client, xform_name(operation))(**request)
        except ClientError as error:
            return _no(error.response["Error"]["Code"], error.response)
        except ParamValidationError:  # botocore itself: the light table stands in its place, too
            return INVALID
        return plain({name: value for name, value in answer.items() if name not in _UNASKED})


def _no(code: str, response: Mapping[str, Any]) -> No:
    return No(code, tuple(reason["Code"] for reason in response.get("CancellationReasons", ())))


def plain(value: Any) -> Any:
    """Return an answer with its sets in order: DynamoDB promises none."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: sorted(inner) if name in {"SS", "NS", "BS"} else plain(inner) for name, inner in value.items()
    }


def item(sk: str, *, pk: str = "PK", **attributes: Any) -> dict[str, Any]:
    """Return an item of plain values as it goes over the wire; ``PK`` stands for each run's own partition."""
    return {name: wire(value) for name, value in {"pk": pk, "sk": sk, **attributes}.items()}


def key(sk: str) -> dict[str, Any]:
    """Return a key as it goes over the wire."""
    return item(sk)


def values(**given: Any) -> dict[str, Any]:
    """Return ExpressionAttributeValues of plain values."""
    return {f":{name}": wire(value) for name, value in given.items()}


def told(value: Any, old: str, new: str) -> Any:
    """Return a request or an answer with one partition's name in place of another's."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list | tuple):
        return [told(one, old, new) for one in value]
    if isinstance(value, dict):
        return {name: told(inner, old, new) for name, inner in value.items()}
    return value
