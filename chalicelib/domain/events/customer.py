"""What the customer is told, gives and answers."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.languages import Language
from chalicelib.domain.onboarding import (
    Answer,
    Contact,
    ContactStatus,
    Notice,
    Nudge,
)
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAsked(Happened):
    """One message asks the customer for everything in `tasks`; counted. `nudges` say when each is reminded of."""

    customer_sees = True
    contact: str
    tasks: tuple[str, ...]
    welcome: bool
    next_reminder_at: datetime | None
    nudges: tuple[Nudge, ...] = ()


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
class RemindersSwitched(Happened):
    """A contact wants no more reminders, or wants them again; everything else is mailed all the same."""

    customer_sees = True
    contact: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSwitched(Happened):
    """A contact is spoken to in another language from now on."""

    customer_sees = True
    contact: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRecorded(Happened):
    """The customer answered, or changed what they had answered; `hidden` questions are not asked after these answers.

    Answers to `hidden` and `cleared` questions are gone.
    """

    customer_sees = True
    task: str
    contact: str
    answers: tuple[Answer, ...]
    hidden: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    corrects: bool = False


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
    """The customer is told what has arrived and what was decided; further lines wait until `quiet_until`.

    `since` is when: from then on it is counted how long they have waited.
    """

    notices: tuple[Notice, ...]
    quiet_until: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded(Happened):
    """Somebody of the customer got their own link; `for_task`: they are told of that one alone, by its own mail."""

    customer_sees = True
    contact: Contact
    for_task: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """A task of somebody who is gone: `contact`, who gave it to them, has it again; None: it is the first contact's."""

    task: str
    contact: str | None
    nudge: Nudge


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged(Happened):
    """A contact left, or cannot be reached.

    `back`: what was theirs, and is somebody's again who is told so. `asks_again`: everything that is nobody's in particular
    is asked for once more, because it was asked of them; so it was of everybody in older journals.
    """

    customer_sees = True
    contact: str
    status: ContactStatus
    asks_again: bool = True
    back: tuple[GivenBack, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCorrected(Happened):
    """A contact has another name or address; with another address they can be reached again, by a link of its own."""

    customer_sees = True
    contact: str
    name: Personal | None
    email: Personal | None
    readdressed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRenewed(Happened):
    """A contact had their own link replaced: the old one is dead, and so is every visit begun with it."""

    customer_sees = True
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMailed(Happened):
    """A contact asked for a code to their address; `challenge` and `visit` are what it is derived from, not the code."""

    customer_sees = True
    contact: str
    challenge: str
    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTried(Happened):
    """A contact typed a code; a right one opens what is sensitive, in their visit, for half an hour."""

    customer_sees = True
    contact: str
    challenge: str
    visit: str
    right: bool


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksRevoked(Happened):
    """All links of the customer got a new epoch; the old ones are dead."""

    customer_sees = True
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretGiven(Happened):
    """The customer gave a password or key, or replaced it; the value lies encrypted beside the onboarding."""

    customer_sees = True
    task: str
    field: str
    contact: str
    by: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretRevealed(Happened):
    """Who does the task has looked at a password or key; with that it is deleted."""

    customer_sees = True
    task: str
    field: str
    by: str
    number: int
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretAskedAgain(Happened):
    """A password or key that was shown and deleted is asked for once more."""

    customer_sees = True
    task: str
    field: str
    by: str
    reason: Personal
