"""One onboarding, whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.domain.deal import Deal
from chalicelib.domain.onboarding.contacts import Contact, Opinion, Question
from chalicelib.domain.onboarding.course import Activity, Forecast, Milestones, Stage, Waiting
from chalicelib.domain.onboarding.documents import Document
from chalicelib.domain.onboarding.escalations import Escalation
from chalicelib.domain.onboarding.meetings import Meeting
from chalicelib.domain.onboarding.migration import Migration
from chalicelib.domain.onboarding.proof import Gate, Promise
from chalicelib.domain.onboarding.tasks import Task
from chalicelib.domain.onboarding.telling import Receipts, Reminders
from chalicelib.domain.playbook import StageRule, TaskRule
from chalicelib.domain.values import PlaybookRef

Status = Literal["opening", "active", "on_hold", "live", "closed", "cancelled"]


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
    reminders: Reminders = Reminders()  # noqa: RUF009  # a frozen value
    milestones: Milestones = Milestones()  # noqa: RUF009  # a frozen value
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

    def closed_to(self, contact_id: str | None, epoch: int | None) -> bool:
        """Say whether a page that a contact had open is closed: they have left, or its link (None: any) was replaced."""
        contact = self.contact(contact_id)
        if contact is None:
            return False
        return contact.status == "left" or (epoch is not None and epoch != self.epoch_of(contact))

    def outstanding(self) -> tuple[Task, ...]:
        """Return what the customer still owes."""
        return tuple(task for task in self.tasks if task.by_customer and task.status == "open")

    def question(self, question_id: str | None) -> Question | None:
        """Return what a contact has asked."""
        return next((question for question in self.questions if question.id == question_id), None)

    def stuck(self, task_id: str) -> Question | None:
        """Return why the customer cannot go on with a task, while nobody has answered."""
        return next((q for q in self.questions if q.stuck and q.task == task_id and q.open), None)

    def declined(self, task_id: str) -> Escalation | None:
        """Return what tells that the customer declined to sign a task, while nobody has taken care of it."""
        about = (f"task:{task_id}", "approval.declined")
        return next((each for each in self.raised() if (each.subject, each.rule) == about), None)

    def ours_first(self, task_id: str) -> bool:
        """Say whether the customer cannot go on with a task before we have answered: they are stuck, or declined to sign."""
        return self.stuck(task_id) is not None or self.declined(task_id) is not None

    def with_customer(self) -> tuple[Task, ...]:
        """Return what the customer still owes and can give now: what is reminded of, and what they can be late with."""
        return tuple(task for task in self.outstanding() if not self.ours_first(task.id))

    def raised(self) -> Iterator[Escalation]:
        """Yield the escalations that nobody has resolved yet."""
        return (escalation for escalation in self.escalations if escalation.resolved_at is None)
