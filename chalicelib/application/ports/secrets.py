"""What is kept apart from the state: personal values, and customers' passwords and keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A personal value with the salt of its commitment."""

    salt: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """The personal values that arrive with one command: the item's id and its fields, named ``0``, ``1``, …"""

    id: str
    values: Mapping[str, Secret] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A password or key of the customer, encrypted, beside the state; without `blob` it is deleted."""

    task: str
    field: str
    number: int
    blob: bytes | None = None


class SecretKeeper(Protocol):
    """Encrypts what may be shown once, and decrypts it for that; both only for its onboarding, task and question."""

    def lock(self, value: str, *, onboarding: str, task: str, field: str) -> bytes:
        """Return a value encrypted; raises UnavailableError."""
        ...

    def unlock(self, blob: bytes, *, onboarding: str, task: str, field: str) -> str:
        """Return the value again; raises UnavailableError."""
        ...
