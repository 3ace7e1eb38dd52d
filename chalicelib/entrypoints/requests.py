"""What the JSON API takes: a body per command, made from the domain's own commands, and the parameters of lists.

Every field is the command's; a personal value comes as plain text and is sealed before anything is decided.
"""

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    StrictInt,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from chalicelib.application.forms.answers import EMAIL, check_email, check_name
from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.languages import Language
from chalicelib.domain.onboarding import Status
from chalicelib.domain.people import Directory
from chalicelib.domain.values import Personal
from chalicelib.entrypoints.problems import ProblemError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Perhaps = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


def _refusing(check: Callable[[str], str]) -> AfterValidator:
    """Return the check of a page's field, for a field of a request."""

    def checked(text: str) -> str:
        if wrong := check(text):
            raise PydanticCustomError("refused", "{wrong}", {"wrong": wrong.rstrip(".")})
        return text

    return AfterValidator(checked)


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=254),
    _refusing(check_email),  # whose words are for people; the description of the API shows the expression
    Described(json_schema_extra={"pattern": f"^{EMAIL}$"}),
]
FullName = Annotated[Text, _refusing(check_name)]  # of a person
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

# What the customer does is done by the customer's link, what the world reports by the world: neither is here.
TEAM = (
    c.CompleteTask,
    c.WaiveTask,
    c.ApproveTask,
    c.DeclineTask,
    c.ReviewDocument,
    c.SettlePromise,
    c.AcknowledgeEscalation,
    c.SnoozeEscalation,
    c.ResolveEscalation,
    c.Reassign,
    c.HoldOnboarding,
    c.ReleaseOnboarding,
    c.CancelOnboarding,
    c.InviteContact,
    c.LeaveContact,
    c.SwitchReminders,
    c.SwitchLanguage,
    c.CorrectContact,
    c.RevokeLinks,
    c.RequestOverride,
    c.ApproveOverride,
    c.RetryProvisioning,
    c.ReopenTask,
    c.RequestWaiver,
    c.ApproveWaiver,
    c.BlockTask,
    c.UnblockTask,
    c.SetTarget,
    c.ReopenOnboarding,
    c.AddTask,
    c.DropTask,
    c.MigrateOnboarding,
    c.UndoMigration,
    c.AssignTask,
    c.TakeBackTask,
    c.SetRole,
    c.PassPrimary,
    c.AnswerQuestion,
    c.ProposeTimes,
    c.CancelMeeting,
    c.AskSecretAgain,
)
_PEOPLE = {c.Reassign: ("person",), c.AddTask: ("owner",)}  # named by address or by id
_LONG = frozenset({"help", "statement"})
_CUSTOMERS = {
    c.ApproveTask: {"contact", "seen", "language"},
    c.DeclineTask: {"contact"},
    c.InviteContact: {"invited_by"},
    c.LeaveContact: {"by"},
    c.AssignTask: {"by"},
    c.TakeBackTask: {"by"},
    c.SetRole: {"by"},
    c.PassPrimary: {"by"},
    c.Reassign: {"quietly"},
}


def _plain(hint: Any) -> Any:
    """Return the type that a request uses for a command's field: text in place of references."""
    if hint in {Personal, str}:
        return Text if hint is Personal else Name
    if hint is datetime:
        return AwareDatetime
    if hint is int:
        return StrictInt  # `true` is no number
    if hint == tuple[datetime, ...]:
        return tuple[AwareDatetime, ...]
    if hint == tuple[str, ...]:
        return tuple[Name, ...]
    if get_origin(hint) in {Union, types.UnionType}:
        return Union[tuple(_plain(part) for part in get_args(hint))]  # noqa: UP007 - built from parts
    return hint


def _model(command: type) -> type[BaseModel]:
    hints = get_type_hints(command)
    members: dict[str, Any] = {"type": (Literal[command.__name__], ...)}
    for field in fields(command):
        if field.name not in _CUSTOMERS.get(command, set()):
            kind = Perhaps if field.name in _LONG else _plain(hints[field.name])
            if field.name == "email":
                kind = Email if field.default is MISSING else Email | None
            elif field.name == "name" and kind in (Text, Text | None):
                kind = FullName if field.default is MISSING else FullName | None
            elif field.name == "language":
                kind = Language | None if field.default is None else Language
            members[field.name] = (kind, _default(field))
    model: type[BaseModel] = create_model(
        command.__name__,
        __config__=ConfigDict(extra="forbid", frozen=True),
        __doc__=(command.__doc__ or "").partition(". ")[0],
        **members,
    )
    return model


