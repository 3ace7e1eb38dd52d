"""What the page of one customer task shows: what is asked, what arrived, what can be done now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.application import wording
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.customer_tasks import TO_DO, YOUR_FILE, TaskLine, advice_on, task_line
from chalicelib.application.dates import When, local_time
from chalicelib.application.questions import Question, question
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.onboarding import Document, Onboarding, Task
from chalicelib.domain.playbook import DocumentRule, TaskRule
from chalicelib.domain.reasons import TYPE_NAMES, size_words, taken, types_words

_ENDINGS = {each: f".{each}" for each in TYPE_NAMES} | {"jpeg": ".jpg,.jpeg", "csv": ".csv,.txt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A file version. `advice` tells what to do about a rejected one; `note` is a person's own words."""

    id: str
    number: int
    name: str
    size: str
    status: str
    label: str
    advice: tuple[str, ...]
    note: str
    when: When | None
    sha256: str

    @property
    def pending(self) -> bool:
        """Say whether a verdict of the machine is still to come."""
        return self.status in {"received", "checking"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What files are taken, of `most` bytes each; `missing` is how many are still wanted."""

    types: str
    limit: str
    most: int
    accept: str
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task. `can` names the acts that are open: upload, answer, confirm, approve."""

    line: TaskLine
    can: frozenset[str]
    upload: Upload | None
    documents: tuple[DocumentLine, ...]
    questions: tuple[Question, ...]
    answered: bool
    statement: str
    approval: bool
    subject: tuple[DocumentLine, ...]
    approver: str
    account: str
    errors: tuple[tuple[str, str], ...] = field(default=())

    @property
    def pending(self) -> bool:
        """Say whether the page will change by itself soon."""
        return any(document.pending for document in self.documents)


def task_view(
    about: Circumstances,
    task_id: str,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> TaskView:
    """Return what a task's page shows.

    Parameters
    ----------
    typed, errors
        What was typed into a form that could not be taken, and what is wrong with it, by field.

    Raises
    ------
    NotFoundError
        There is no such task for the customer.
    """
    task, rule = about.onboarding.task(task_id), about.playbook.task(task_id)
    if task is None or rule is None or not task.by_customer:
        raise NotFoundError("There is no such task.")
    line, errors = task_line(about, task), errors or {}
    questions = tuple(question(about, task, rule=each, typed=typed, errors=errors) for each in rule.fields)
    return TaskView(
        line=line,
        can=_can(about.onboarding, line, rule=rule),
        upload=_upload(about.onboarding, task, rule=rule.documents) if rule.documents else None,
        documents=tuple(document_line(about, each) for each in reversed(about.onboarding.of_task(task.id))),
        questions=questions,
        answered=bool(task.answers),
        statement=rule.statement,
        approval=task.kind == "approval",
        subject=_approved(about) if task.kind == "approval" else (),
        approver=about.names.reveal(task.proof.note) if task.proof and task.kind == "approval" else "",
        account=about.onboarding.deal.account.name,
        errors=_named(rule, errors),
    )


def document_line(about: Circumstances, document: Document) -> DocumentLine:
    """Return a file version as a line of a list."""
    rule = about.playbook.task(document.task)
    return DocumentLine(
        id=document.id,
        number=document.number,
        name=about.names.reveal(document.name) or YOUR_FILE,
        size=size_words(document.size) if document.size is not None else "",
        status=document.status,
        label=wording.DOCUMENT_STATES[document.status],
        advice=advice_on(document, rule),
        note=about.names.reveal(document.note),
        when=local_time(about.zone, about.now).when(document.received_at),
        sha256=document.sha256 or "",
    )


def _named(rule: TaskRule, errors: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the errors for the summary, where only the label tells which question is meant."""
    labels = {each.id: f"{each.label}: " for each in rule.fields}
    return tuple((key, labels.get(key, "") + text) for key, text in errors.items())


def _can(onboarding: Onboarding, line: TaskLine, *, rule: TaskRule) -> frozenset[str]:
    if onboarding.ended or line.state not in TO_DO:
        return frozenset()
    if rule.kind == "approval":
        return frozenset({"approve"})
    asks = {"upload": bool(rule.documents), "answer": bool(rule.fields)}
    found = frozenset(act for act, asked in asks.items() if asked)
    return found or frozenset({"confirm"})


def _upload(onboarding: Onboarding, task: Task, *, rule: DocumentRule) -> Upload:
    kept = [each for each in onboarding.of_task(task.id) if each.status != "rejected"]
    return Upload(
        types=types_words(rule.types),
        limit=size_words(rule.max_bytes),
        most=rule.max_bytes,
        accept=",".join(_ENDINGS[each] for each in TYPE_NAMES if each in taken(rule.types)),
        missing=max(1, rule.count - len(kept)),
    )


def _approved(about: Circumstances) -> tuple[DocumentLine, ...]:
    return tuple(
        document_line(about, each) for each in about.onboarding.documents if each.status == "accepted"
    )
