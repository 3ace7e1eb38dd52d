"""What the use cases need of the world. Adapters implement these; `adapters.in_memory` beside the real ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.deal import Deal
from chalicelib.domain.effects import Effect
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.playbook import CalendarRule, Playbook
from chalicelib.domain.values import PlaybookRef
from chalicelib.domain.variants import Judged

Json = Mapping[str, Any]


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
    """

    onboarding: Onboarding
    version: int
    hash: str
    written: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


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
class Link:
    """What a customer's link opens; stored under the hash of its token, never the token.

    `address` is the keyed digest of the address that it is mailed to, by which a lost link is found again; empty once
    nobody may find it that way.
    """

    hash: str
    purpose: str
    onboarding: str
    contact: str
    epoch: int
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """An effect with its key."""

    key: str
    effect: Effect


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A command that has been decided before: what it was, and the last sequence of what it caused."""

    fingerprint: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a listing, and the cursor of the next one."""

    items: tuple[Json, ...]
    next: str | None = None


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


class Listings(Protocol):
    """Lists by index; they may lag a moment behind."""

    def due(self, now: datetime, *, limit: int = 1000) -> tuple[tuple[str, datetime], ...]:
        """Return (onboarding id or ``person:<id>``, due instant) of what is due by `now`, the oldest of each shard first."""
        ...

    def board(self, *, filters: Mapping[str, str], cursor: str | None = None, limit: int = 50) -> Page:
        """Return onboardings, newest first by status; `filters`: stage, owner, status, tier, deal."""
        ...

    def owned(self, person: str) -> tuple[str, ...]:
        """Return the onboardings in which a person owns anything that is not over, the oldest first."""
        ...

    def needs_you(self, person: str) -> tuple[Json, ...]:
        """Return what is in front of a person: open tasks and raised escalations, the oldest first.

        Each has ``onboarding``, ``account``, ``kind`` (task or escalation), ``id``, ``title`` or ``rule``, ``due_at``,
        ``since``.
        """
        ...


class Openings(Protocol):
    """Counts openings, so that a flood of old deals mails nobody by mistake; remembers deals that were lost before."""

    def place(self, onboarding_id: str, *, hour: datetime, limit: int) -> bool:
        """Say whether this opening is among the first `limit` of its hour; asking again answers the same."""
        ...

    def stop(self, onboarding_id: str, *, at: datetime) -> None:
        """Remember that a deal without an onboarding was lost at `at`; an earlier instant changes nothing."""
        ...

    def stopped(self, onboarding_id: str) -> datetime | None:
        """Return when the deal was lost before anything was opened for it; None if it was not."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was changed about a person, by whom and when; of names and addresses only that they were."""

    at: datetime
    actor: str
    fields: Json


class People(Protocol):
    """The directory's store."""

    def directory(self, *, fresh: bool = False) -> Directory:
        """Return the directory, at most 30 seconds old; `fresh` reads it now."""
        ...

    def put(self, person: Person, *, fallback: bool = False) -> None:
        """Store a person."""
        ...

    def change(self, person: Person, change: Change, *, read: Directory, fallback: bool = False) -> None:
        """Store a person and what was changed, if the directory is still as it was `read`.

        Raises
        ------
        VersionConflictError
            Somebody else has changed the directory since.
        """
        ...

    def changes(self, person_id: str) -> tuple[Change, ...]:
        """Return what was changed about a person, the newest first."""
        ...


class Playbooks(Protocol):
    """Published playbook versions."""

    def get(self, ref: PlaybookRef) -> Playbook:
        """Return a published version; it never changes.

        Raises
        ------
        NotFoundError
            There is no such version.
        PlaybookUnreadableError
            It cannot be read.
        """
        ...

    def latest(self, name: str) -> Playbook:
        """Return the newest published version.

        Raises
        ------
        NotFoundError
            No playbook of this name is published.
        PlaybookUnreadableError
            Its newest version cannot be read.
        """
        ...

    def names(self) -> tuple[str, ...]:
        """Return the names of all that are published, sorted."""
        ...

    def versions(self, name: str) -> tuple[int, ...]:
        """Return the published versions of a playbook, the oldest first; none for one that is not published."""
        ...

    def newest_readable(self, name: str) -> Playbook:
        """Return the newest version that can be read; raises PlaybookUnreadableError where there is none."""
        ...

    def publish(self, playbook: Playbook) -> None:
        """Publish a version; publishing the same content again does nothing.

        Raises
        ------
        PlaybookError
            Another content is already published under this version.
        """
        ...


class Conditions(Protocol):
    """Evaluates the conditions of playbooks."""

    def judge(self, playbook: Playbook, deal: Deal, personal: Mapping[str, Secret]) -> tuple[Judged, ...]:
        """Return what becomes of each condition of a playbook for a deal, in the playbook's order.

        `personal` holds the values that the deal refers to.
        """
        ...


class Calendars(Protocol):
    """Working calendars with their public holidays."""

    def of(self, rule: CalendarRule) -> Calendar:
        """Return the calendar of a rule."""
        ...

    def elsewhere(
        self, rule: CalendarRule, *, country: str | None, region: str | None, time_zone: str | None
    ) -> Calendar:
        """Return the calendar of a rule's hours at another place; what is not known of the place stays the rule's."""
        ...


class Clock(Protocol):
    """The product's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Queue(Protocol):
    """A queue to which use cases send."""

    def send(self, body: Json, *, delay: int = 0, group: str | None = None, key: str | None = None) -> None:
        """Send one message, visible after `delay` seconds; `group` and `key` order and deduplicate on FIFO queues."""
        ...

    def send_all(self, messages: Sequence[tuple[Json, str, str]]) -> None:
        """Send (body, group, key) messages in batches; raises UnavailableError if any was not taken."""
        ...

    def offer(self, bodies: Sequence[Json]) -> Mapping[int, str]:
        """Send messages in batches; return the places of those that were not taken, and why."""
        ...


class LinkMinter(Protocol):
    """Derives the tokens of customer links; only the hash is ever stored."""

    def token(self, *, onboarding: str, contact: str, epoch: int, purpose: str = "portal") -> str:
        """Return the token."""
        ...

    def hash(self, token: str) -> str:
        """Return the hash under which a token's link is stored."""
        ...

    def address(self, email: str) -> str:
        """Return the keyed digest that stands for a mail address, however it is written."""
        ...


class Links(Protocol):
    """Looks links up."""

    def find(self, token_hash: str) -> Link | None:
        """Return what a link opens; whether it still may is for the onboarding's epoch and end to say."""
        ...

    def mailed_to(self, address: str) -> tuple[tuple[str, str], ...]:
        """Return (onboarding, contact) of each link that goes to an address, by its digest; some may be of the past."""
        ...
