"""What can be asked of an onboarding: imperative, frozen, complete."""

from dataclasses import dataclass

from chalicelib.domain.deal import Deal
from chalicelib.domain.documents import Findings
from chalicelib.domain.onboarding import Answer
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeal:
    """Take note of the state of a deal: opens the onboarding when it is won, else updates or flags it.

    `opens` is False for a mere edit, which changes what is known of a deal and never opens one.
    """

    deal: Deal
    opens: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PassTime:
    """Do everything that has become due."""


# ---- the customer's part


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUpload:
    """A file version has arrived in the store; `document` is the upload's id, the last part of its key."""

    task: str
    document: str
    key: str
    version_id: str
    name: Personal
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVerdict:
    """The content check has judged a file version (which may be the first that is heard of it)."""

    task: str
    document: str
    key: str
    version_id: str
    name: Personal
    findings: Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordScan:
    """The malware scan has a result for a file version: NO_THREATS_FOUND, THREATS_FOUND, UNSUPPORTED, ACCESS_DENIED, FAILED."""

    task: str
    document: str
    key: str
    version_id: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAnswers:
    """Answer the questions of a customer task, or confirm what it states."""

    task: str
    contact: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveTask:
    """Sign an approval off, by name. `contact` is set when the customer does it."""

    task: str
    name: Personal
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineTask:
    """Refuse to sign an approval off, with the reason."""

    task: str
    reason: Personal
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteContact:
    """Give a colleague of the customer their own link."""

    name: Personal
    email: Personal
    role: str = "colleague"
    language: str = "en"
    invited_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveContact:
    """Take the word of a contact who says "not me" or "I have left": no more mail, and their link ends."""

    contact: str


# ---- the team's part


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTask:
    """Say that an internal task is done, with an optional note."""

    task: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveTask:
    """Do without a task, with the reason."""

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
    """Say "I have it": the ladder stops climbing."""

    escalation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveEscalation:
    """Take an entry off the Needs you list that no other act resolves."""

    escalation: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign:
    """Give something to another person; `subject` is ``onboarding``, ``stage:…`` or ``task:…``."""

    subject: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOnboarding:
    """Stop all clocks and mails, with the reason."""

    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOnboarding:
    """Let an onboarding that is on hold run (again)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOnboarding:
    """End it without going live, with the reason."""

    reason: Personal


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


# ---- what the world answers


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProvisioning:
    """A downstream system has answered the call of a task; `reference` is its id for what it made."""

    task: str
    succeeded: bool
    reference: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryProvisioning:
    """Make the downstream call of a task once more, after it failed."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMailTrouble:
    """A mail did not get through; `to` is ``contact:…`` or ``person:…``.

    `trouble`: bounced, complained, failed, doubtful, sent_again.
    """

    effect: str
    mail: str
    to: str
    trouble: str


Command = (
    RecordDeal
    | PassTime
    | RecordUpload
    | RecordVerdict
    | RecordScan
    | SubmitAnswers
    | ApproveTask
    | DeclineTask
    | InviteContact
    | LeaveContact
    | CompleteTask
    | WaiveTask
    | ReviewDocument
    | SettlePromise
    | AcknowledgeEscalation
    | ResolveEscalation
    | Reassign
    | HoldOnboarding
    | ReleaseOnboarding
    | CancelOnboarding
    | RevokeLinks
    | RequestOverride
    | ApproveOverride
    | RecordProvisioning
    | RetryProvisioning
    | RecordMailTrouble
)
