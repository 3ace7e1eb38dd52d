"""Where onboardings live, and what one commit writes there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chalicelib.application.ports.json import Json
from chalicelib.application.ports.links import Link
from chalicelib.application.ports.secrets import Locked, Secret, Vault
from chalicelib.domain.effects import Effect
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An onboarding as loaded.

    Attributes
    ----------
    version
        How many commits it has had.
    hash
        The end of its journal's chain so far.
    written
        By which commit each part was written last: the store's own, to tell a whole reading from a torn one.
    signed_out
        The visits of its customer that somebody has signed out from, as `OnboardingStore.sign_out` was told them.
    """

    onboarding: Onboarding
    version: int
    hash: str
    written: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    signed_out: frozenset[str] = field(default_factory=frozenset, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """An effect with its key."""

    key: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Everything that one decided command writes, in one transaction or not at all."""

    before: Stored | None
    after: Onboarding
    events: tuple[Event, ...]
    actor: str
    command_id: str
    fingerprint: str
    effects: tuple[Outgoing, ...] = ()
    vault: Vault | None = None
    links: tuple[Link, ...] = ()
    locked: tuple[Locked, ...] = ()
    drafts: tuple[str, ...] = ()  # tasks whose drafts are emptied


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A command that has been decided before: what it was, and the last sequence of what it caused."""

    fingerprint: str
    sequence: int


class RepeatedCommandError(Exception):
    """The command's id has been recorded already; `OnboardingStore.done` tells with what result."""


class OnboardingStore(Protocol):
    """Where onboardings live."""

    def load(self, onboarding_id: str) -> Stored | None:
        """Read the state as it is now (strongly consistent)."""
        ...

    def save(self, commit: Commit) -> Stored:
        """Write a commit whole or not at all, and return what is stored now.

        Raises
        ------
        VersionConflictError
            Somebody else has saved since `commit.before` was loaded.
        RepeatedCommandError
            The command's id has been recorded before.
        """
        ...

    def sign_out(self, onboarding_id: str, visit: str, *, until: datetime) -> None:
        """Remember that a visit of its customer is over, until it would end anyway (UTC); loading tells it from then on."""
        ...

    def done(self, onboarding_id: str, command_id: str) -> Done | None:
        """Return the result of a command that was saved before."""
        ...

    def locked(self, onboarding_id: str, task: str, field: str) -> Locked | None:
        """Return a secret as it lies there, encrypted; None where there is none any more."""
        ...

    def journal(self, onboarding_id: str, *, after: int = 0, limit: int = 200) -> tuple[Json, ...]:
        """Return journal entries with a sequence greater than `after`, oldest first."""
        ...

    def personal(self, onboarding_id: str) -> Mapping[str, Secret]:
        """Return the personal values of an onboarding by their ``P#…`` reference."""
        ...
