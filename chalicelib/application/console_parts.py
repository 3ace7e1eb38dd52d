"""Tasks and files as the team sees them, and what settled something."""

from dataclasses import dataclass

from chalicelib.application import offers, wording
from chalicelib.application.circumstances import Circumstances, name_of, someone
from chalicelib.application.dates import LocalTime, When
from chalicelib.application.offers import Offer
from chalicelib.application.task_view import DocumentLine, document_line
from chalicelib.domain.onboarding import Document, Proof, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """What settled something: by whom, when, with which words and hashes."""

    by: str
    at: When | None
    note: str
    reference: str
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A document with what can be done about it."""

    document: DocumentLine
    reasons: tuple[str, ...]
    scan: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPart:
    """A task as the team sees it."""

    id: str
    title: str
    kind: str
    whose: str
    help: str
    quote: str
    status: str
    label: str
    owner: str
    due: When | None
    late: bool
    files: tuple[FileLine, ...]
    answers: tuple[tuple[str, str], ...]
    proof: ProofLine | None
    offers: tuple[Offer, ...]


def task_part(about: Circumstances, task: Task, local: LocalTime) -> TaskPart:
    """Return a task as the team sees it."""
    rule = about.playbook.task(task.id)
    labels = {field.id: field.label for field in rule.fields} if rule else {}
    return TaskPart(
        id=task.id,
        title=task.title,
        kind=task.kind,
        whose="customer" if task.by_customer else "us",
        help=rule.help if rule else "",
        quote=about.names.reveal(task.quote),
        status=task.status,
        label=wording.INTERNAL_TASK_STATES[task.status],
        owner=someone(about.directory, task.owner).name,
        due=local.when(task.due_at),
        late=not task.settled and task.due_at is not None and task.due_at < about.now,
        files=tuple(_file(about, each) for each in about.onboarding.of_task(task.id)),
        answers=tuple((labels.get(a.field, a.field), about.names.reveal(a.value)) for a in task.answers),
        proof=proof_line(about, task.proof, local) if task.proof else None,
        offers=tuple(offers.for_task(task, about.onboarding, about.playbook)),
    )


def proof_line(about: Circumstances, proof: Proof, local: LocalTime) -> ProofLine:
    """Return who or what settled something."""
    return ProofLine(
        by=name_of(about, proof.by) or proof.by.partition(":")[2],
        at=local.when(proof.at),
        note=about.names.reveal(proof.note),
        reference=proof.reference or "",
        hashes=proof.hashes,
    )


def _file(about: Circumstances, document: Document) -> FileLine:
    return FileLine(
        document=document_line(about, document),
        reasons=document.reasons,
        scan=(document.scan or "").replace("_", " ").lower(),
        offers=tuple(offers.for_document(document)),
    )
