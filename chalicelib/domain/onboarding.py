"""The aggregate: one won deal on its way to live, as immutable values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from chalicelib.domain.deal import Deal
from chalicelib.domain.documents import SignatureFindings, TableFindings
from chalicelib.domain.playbook import StageRule, TaskKind, TaskRule
from chalicelib.domain.values import Personal, PlaybookRef
from chalicelib.domain.why import Why

Status = Literal["opening", "active", "on_hold", "live", "closed", "cancelled"]
TaskStatus = Literal["waiting", "open", "submitted", "in_review", "done", "waived"]
DocumentStatus = Literal[
    "received", "checking", "accepted", "rejected", "needs_person", "replaced", "withdrawn"
]
ContactStatus = Literal["active", "left", "unreachable"]
SETTLED: frozenset[TaskStatus] = frozenset({"done", "waived"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code that was mailed to a contact: what it is derived from, never the code.

    `visit` stands for the session that asked for it: in any other it is wrong. `tries` counts the wrong ones.
    """

    challenge: str
    visit: str
    at: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person of the customer.

    Attributes
    ----------
    status
        active, left (said so themselves) or unreachable (mail came back).
    reminders
        Whether they want to be reminded; everything else is mailed all the same.
    renewed
        How often their link alone was replaced: its epoch is the onboarding's and this.
    since
        The sequence from which on mail goes to their present address.
    code
        The newest code that was mailed to them, until it has done its work.
    """

    id: str
    name: Personal | None
    email: Personal | None
    role: str
    language: str = "en"
    time_zone: str = "UTC"
    status: ContactStatus = "active"
    invited_by: str | None = None
    welcomed: bool = False
    reminders: bool = True
    renewed: int = 0
    since: int = 0
    code: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """We wait for the customer: since when, for which tasks, of whom, and since which of our messages."""

    since: datetime
    tasks: tuple[str, ...]
    contact: str
    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step with one accountable owner.

    Attributes
    ----------
    due_at
        When its clock runs out; while the customer is waited for, it stands still.
    waiting
        The request on which it waits for the customer; None while it is our turn.
    waited, held_for
        Working seconds waited for the customer, and spent on hold, so far; what goes on now is not in them.
    """

    id: str
    owner: str
    status: Literal["waiting", "active", "done"] = "waiting"
    entered_at: datetime | None = None
    due_at: datetime | None = None
    left_at: datetime | None = None
    waiting: Waiting | None = None
    waited: int = 0
    held_for: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the customer answered to one question, who and when; older releases did not keep the last two."""

    field: str
    value: Personal
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretAnswer:
    """A password or key that the customer has given. The value is nowhere in the state: it lies encrypted beside it.

    `number` counts how often it was given. `shown_to` is who has seen it, once, at `shown_at`; from then on, and from the
    end of the onboarding (`gone`), there is nothing to see any more.
    """

    field: str
    number: int
    by: str
    at: datetime
    shown_to: str = ""
    shown_at: datetime | None = None
    gone: bool = False

    @property
    def kept(self) -> bool:
        """Say whether it can still be shown."""
        return not self.gone and self.shown_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Who or what settled something, when, and by which documents; `asked_by` is who asked a second person for it.

    Of a sign-off by the customer: `shown` is the SHA-256 of the exact text on the page, in `language`, and `digest` that
    of everything that was signed together: the text, and each document.
    """

    by: str
    at: datetime
    hashes: tuple[str, ...] = ()
    note: Personal | None = None
    reference: str | None = None
    asked_by: str | None = None
    shown: str | None = None
    language: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What a task waits for, by reason code, since when, and who said so."""

    code: str
    since: datetime
    by: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Somebody has asked to do without a task that only a second person may waive."""

    by: str
    at: datetime
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Whose a task of the customer is: a contact, asked by a colleague, somebody of the team, or the playbook itself."""

    contact: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a contact asks us, or where they are stuck; its words are seen by all contacts.

    Attributes
    ----------
    task
        What it is about; None for the whole.
    stuck
        Why they cannot go on, a key of `questions.STUCK`; None for a question.
    answer_by
        Until when we mean to answer.
    over_at
        When it needed no answer any more: the task is done, or somebody else has it.
    """

    id: str
    at: datetime
    contact: str
    text: Personal | None
    answer_by: datetime
    task: str | None = None
    stuck: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    answer: Personal | None = None
    over_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Say whether it waits for an answer."""
        return self.answered_at is None and self.over_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A piece of work. `title` is the playbook's, or the product's own for tasks found missing at the handoff.

    What was given before `reopened_at` does not count any more; `answered_at` is when questions were last answered.

    `anchor` says what its due date counts from, where that is not its own opening (``opening``, ``target`` or a
    milestone), and `anchored_at` which instant that was.

    `hidden` are the questions that its answers leave unasked.

    `stuck_at` is when somebody is told that nobody has signed, or that the other system has not answered.

    `reminded` counts the reminders since the customer was asked for it, None before; the next is due at `remind_at`,
    None after the last.

    `handed` is which of the customer's people has it, where it is not for who is asked first. `asks` counts our requests
    for it; `again` says that it asks for what was there already, or was opened again.
    """

    id: str
    stage: str
    kind: TaskKind
    title: str
    owner: str
    by_customer: bool
    status: TaskStatus = "waiting"
    opened_at: datetime | None = None
    due_at: datetime | None = None
    answers: tuple[Answer, ...] = ()
    proof: Proof | None = None
    asked: bool = False
    quote: Personal | None = None
    blocked: Block | None = None
    waiver: Waiver | None = None
    reopened_at: datetime | None = None
    answered_at: datetime | None = None
    anchor: str | None = None
    anchored_at: datetime | None = None
    reminded: int | None = None
    remind_at: datetime | None = None
    stuck_at: datetime | None = None
    handed: Handed | None = None
    asks: int = field(default=0, compare=False)  # journals of older releases led to states without it
    again: bool = field(default=False, compare=False)
    hidden: tuple[str, ...] = ()
    secrets: tuple[SecretAnswer, ...] = ()

    @property
    def settled(self) -> bool:
        """Say whether nothing more is to be done."""
        return self.status in SETTLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One uploaded file version. `id` is the upload's own; `number` counts the versions of its task.

    `verdict` is what the content check found, `scan` what the malware scan found; both must be good. `table`, `values`
    and `signature` are what `domain.documents.Findings` says of it. `replaces` is the document in whose place the customer
    has sent it; `newer` says that nothing was asked for any more by then. `dated` is the day that they have named: on which it was
    signed or, without a time that it is valid for, the last on which it is valid. It is valid until `expires_on`; at
    `renew_at` a newer one is asked for, which makes it `expiring`: it does not count any more.
    """

    id: str
    task: str
    number: int
    key: str
    version_id: str
    status: DocumentStatus
    received_at: datetime
    check_by: datetime
    name: Personal | None = None
    contact: str | None = None
    size: int | None = None
    sha256: str | None = None
    type: str | None = None
    verdict: str | None = None
    scan: str | None = None
    reasons: tuple[str, ...] = ()
    note: Personal | None = None
    table: TableFindings | None = None
    values: Personal | None = None
    signature: SignatureFindings | None = None
    replaces: str | None = None
    newer: bool = False
    dated: date | None = None
    expires_on: date | None = None
    renew_at: datetime | None = None
    expiring: bool = False

    @property
    def gone(self) -> bool:
        """Say whether the customer has put another in its place, or has taken it back."""
        return self.status in {"replaced", "withdrawn"}

    @property
    def harmful(self) -> bool:
        """Say whether the malware scan found a threat in it."""
        return self.scan == "THREATS_FOUND" or "malware.found" in self.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment made during the sale, tracked to its evidence."""

    id: str
    text: Personal
    made_by: Personal | None = None
    due: date | None = None
    owner: str = ""
    settled: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A gate of the playbook; closed while `proof` is None."""

    id: str
    proof: tuple[Proof, ...] | None = None
    passed_at: datetime | None = None
    override_by: str | None = None
    override_reason: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """An exception raised to a person; `subject` is ``task:…``, ``stage:…``, ``document:…``, ``contact:…`` and the like.

    Attributes
    ----------
    since
        When its rule became true; None in states that older versions have stored.
    snoozed_until
        While it is put off: when it comes back.
    returned_at
        When it last came back from having been put off, until somebody takes it up.
    taken_at
        When somebody first took it up, or put it off; it stays when the entry comes back.
    put_off_by
        Who had put off what has come back, until somebody takes it up.
    given_to, given_by
        Whose it was made by hand, and by whom: from there on it climbs their ladder.
    code
        Why it came to that, of the group ``late``, where somebody has said so.
    """

    id: str
    rule: str
    subject: str
    owner: str
    rung: int
    raised_at: datetime
    why: Why
    next_rung_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    since: datetime | None = None
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None
    returned_at: datetime | None = None
    put_off_by: str | None = None
    given_to: str | None = None
    given_by: str | None = None
    taken_at: datetime | None = None
    resolved_at: datetime | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One line of a receipt: what arrived or was decided.

    `kind`: received, accepted, rejected, withdrawn, answered, approved, declined, asked, stuck.
    """

    kind: str
    task: str
    document: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """Receipts still to be mailed; what comes within two minutes of a mail waits until `due_at` and goes as one."""

    due_at: datetime
    waiting: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """How often the customer was reminded of a task, and when the next reminder is due; None after the last."""

    task: str
    number: int
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """How often the customer was asked, and how many reminders were mailed, the last at `last_at`.

    From `tell_at` the owner is told that reminders have not helped. `next_at` is that of journals from before each task
    had its own.
    """

    requests: int = 0
    sent: int = 0
    next_at: datetime | None = None
    last_at: datetime | None = None
    tell_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """Separate facts, in any order the playbook allows; UTC."""

    signed: datetime | None = None
    handed_off: datetime | None = None
    inputs_complete: datetime | None = None
    setup_complete: datetime | None = None
    first_value: datetime | None = None
    live: datetime | None = None
    transitioned: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When it will be live.

    Attributes
    ----------
    live_at
        By the longest way through what is left, `path`: the tasks on it, in order.
    late
        Whether that is after the target.
    slips_at
        From when on it is, if nothing is done until then; None where it is late already.
    """

    live_at: datetime
    late: bool
    slips_at: datetime | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The last thing that counted as activity: the event, when, and by whom, where the event says so."""

    what: str
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """What a migration has changed, kept so that it can be undone.

    `stages`, `tasks` and `gates` are those that it changed or dropped, as they were. `order` names all that there were
    (``stage:…``, ``task:…``, ``gate:…``), `dropped` those that it dropped. `target_at` is the date as it was, `moved_to`
    as the migration set it.
    """

    at: datetime
    before: PlaybookRef
    after: PlaybookRef
    order: tuple[str, ...]
    dropped: tuple[str, ...]
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    gates: tuple[Gate, ...]
    added: tuple[TaskRule, ...]
    kept_stages: tuple[StageRule, ...]
    target_at: datetime
    warn_at: datetime | None
    moved_to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody of the customer thinks of a milestone: asked for at `asked_at`, and `score` from 1 to 5 once given.

    `given_at` is when it was given first; it may be changed for a while after that.
    """

    milestone: str
    contact: str
    asked_at: datetime
    score: int | None = None
    comment: Personal | None = None
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting with the customer, for a task of ours.

    `times` are proposed; `chosen` is one of them, chosen by `contact`. `number` counts what calendars were told, so that
    they follow; `wish` is what the customer said when none would do, until other times are proposed. `last` is the time
    that was cancelled.
    """

    task: str
    minutes: int
    times: tuple[datetime, ...] = ()
    chosen: datetime | None = None
    contact: str | None = None
    number: int = 0
    wish: Personal | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Onboarding:
    """One onboarding. `sequence` counts its events; state is exactly the fold of them.

    `added` and `kept_stages` are the rules that its playbook does not have: of tasks that were added by hand, and of what
    stayed over a migration; `dropped` names the tasks that were taken out by hand. `migration` is the last one, as long
    as it can be undone.
    `held` says how it came on hold, `held_code` why somebody put it there, `held_until` when its owner is reminded.
    `waiting` is the request on which everything waits for the customer; `waited` and `held_for` are the working seconds
    waited for them and spent on hold so far, without what goes on now. `silent_at` is when nothing will have happened for
    too long, if nobody does anything.
    """

    id: str
    sequence: int
    status: Status
    deal: Deal
    tier: str
    playbook: PlaybookRef
    owner: str
    opened_at: datetime
    target_at: datetime
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    gates: tuple[Gate, ...]
    warn_at: datetime | None = None
    contacts: tuple[Contact, ...] = ()
    documents: tuple[Document, ...] = ()
    promises: tuple[Promise, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    questions: tuple[Question, ...] = ()
    receipts: Receipts | None = None
    reminders: Reminders = Reminders()
    milestones: Milestones = Milestones()
    held: str | None = None
    held_at: datetime | None = None
    held_code: str | None = None
    held_until: datetime | None = None
    ended_at: datetime | None = None
    ended_code: str | None = None
    link_epoch: int = 1
    added: tuple[TaskRule, ...] = ()
    dropped: tuple[str, ...] = ()
    kept_stages: tuple[StageRule, ...] = ()
    migration: Migration | None = None
    waiting: Waiting | None = None
    waited: int = 0
    held_for: int = 0
    forecast: Forecast | None = None
    silent_at: datetime | None = None
    opinions: tuple[Opinion, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    last_activity: Activity | None = field(
        default=None, compare=False
    )  # told by events of older releases too

    @property
    def ended(self) -> bool:
        """Say whether nothing more can happen but reading."""
        return self.ended_at is not None or self.status in {"closed", "cancelled"}

    @property
    def running(self) -> bool:
        """Say whether its clocks run."""
        return not self.ended and self.status != "on_hold"

    @property
    def complete(self) -> bool:
        """Say whether nothing is left to do: every stage done, and nothing open again in one of them."""
        return all(s.status == "done" for s in self.stages) and all(t.settled for t in self.tasks)

    @property
    def stage(self) -> Stage | None:
        """Return the stage that it is in: the first active one, else the last one completed."""
        active = next((stage for stage in self.stages if stage.status == "active"), None)
        return active or next((stage for stage in reversed(self.stages) if stage.status == "done"), None)

    def secrets_kept(self) -> dict[tuple[str, str], int]:
        """Return which secrets lie encrypted beside the state, by task and question, each with its number."""
        return {
            (task.id, each.field): each.number for task in self.tasks for each in task.secrets if each.kept
        }

    def task(self, task_id: str) -> Task | None:
        """Return a task."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def document(self, document_id: str) -> Document | None:
        """Return a document version by its upload's id."""
        return next((document for document in self.documents if document.id == document_id), None)

    def contact(self, contact_id: str | None) -> Contact | None:
        """Return a contact."""
        return next((contact for contact in self.contacts if contact.id == contact_id), None)

    def meeting(self, task_id: str) -> Meeting | None:
        """Return the meeting of a task."""
        return next((meeting for meeting in self.meetings if meeting.task == task_id), None)

    def opinion(self, milestone: str, contact: str) -> Opinion | None:
        """Return what a contact was asked about a milestone, and thinks of it."""
        named = (milestone, contact)
        return next((one for one in self.opinions if (one.milestone, one.contact) == named), None)

    def version(self, key: str, version_id: str) -> Document | None:
        """Return the document of one stored object version."""
        return next((d for d in self.documents if d.key == key and d.version_id == version_id), None)

    def of_task(self, task_id: str) -> tuple[Document, ...]:
        """Return the document versions of a task, oldest first."""
        return tuple(document for document in self.documents if document.task == task_id)

    def reachable(self) -> tuple[Contact, ...]:
        """Return the contacts who can be mailed, the first of them the one who is asked."""
        return tuple(c for c in self.contacts if c.status == "active" and c.email is not None)

    def remindable(self) -> tuple[Contact, ...]:
        """Return the contacts who can be mailed and want to be reminded."""
        return tuple(contact for contact in self.reachable() if contact.reminders)

    def epoch_of(self, contact: Contact) -> int:
        """Return the epoch of a contact's link; it rises with each new link, and the earlier ones are dead."""
        return self.link_epoch + contact.renewed

    def outstanding(self) -> tuple[Task, ...]:
        """Return what the customer still owes."""
        return tuple(task for task in self.tasks if task.by_customer and task.status == "open")

    def question(self, question_id: str | None) -> Question | None:
        """Return what a contact has asked."""
        return next((question for question in self.questions if question.id == question_id), None)

    def stuck(self, task_id: str) -> Question | None:
        """Return why the customer cannot go on with a task, while nobody has answered."""
        return next((q for q in self.questions if q.stuck and q.task == task_id and q.open), None)

    def raised(self) -> Iterator[Escalation]:
        """Yield the escalations that nobody has resolved yet."""
        return (escalation for escalation in self.escalations if escalation.resolved_at is None)
