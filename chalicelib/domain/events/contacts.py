"""Who there is at the customer's, how they are written to, and by which link and code they come in."""

from dataclasses import dataclass

from chalicelib.domain.events.base import Happened
from chalicelib.domain.languages import Language
from chalicelib.domain.onboarding import (
    Contact,
    ContactStatus,
    Nudge,
)
from chalicelib.domain.values import Personal


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
class LanguageSwitched(Happened):
    """A contact is spoken to in another language from now on."""

    customer_sees = True
    contact: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersSwitched(Happened):
    """A contact wants no more reminders, or wants them again; everything else is mailed all the same."""

    customer_sees = True
    contact: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRenewed(Happened):
    """A contact had their own link replaced: the old one is dead, and so is every visit begun with it."""

    customer_sees = True
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksRevoked(Happened):
    """All links of the customer got a new epoch; the old ones are dead."""

    customer_sees = True
    epoch: int


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
