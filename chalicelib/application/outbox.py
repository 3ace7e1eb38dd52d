"""What delivery needs of the world: the outbox, the mail service, the downstream systems."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.application.ports import Json
from chalicelib.domain.commands import Command
from chalicelib.domain.effects import SendMail
from chalicelib.domain.outbox import EffectStatus, Entry

Submit = Callable[[str, str, Command], None]
"""Puts a command on its way: onboarding, command id, command. The same id again changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting as a mail program puts it into a calendar.

    Attributes
    ----------
    uid, number
        The same uid with a higher number moves the meeting, or takes it out where it is `off`.
    start, minutes, stamp
        UTC; `stamp` is when this was written.
    organizer, attendee
        Name and address of our side, and of the customer's.
    where
        How they meet; empty where nobody has said so.
    """

    uid: str
    number: int
    start: datetime
    minutes: int
    stamp: datetime
    summary: str
    organizer: tuple[str, str]
    attendee: tuple[str, str]
    off: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail ready to go: headers' values are clean, `html` and `text` say the same.

    `invitation` goes along for the receiver's calendar.
    `unsubscribe` is where one click ends mails of its kind (RFC 8058); only mails that one may do without have it.
    """

    key: str
    to: str
    subject: str
    text: str
    html: str
    reply_to: str | None = None
    unsubscribe: str | None = None
    invitation: Invitation | None = None


class NotSentError(Exception):
    """It is certain that nothing was sent; trying again later may help."""


class RefusedError(Exception):
    """It is certain that nothing was sent, and trying again will not help; the message says why."""


class InDoubtError(Exception):
    """The service was asked and did not answer: it may have been sent."""


class CannotWriteError(Exception):
    """The mail cannot be written: what it should show is missing, or a template is broken."""


class Mailer(Protocol):
    """The mail service."""

    def send(self, letter: Letter) -> str:
        """Send one mail and return the service's id for it.

        Raises
        ------
        NotSentError, RefusedError, InDoubtError
            It was not sent; it never will be; nobody knows.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a downstream system answered for good; `detail` says why it refused."""

    succeeded: bool
    reference: str | None = None
    detail: str | None = None


class Provisioner(Protocol):
    """The downstream systems."""

    def call(self, resource: str, *, key: str, body: Json) -> Answer:
        """Ask for something under an idempotency key.

        Raises
        ------
        NotSentError
            There was no final answer; the same call may be made again.
        """
        ...


class Writer(Protocol):
    """Writes a mail: finds what it shows and renders it."""

    def write(self, entry: Entry, mail: SendMail) -> Letter | str:
        """Return the mail, or the reason why it is not needed any more.

        Raises
        ------
        CannotWriteError
            It can never be written.
        """
        ...


class Outbox(Protocol):
    """Where effects wait. Every change holds only if the entry is still as it was read."""

    def get(self, key: str) -> Entry | None:
        """Read an entry as it is now."""
        ...

    def add(self, entry: Entry) -> bool:
        """Put a person's own effect in; False if this key is there already."""
        ...

    def claim(self, entry: Entry, *, now: datetime) -> Entry | None:
        """Claim an entry that is as it was read; None if somebody else was faster."""
        ...

    def release(self, entry: Entry, *, until: datetime) -> bool:
        """Take back a claim by which nothing was done; it is not at rest too long before `until`.

        False if the entry has changed since it was read.
        """
        ...

    def doubt(self, entry: Entry, *, until: datetime) -> bool:
        """Mark a claim as doubtful until then; False if the entry has changed since it was read."""
        ...

    def settle(self, key: str, status: EffectStatus, *, now: datetime, note: str) -> None:
        """End an entry: done, failed, or doubtful for a person to find out; one that is done stays so."""
        ...

    def sent(self, key: str, *, at: datetime, message: str) -> None:
        """Take the mail service's word that it was sent, whatever we knew; the first word counts."""
        ...

    def delivered(self, key: str, *, at: datetime) -> None:
        """Take note that it reached the receiver's server: now they are told."""
        ...

    def troubled(self, key: str, *, at: datetime, trouble: str) -> None:
        """Take note that it was sent and did not get through."""
        ...

    def resting(self, *, before: datetime, limit: int = 100) -> tuple[str, ...]:
        """Return the keys of entries untouched since `before`, the oldest of each shard first."""
        ...