def _default(field: Field[Any]) -> Any:
    return ... if field.default is MISSING else field.default


MODELS: dict[str, type[BaseModel]] = {command.__name__: _model(command) for command in TEAM}
_BY_NAME = {command.__name__: command for command in TEAM}
_ONE_OF: Any = Union[tuple(MODELS.values())]  # noqa: UP007 - built from parts
BODY: TypeAdapter[BaseModel] = TypeAdapter(Annotated[_ONE_OF, Described(discriminator="type")])


def read_body(raw: bytes | str) -> BaseModel:
    """Read the body of a command.

    Raises
    ------
    ProblemError
        400 when it is not JSON, 422 when it is not a command; every wrong field is named.
    """
    try:
        return BODY.validate_json(raw)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        if found[0]["type"] == "json_invalid":
            raise ProblemError(
                400, "not-json", "The body is not JSON. Send one command as a JSON object."
            ) from error
        raise ProblemError(
            422,
            "invalid",
            "The command cannot be used: " + "; ".join(map(_sentence, found)) + ".",
            errors=[{"field": _field(item), "message": _sentence(item)} for item in found],
        ) from error


def _field(item: Mapping[str, Any]) -> str:
    names = [str(step) for step in item["loc"]]
    return ".".join(names[1:] if names and names[0] in MODELS else names) or "type"


def _sentence(item: Mapping[str, Any]) -> str:
    field = _field(item)
    if item["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        return f"type must be one of {', '.join(MODELS)}"
    if item["type"] == "missing":
        return f"{field} is missing"
    if item["type"] == "extra_forbidden":
        return f"{field} is not a field of this command"
    return f"{field}: {item['msg'][0].lower()}{item['msg'][1:]}"


def digest(body: BaseModel, actor: str) -> str:
    """Return what tells this request from another under the same Idempotency-Key."""
    text = json.dumps([actor, body.model_dump(mode="json")], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def to_command(body: BaseModel, *, sealer: Sealer, directory: Directory) -> c.Command:
    """Return the domain's command; personal values are sealed, and a person may be named by address."""
    command = _BY_NAME[type(body).__name__]
    hints = get_type_hints(command)
    values: dict[str, Any] = {
        name: sealer.seal(value)
        if value is not None and Personal in (hints[name], *get_args(hints[name]))
        else value
        for name, value in body
        if name != "type"
    }
    for name in _PEOPLE.get(command, ()):
        if named := directory.by_email(values[name]):
            values[name] = named.id
    made: c.Command = command(**values)
    return made


def read_filters(params: Mapping[str, str], directory: Directory) -> dict[str, str]:
    """Return the filters of a list by the words of its parameters; raises InvalidError for a value that cannot be."""
    filters = {
        name: params[name] for name in ("stage", "owner", "status", "tier", "deal") if params.get(name)
    }
    if "status" in filters and filters["status"] not in get_args(Status):
        raise InvalidError(f"status must be one of {', '.join(get_args(Status))}.")
    if "deal" in filters and not all(filters["deal"].partition(":")):
        raise InvalidError("deal must be written source:id, for example hubspot:123.")
    if "owner" in filters and (person := directory.by_email(filters["owner"])):
        filters["owner"] = person.id
    return filters


def check_known(params: Mapping[str, str], *known: str) -> None:
    """Refuse parameters that the address does not have, so that a misspelt filter never shows everything."""
    if unknown := sorted(set(params) - set(known)):
        there = f"Known are {', '.join(known)}." if known else "There are none."
        raise InvalidError(f"There is no parameter '{unknown[0]}' here. {there}")


def whole(params: Mapping[str, str], name: str, *, default: int, least: int = 0, most: int) -> int:
    """Return a whole number from the parameters, from `least` to `most`."""
    text = params.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and least <= int(text) <= most):
        raise InvalidError(f"{name} must be a whole number from {least} to {most}.")
    return int(text)
