"""What the team does."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.codes import OTHER
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTask:
    """Say that an internal task is done, with an optional note."""

    task: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveTask:
    """Do without a task, with the reason; where the playbook wants a second person, `RequestWaiver` asks for one."""

    task: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDocument:
    """Decide on a document that needs a person; a rejection says what the customer should change."""

    document: str
    accept: bool
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePromise:
    """A promise of the sale was kept (or let go in agreement), with its evidence."""

    promise: str
    note: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeEscalation:
    """Say "I have it": the ladder stops climbing. `code` says why it came to that, of the group ``late``."""

    escalation: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeEscalation:
    """Put an entry off: the ladder stops until then, when it comes back with a mail and climbs on."""

    escalation: str
    until: datetime
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveEscalation:
    """Take an entry off the Needs you list that no other act resolves; `code` as in `AcknowledgeEscalation`."""

    escalation: str
    note: Personal | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign:
    """Give something to another person; `subject` is ``onboarding``, ``stage:…`` or ``task:…``.

    `quietly`: no mail about this one, because one mail tells of all that the person gets.
    """

    subject: str
    person: str
    quietly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOnboarding:
    """Stop all clocks and mails, with a reason code of the group ``hold``; the owner is reminded on the day `until`."""

    code: str = OTHER
    reason: Personal | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOnboarding:
    """Let an onboarding that is on hold run (again)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOnboarding:
    """End it without going live, with a reason code of the group ``cancel``."""

    code: str = OTHER
    reason: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectContact:
    """Correct a contact's name or address; at another address they get a new link, and the old one ends."""

    contact: str
    name: Personal | None = None
    email: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeLinks:
    """Make every customer link of this onboarding stop working and mail new ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOverride:
    """Ask that a gate be opened without its proof, with the reason; a second person must approve."""

    gate: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveOverride:
    """Approve the override that somebody else has requested."""

    gate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryProvisioning:
    """Make the downstream call of a task once more, after it failed."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealSecret:
    """Look at a password or key of the customer, which is then deleted. `number` is the one that was looked for."""

    task: str
    field: str
    number: int
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSecretAgain:
    """Ask the customer once more for a password or key that was shown and deleted."""

    task: str
    field: str
    reason: Personal
