"""Pieces of work, and what was given for them."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.api.shapes.lists import PersonView
from chalicelib.application.api.shapes.proof import ProofView
from chalicelib.domain.documents import SignatureState
from chalicelib.domain.onboarding import DocumentStatus, TaskStatus
from chalicelib.domain.playbook import TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """What a task waits for: reason code and title, since when, who said so."""

    code: str
    title: str
    since: datetime
    by: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """An uploaded file version.

    `rows` and `wrong_rows` are counted where the task asks for a table; `signature` says how a PDF's digital signatures are.
    """

    id: str
    version: int
    name: str
    status: DocumentStatus
    reasons: tuple[str, ...]
    sha256: str | None
    received_at: datetime
    rows: int | None
    wrong_rows: int | None
    signature: SignatureState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer of the customer."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedView:
    """Which contact has a task of the customer, since when, and by whose wish."""

    contact: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A piece of work.

    `handed` is which contact has it, `stuck` says that the customer cannot go on, `requests` how often we have asked for it,
    `asked_again` that it was asked for though it was there.

    `provision` names the downstream call that does it, where one does; `waiver_asked_by` who wants to do without it;
    `quote` is the exact value of the CRM that could not be used, where it is about one.
    """

    id: str
    stage: str
    kind: TaskKind
    title: str
    status: TaskStatus
    by_customer: bool
    provision: str | None
    owner: PersonView
    opened_at: datetime | None
    due_at: datetime | None
    quote: str | None
    reminders_sent: int
    next_reminder_at: datetime | None
    documents: tuple[DocumentView, ...]
    answers: tuple[AnswerView, ...]
    proof: ProofView | None
    blocked: BlockView | None
    waiver_asked_by: str | None
    handed: HandedView | None
    stuck: bool
    requests: int
    asked_again: bool
