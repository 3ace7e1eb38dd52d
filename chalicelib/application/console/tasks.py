"""Tasks and their files as the team sees them."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances, name_of, someone
from chalicelib.application.console import offers
from chalicelib.application.console.offer import Offer
from chalicelib.application.console.proof import ProofLine, proof_line
from chalicelib.application.portal.document_lines import DocumentLine, document_line
from chalicelib.application.portal.secrets import SecretRow, secret_rows
from chalicelib.application.words import wording
from chalicelib.application.words.dates import LocalTime, When
from chalicelib.domain.onboarding import Answer, Document, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A document with what can be done about it."""

    document: DocumentLine
    reasons: tuple[str, ...]
    scan: str
    offers: tuple[Offer, ...]
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPart:
    """A task as the team sees it. `blocked` is what blocks it, `asks` who wants to do without it, in words."""

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
    answers: tuple[tuple[str, str, str], ...]
    proof: ProofLine | None
    offers: tuple[Offer, ...]
    blocked: str = ""
    asks: str = ""
    handed: str = ""
    secrets: tuple[SecretRow, ...] = ()


def task_part(about: Circumstances, task: Task, local: LocalTime, *, actor: str) -> TaskPart:
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
        answers=tuple(
            _answer(about, each, local, label=labels.get(each.field, each.field)) for each in task.answers
        ),
        secrets=secret_rows(about, task),
        proof=proof_line(about, task.proof, local) if task.proof else None,
        offers=tuple(offers.for_task(task, about.onboarding, about.playbook, actor=actor)),
        blocked=_blocked(about, task, local),
        asks=_asks(about, task),
        handed=_handed(about, task, local),
    )


def _blocked(about: Circumstances, task: Task, local: LocalTime) -> str:
    """Return what blocks a task, in words: by which reason, since when, who said so."""
    block = task.blocked
    if block is None:
        return ""
    since, note = local.when(block.since), about.names.reveal(block.note)
    words = about.playbook.codes.title("blocked", block.code) + (f": “{note}”" if note else "")
    by = name_of(about, block.by)
    return f"{words} (since {since.day if since else ''}{', says ' + by if by else ''})"


def _asks(about: Circumstances, task: Task) -> str:
    """Return who asks to do without a task, and why."""
    if task.waiver is None:
        return ""
    return f"{name_of(about, task.waiver.by) or 'Somebody'}: “{about.names.reveal(task.waiver.reason)}”"


def _handed(about: Circumstances, task: Task, local: LocalTime) -> str:
    """Return which of the customer's people has a task, since when, and who gave it to them."""
    if task.handed is None:
        return ""
    since, by = local.when(task.handed.at), name_of(about, task.handed.by)
    asked = f", asked by {by}" if by else ""
    return f"{name_of(about, f'contact:{task.handed.contact}')} (since {since.day if since else ''}{asked})"


def _answer(about: Circumstances, answer: Answer, local: LocalTime, *, label: str) -> tuple[str, str, str]:
    """Return a question, its answer, and who gave it when."""
    when = local.when(answer.at)
    who = f"{name_of(about, answer.by)}, {when.minute}" if when else ""
    return label, about.names.reveal(answer.value), who


def _signature(about: Circumstances, document: Document) -> str:
    """Return what a digital signature says for itself; empty where there is none."""
    if document.signature is None:
        return ""
    found, by = document.signature, about.names.reveal(document.signature.by)
    return wording.SIGNATURES[found.state] % {"count": found.count, "by": by or wording.NOBODY_NAMED}


def _file(about: Circumstances, document: Document) -> FileLine:
    return FileLine(
        document=document_line(about, document),
        reasons=document.reasons,
        scan=(document.scan or "").replace("_", " ").lower(),
        signature=_signature(about, document),
        offers=tuple(offers.for_document(document)),
    )
