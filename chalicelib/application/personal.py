"""Sealing: personal values leave a command before anything is decided, and come back when a page or mail needs them."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from chalicelib.application.ports import Secret, Vault
from chalicelib.domain.values import Personal

ERASED = "(erased)"
_Sealed = TypeVar("_Sealed")


def commitment(secret: Secret) -> str:
    """Return what the journal holds instead of a value: ``sha256(salt + value)`` in hexadecimal."""
    return hashlib.sha256((secret.salt + secret.value).encode()).hexdigest()


class Sealer:
    """Replaces personal values by references and collects them for the commit.

    Parameters
    ----------
    command_id
        The command that the values arrive with; it names the stored item.
    known
        Values stored already: an equal one is referred to instead of stored twice.
    """

    def __init__(self, command_id: str, *, known: Mapping[str, Secret] | None = None) -> None:
        self._item = "P#" + hashlib.sha256(command_id.encode()).hexdigest()[:16]
        self._known = {secret.value: Personal(p, commitment(secret)) for p, secret in (known or {}).items()}
        self._fresh: dict[str, Secret] = {}

    def seal(self, value: str) -> Personal:
        """Return the reference that stands for `value`."""
        if value not in self._known:
            field = str(len(self._fresh))
            self._fresh[field] = secret = Secret(salt=secrets.token_hex(16), value=value)
            self._known[value] = Personal(f"{self._item}.{field}", commitment(secret))
        return self._known[value]

    def seal_optional(self, value: str | None) -> Personal | None:
        """Return the reference of a value, None for none or an empty one."""
        return self.seal(value) if value else None

    @property
    def vault(self) -> Vault | None:
        """Return what was sealed, to be committed with the command; None if nothing was."""
        return Vault(id=self._item, values=dict(self._fresh)) if self._fresh else None


def resealed(sealed: _Sealed, vault: Vault, known: Mapping[str, Secret]) -> tuple[_Sealed, Vault | None]:
    """Refer to what is stored by now wherever `sealed` brings an equal value of its own, and bring only the rest.

    Between sealing and deciding somebody else may have stored the same address: only references can be compared.
    """
    stored = {secret.value: Personal(p, commitment(secret)) for p, secret in known.items()}
    same = {f: stored[secret.value] for f, secret in vault.values.items() if secret.value in stored}
    rest = {f: secret for f, secret in vault.values.items() if f not in same}
    swapped = _swapped(sealed, {f"{vault.id}.{f}": reference for f, reference in same.items()})
    return swapped, Vault(id=vault.id, values=rest) if rest else None


def _swapped(value: _Sealed, references: Mapping[str, Personal]) -> _Sealed:
    if isinstance(value, Personal):
        return references.get(value.p, value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_swapped(part, references) for part in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: _swapped(part, references) for name, part in parts.items()})
    return value


class Names:
    """Reads references back."""

    def __init__(self, personal: Mapping[str, Secret]) -> None:
        self._personal = personal

    def reveal(self, reference: Personal | None, default: str = "") -> str:
        """Return the value of a reference: `default` for no reference, ``(erased)`` for a value that is gone."""
        if reference is None:
            return default
        secret = self._personal.get(reference.p)
        return secret.value if secret else ERASED

    def or_none(self, reference: Personal | None) -> str | None:
        """Return the value of a reference; None for no reference."""
        return self.reveal(reference) if reference else None
