"""What happened: past tense, frozen, carrying results so that replay needs no policy, clock or calendar.

Each class has a schema version `v`; when its fields change, raise it and teach `upcast` the old form.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from chalicelib.domain.deal import Deal
from chalicelib.domain.documents import Findings
from chalicelib.domain.onboarding import (
    Answer,
    Contact,
    ContactStatus,
    Document,
    Escalation,
    Gate,
    Notice,
    Promise,
    Proof,
    Stage,
    Status,
    Task,
    TaskStatus,
)
from chalicelib.domain.values import Personal, PlaybookRef
from chalicelib.domain.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What every event has: when, and the reason where nobody asked for it by hand."""

    v: ClassVar[int] = 1
    customer_sees: ClassVar[bool] = False
    at: datetime
    why: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingOpened(Happened):
    """The deal is won: everything the playbook asks for, with resolved owners and due dates."""

    customer_sees = True
    id: str
    status: Status
    held: str | None
    deal: Deal
    tier: str
    playbook: PlaybookRef
    owner: str
    target_at: datetime
    warn_at: datetime | None
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    gates: tuple[Gate, ...]
    promises: tuple[Promise, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DealChanged(Happened):
    """The CRM holds something newer; `changed` names what, the target follows a new committed date."""

    deal: Deal
    changed: tuple[str, ...]
    target_at: datetime
    warn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealLost(Happened):
    """The deal was lost, reopened or deleted after it had been won; reminders stop, the owner is asked."""

    deal: Deal


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
class StageEntered(Happened):
    """A stage began, with its accountable owner and the end of its clock."""

    customer_sees = True
    stage: str
    owner: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCompleted(Happened):
    """Everything of a stage is settled."""

    customer_sees = True
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePassed(Happened):
    """A gate holds: what proved it, by whom, when; an override names both persons in its proof."""

    customer_sees = True
    gate: str
    opens: str
    proof: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(Happened):
    """A task that the playbook does not know, such as what the CRM left out."""

    task: Task


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(Happened):
    """A task can be done now, until `due_at`. `provision` names the downstream call that does it."""

    customer_sees = True
    task: str
    owner: str
    due_at: datetime
    provision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted(Happened):
    """A task is done, with its proof."""

    customer_sees = True
    task: str
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWaived(Happened):
    """Somebody decided to do without a task, with the reason in the proof's note."""

    customer_sees = True
    task: str
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReviewed(Happened):
    """A customer task waits for the check or a person (`in_review`), or is the customer's again (`open`)."""

    customer_sees = True
    task: str
    status: TaskStatus


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
class DocumentReceived(Happened):
    """A file version arrived and is being checked."""

    customer_sees = True
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChecked(Happened):
    """The content check has its findings; without a scan result the document waits for that."""

    document: str
    findings: Findings
    name: Personal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScanned(Happened):
    """The malware scan has its result."""

    document: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccepted(Happened):
    """Content and scan are good, or a person said so."""

    customer_sees = True
    document: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRejected(Happened):
    """The customer is told what to do; `note` is a person's own words."""

    customer_sees = True
    document: str
    reasons: tuple[str, ...]
    by: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNeedsPerson(Happened):
    """Nobody but a person can judge this one."""

    customer_sees = True
    document: str
    reasons: tuple[str, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseAdded(Happened):
    """The CRM names a promise of the sale that was not known at the opening."""

    promise: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseSettled(Happened):
    """A promise has its evidence."""

    promise: str
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRaised(Happened):
    """An exception is in front of a person: a new one, or the next rung of an old one."""

    escalation: Escalation


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationAcknowledged(Happened):
    """Somebody has it."""

    escalation: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationResolved(Happened):
    """What was wrong is right, or somebody closed it by hand."""

    escalation: str
    by: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassigned(Happened):
    """Somebody else owns `subject` (``onboarding``, ``stage:…``, ``task:…``, ``escalation:…``, ``promise:…``) now."""

    subject: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingHeld(Happened):
    """Clocks and mails stop. `held` is the reason's code."""

    customer_sees = True
    held: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingReleased(Happened):
    """It runs (again); every instant ahead is the one that the working time spent on hold has moved it to."""

    customer_sees = True
    status: Status
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    escalations: tuple[Escalation, ...]
    next_reminder_at: datetime | None
    target_at: datetime
    warn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingCancelled(Happened):
    """It ended without going live."""

    customer_sees = True
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRequested(Happened):
    """Somebody asks to open a gate without its proof; a second person must approve."""

    gate: str
    by: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReached(Happened):
    """One of the milestone times is known."""

    customer_sees = True
    milestone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WentLive(Happened):
    """Setup, customer communication and ownership handoff are complete and logged."""

    customer_sees = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingClosed(Happened):
    """Live, and every stage behind it complete too."""

    customer_sees = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningFailed(Happened):
    """A downstream system refused or could not be reached; the task stays open."""

    task: str
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningRetried(Happened):
    """The downstream call of a task is made once more."""

    task: str
    provision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTroubled(Happened):
    """A mail bounced, failed, or nobody knows whether it was sent (`sent_again`: sent once more after doubt)."""

    effect: str
    mail: str
    to: str
    trouble: str


Event = (
    OnboardingOpened
    | DealChanged
    | DealLost
    | CustomerAsked
    | CustomerReminded
    | StageEntered
    | StageCompleted
    | GatePassed
    | TaskAdded
    | TaskOpened
    | TaskCompleted
    | TaskWaived
    | TaskReviewed
    | AnswersRecorded
    | ApprovalDeclined
    | DocumentReceived
    | DocumentChecked
    | DocumentScanned
    | DocumentAccepted
    | DocumentRejected
    | DocumentNeedsPerson
    | ReceiptQueued
    | ReceiptMailed
    | ContactAdded
    | ContactChanged
    | LinksRevoked
    | PromiseAdded
    | PromiseSettled
    | EscalationRaised
    | EscalationAcknowledged
    | EscalationResolved
    | Reassigned
    | OnboardingHeld
    | OnboardingReleased
    | OnboardingCancelled
    | OverrideRequested
    | MilestoneReached
    | WentLive
    | OnboardingClosed
    | ProvisioningFailed
    | ProvisioningRetried
    | MailTroubled
)
