"""What the customer is asked, reminded of and told, and what they think of it."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import (
    Notice,
    Nudge,
)
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAsked(Happened):
    """One message asks the customer for everything in `tasks`; counted. `nudges` say when each is reminded of.

    `settles`: they had declined to sign it, and `note` tells them what was done about their reason.
    """

    customer_sees = True
    contact: str
    tasks: tuple[str, ...]
    welcome: bool
    next_reminder_at: datetime | None
    nudges: tuple[Nudge, ...] = ()
    settles: bool = False
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerReminded(Happened):
    """The customer was reminded of `tasks`, in one mail with everything outstanding; `nudges` count on.

    `also` are the contacts who gave one of them to `contact` and hear by now that nothing came.
    `next_reminder_at` is None after the last one. The owner is told at `answer_by` if the last reminder of a task has not
    helped.
    """

    customer_sees = True
    contact: str
    tasks: tuple[str, ...]
    number: int
    next_reminder_at: datetime | None
    nudges: tuple[Nudge, ...] = ()
    answer_by: datetime | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersMoved(Happened):
    """The next reminders are due at another instant; nobody was mailed."""

    nudges: tuple[Nudge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptQueued(Happened):
    """A receipt line waits for the next receipt mail, at `due_at`."""

    notice: Notice
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptMailed(Happened):
    """The customer is told what has arrived and what was decided; further lines wait until `quiet_until`.

    `since` is when: from then on it is counted how long they have waited.
    """

    notices: tuple[Notice, ...]
    quiet_until: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAsked(Happened):
    """Those of the customer who can be reached were asked how a milestone went; each once."""

    customer_sees = True
    milestone: str
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(Happened):
    """Somebody of the customer said how a milestone went, or changed what they said."""

    milestone: str
    contact: str
    score: int
    comment: Personal | None = None
