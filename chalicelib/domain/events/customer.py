"""What the customer is told, gives and answers."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import (
    Answer,
    Contact,
    ContactStatus,
    Notice,
)
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAsked(Happened):
    """One message asks the customer for everything in `tasks`; counted."""

    customer_sees = True
    contact: str
    tasks: tuple[str, ...]
    welcome: bool
    next_reminder_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerReminded(Happened):
    """The customer was reminded of everything outstanding; `next_reminder_at` is None after the last one."""

    customer_sees = True
    contact: str
    tasks: tuple[str, ...]
    number: int
    next_reminder_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRecorded(Happened):
    """The customer answered."""

    customer_sees = True
    task: str
    contact: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDeclined(Happened):
    """An approver refused, with the reason; the task stays open and its owner is told."""

    customer_sees = True
    task: str
    by: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptQueued(Happened):
    """A receipt line waits for the next receipt mail, at `due_at`."""

    notice: Notice
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptMailed(Happened):
    """The customer is told what has arrived and what was decided; further lines wait until `quiet_until`."""

    notices: tuple[Notice, ...]
    quiet_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded(Happened):
    """Somebody of the customer got their own link."""

    customer_sees = True
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged(Happened):
    """A contact left, or cannot be reached."""

    customer_sees = True
    contact: str
    status: ContactStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksRevoked(Happened):
    """All links of the customer got a new epoch; the old ones are dead."""

    customer_sees = True
    epoch: int
