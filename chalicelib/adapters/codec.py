"""The written form of domain values: JSON for items, journal, queues and the API.

`dump` writes plain JSON values: instants as RFC 3339 UTC with milliseconds, exact numbers as text, no floats.
`load` reads them back and checks them against the same dataclasses; there is no second schema.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError

from chalicelib.application.handle import Envelope
from chalicelib.application.ports import Secret, Vault
from chalicelib.domain.commands import Command
from chalicelib.domain.effects import Effect
from chalicelib.domain.events import Event
from chalicelib.domain.values import instant

_Value = TypeVar("_Value")
COMMANDS: dict[str, type] = {cls.__name__: cls for cls in get_args(Command)}
EVENTS: dict[str, type] = {cls.__name__: cls for cls in get_args(Event)}
EFFECTS: dict[str, type] = {cls.__name__: cls for cls in get_args(Effect)}


class UnreadableValueError(ValueError):
    """Something is not the written form of a value; the message says what is wrong, and nothing that was written."""


_PLAIN = frozenset({str, int, bool, type(None)})


def dump(value: Any) -> Any:
    """Return a domain value as plain JSON values."""
    kind = type(value)
    return value if kind in _PLAIN else _writer(kind)(value)  # type: ignore[arg-type]


@cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """Return what writes the values of a type: looked up once, because states are written all the time."""
    if issubclass(kind, str | int):
        return lambda value: value
    if issubclass(kind, tuple | list):
        return lambda value: [dump(item) for item in value]
    if issubclass(kind, dict):
        return lambda value: {name: dump(item) for name, item in value.items()}
    if issubclass(kind, datetime):
        return instant
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {name: dump(getattr(value, name)) for name in names}
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, Decimal):
        return str
    raise TypeError(f"{kind.__name__} has no written form")


@cache
def _adapter(cls: Any) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


def load(cls: type[_Value], data: Any) -> _Value:
    """Return the value of type `cls` that `data` writes.

    Raises
    ------
    UnreadableValueError
        It does not write one.
    """
    try:
        return cast("_Value", _adapter(cls).validate_python(data))  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = ", ".join(sorted({one["type"] for one in error.errors(include_input=False)}))
    # outside of the handler: pydantic's error says the values themselves, and ours goes to the log
    raise UnreadableValueError(f"This is no {getattr(cls, '__name__', 'value')}: {wrong}.")


def to_text(value: Any) -> str:
    """Return the compact JSON text of plain values."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def named(value: Any) -> dict[str, Any]:
    """Return a command or an effect with its type's name."""
    return {"type": type(value).__name__, **dump(value)}


def unnamed(kinds: dict[str, type], data: dict[str, Any]) -> Any:
    """Return the value that `named` wrote, one of `kinds`.

    Raises
    ------
    UnreadableValueError
        It did not write this.
    """
    if data.get("type") not in kinds:
        raise UnreadableValueError(f"This is none of {', '.join(sorted(kinds))}.")
    rest = {name: value for name, value in data.items() if name != "type"}
    return load(kinds[data["type"]], rest)


def envelope_to_json(envelope: Envelope) -> dict[str, Any]:
    """Return an envelope as the body of a queue's message."""
    vault = envelope.vault
    return {
        "onboarding": envelope.onboarding,
        "id": envelope.id,
        "actor": envelope.actor,
        "command": named(envelope.command),
        "personal": {"id": vault.id, "values": vault_values(vault)} if vault else None,
        "digest": envelope.digest,
    }


def envelope_from_json(body: str | dict[str, Any]) -> Envelope:
    """Return the envelope that a message holds."""
    data = json.loads(body) if isinstance(body, str) else body
    personal = data.get("personal")
    return Envelope(
        onboarding=data["onboarding"],
        id=data["id"],
        actor=data["actor"],
        command=unnamed(COMMANDS, data["command"]),
        vault=Vault(id=personal["id"], values=secrets_of(personal["values"])) if personal else None,
        digest=data.get("digest", ""),
    )


def vault_values(vault: Vault) -> dict[str, list[str]]:
    """Return a vault's values as ``{field: [salt, value]}``."""
    return {name: [secret.salt, secret.value] for name, secret in vault.values.items()}


def secrets_of(values: dict[str, list[str]]) -> dict[str, Secret]:
    """Return the secrets that `vault_values` wrote."""
    return {name: Secret(salt=salt, value=value) for name, (salt, value) in values.items()}
