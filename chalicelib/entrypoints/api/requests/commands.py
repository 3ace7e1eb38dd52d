"""The commands that the JSON API takes: a body for each, made from the domain's own.

Every field is the command's; a personal value comes as plain text and is sealed before anything is decided.
"""

import hashlib
import json
import types
from dataclasses import MISSING, Field, fields
from datetime import datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime, BaseModel, ConfigDict, StrictInt, TypeAdapter, create_model
from pydantic import Field as Described

from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.languages import Language
from chalicelib.domain.people import Directory
from chalicelib.domain.values import Personal
from chalicelib.entrypoints.api.requests.fields import Email, FullName, Name, Perhaps, Text

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
_CUSTOMERS = {  # fields that are not the team's to fill
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


def _kind(field: Field[Any], hint: Any) -> Any:
    """Return the type of a command's field in a request: by its name, where that says more than its type."""
    kind, may_miss = _plain(hint), field.default is not MISSING
    match field.name:
        case "help" | "statement":
            return Perhaps
        case "email":
            return Email | None if may_miss else Email
        case "name" if kind in (Text, Text | None):
            return FullName | None if may_miss else FullName
        case "language":
            return Language | None if field.default is None else Language
    return kind


def _model(command: type) -> type[BaseModel]:
    hints, left_out = get_type_hints(command), _CUSTOMERS.get(command, set())
    members: dict[str, Any] = {"type": (Literal[command.__name__], ...)}
    for field in fields(command):
        if field.name not in left_out:
            default = ... if field.default is MISSING else field.default
            members[field.name] = (_kind(field, hints[field.name]), default)
    model: type[BaseModel] = create_model(
        command.__name__,
        __config__=ConfigDict(extra="forbid", frozen=True),
        __doc__=(command.__doc__ or "").partition(". ")[0],
        **members,
    )
    return model


MODELS: dict[str, type[BaseModel]] = {command.__name__: _model(command) for command in TEAM}
_BY_NAME = {command.__name__: command for command in TEAM}
_ONE_OF: Any = Union[tuple(MODELS.values())]  # noqa: UP007 - built from parts
BODY: TypeAdapter[BaseModel] = TypeAdapter(Annotated[_ONE_OF, Described(discriminator="type")])


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
