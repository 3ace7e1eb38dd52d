"""The work, and what was given for it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.domain.onboarding.proof import Proof
from chalicelib.domain.playbook import TaskKind
from chalicelib.domain.values import Personal

TaskStatus = Literal["waiting", "open", "submitted", "in_review", "done", "waived"]
SETTLED: frozenset[TaskStatus] = frozenset({"done", "waived"})


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
class Decline:
    """Why the customer last declined to sign, who and when; `answer_by` is when we mean to have answered.

    Once they were asked again it is `settled_at`, and `note` is what we say that was done.
    """

    by: str
    at: datetime
    reason: Personal
    answer_by: datetime | None = None
    settled_at: datetime | None = None
    note: Personal | None = None


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

    `declined` is how the customer last declined to sign it.
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
    declined: Decline | None = field(default=None, compare=False)  # likewise
    hidden: tuple[str, ...] = ()
    secrets: tuple[SecretAnswer, ...] = ()

    @property
    def settled(self) -> bool:
        """Say whether nothing more is to be done."""
        return self.status in SETTLED
