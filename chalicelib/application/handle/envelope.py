"""A command on its way, the world that carrying it out needs, and what it came to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chalicelib.application.ports import (
    Calendars,
    Clock,
    Conditions,
    LinkMinter,
    OnboardingStore,
    Openings,
    People,
    Playbooks,
    Vault,
)
from chalicelib.domain.commands import Command
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A command on its way.

    `id` is made by its source (delivery and deal, key and version, the form's nonce, Idempotency-Key) and is the same
    whenever the same act arrives again; `digest` tells its content from another's under the same id. `actor` is
    ``person:…``, ``contact:…``, ``crm:…``, ``token:…`` or ``system:…``. `vault` holds the personal values that the
    command refers to, `locked` its passwords and keys by question, encrypted already; they never wait in a queue.
    """

    onboarding: str
    id: str
    actor: str
    command: Command
    vault: Vault | None = None
    digest: str = ""
    locked: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return what tells this command from another that carries the same id."""
        return f"{type(self.command).__name__}:{self.digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command came to. `events` is empty when nothing had to happen or the command is a repetition."""

    onboarding: Onboarding | None
    events: tuple[Event, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The world as the use case needs it. `pause` waits before the given try, with jitter."""

    store: OnboardingStore
    playbooks: Playbooks
    conditions: Conditions
    people: People
    calendars: Calendars
    openings: Openings
    clock: Clock
    links: LinkMinter
    openings_per_hour: int = 20
    scanning: bool = True
    reading: bool = False
    pause: Callable[[int], None] = lambda _: None
