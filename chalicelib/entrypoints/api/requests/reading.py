"""Reads the bodies that the JSON API is sent; what cannot be used is told field by field."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from chalicelib.entrypoints.api.requests.commands import BODY, MODELS
from chalicelib.entrypoints.problems import ProblemError

_Model = TypeVar("_Model", bound=BaseModel)
_Item = Mapping[str, Any]  # one thing that is wrong, as pydantic tells it


def read(model: type[_Model], raw: bytes | str) -> _Model:
    """Read a body; a refused value is quoted, so that its sender finds it.

    Raises
    ------
    ProblemError
        400 when it is not JSON, 422 when a field cannot be used; every wrong field and value is named.
    """
    try:
        return TypeAdapter(model).validate_json(raw)
    except ValidationError as error:
        raise _refusal(error, what="This", send="one JSON object", wrong=_wrong) from error


def read_command(raw: bytes | str) -> BaseModel:
    """Read the body of a command. Its values may be personal: none is quoted.

    Raises
    ------
    ProblemError
        400 when it is not JSON, 422 when it is not a command; every wrong field is named.
    """
    try:
        return BODY.validate_json(raw)
    except ValidationError as error:
        send = "one command as a JSON object"
        raise _refusal(error, what="The command", send=send, wrong=_wrong_command) from error


def _refusal(
    error: ValidationError, *, what: str, send: str, wrong: Callable[[_Item], tuple[str, str]]
) -> ProblemError:
    """Return what is said of a body that cannot be used; `wrong` names the field of an item, and tells it in a sentence."""
    items = error.errors(include_url=False, include_context=False)
    if items[0]["type"] == "json_invalid":
        return ProblemError(400, "not-json", f"The body is not JSON. Send {send}.")
    told = [wrong(item) for item in items]
    return ProblemError(
        422,
        "invalid",
        f"{what} cannot be used: " + "; ".join(message for _, message in told) + ".",
        errors=[{"field": field, "message": message} for field, message in told],
    )


def _wrong(item: _Item) -> tuple[str, str]:
    field = ".".join(map(str, item["loc"])) or "the body"
    match item["type"]:
        case "missing":
            return field, f"{field} is missing"
        case "extra_forbidden":
            return field, f"{field} is not a field here"
    value = item["input"]
    quoted = f"'{value[:200]}': " if isinstance(value, str) else ""
    return field, f"{field}: {quoted}{_said(item)}"


def _wrong_command(item: _Item) -> tuple[str, str]:
    steps = [str(step) for step in item["loc"]]
    field = ".".join(steps[1:] if steps and steps[0] in MODELS else steps) or "type"
    match item["type"]:
        case "union_tag_invalid" | "union_tag_not_found":
            return field, f"type must be one of {', '.join(MODELS)}"
        case "missing":
            return field, f"{field} is missing"
        case "extra_forbidden":
            return field, f"{field} is not a field of this command"
    return field, f"{field}: {_said(item)}"


def _said(item: _Item) -> str:
    """Return what pydantic says of an item, so that it goes on in a sentence."""
    said: str = item["msg"]
    return said[0].lower() + said[1:]
