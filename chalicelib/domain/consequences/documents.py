"""Documents are judged, and customer tasks settle with them."""

from collections.abc import Iterator

from chalicelib.domain import escalations, reading, validity
from chalicelib.domain.context import Context
from chalicelib.domain.events import (
    DocumentAccepted,
    DocumentNeedsPerson,
    DocumentRejected,
    Event,
    TaskCompleted,
    TaskReviewed,
)
from chalicelib.domain.onboarding import Document, Onboarding, Proof, Task, TaskStatus
from chalicelib.domain.playbook import TaskRule
from chalicelib.domain.why import Fact, Why, why

CLEAN = frozenset({"NO_THREATS_FOUND", "not_required"})


def judged(state: Onboarding, context: Context) -> Iterator[Event]:
    """A document ends accepted, rejected or with a person as soon as content check and scan allow."""
    for document in state.documents:
        if document.status in {"received", "checking"} and (event := _judgement(document, state, context)):
            yield event
            return


def _judgement(document: Document, state: Onboarding, context: Context) -> Event | None:
    at, verdict, scan = context.now, document.verdict, document.scan
    reason = why(
        "document.judged", content=verdict or "not checked yet", malware_scan=scan or "not scanned yet"
    )
    if verdict == "rejected":
        return DocumentRejected(
            at=at, why=reason, document=document.id, reasons=document.reasons, by="system:intake"
        )
    if scan == "THREATS_FOUND":
        return DocumentRejected(
            at=at, why=reason, document=document.id, reasons=("malware.found",), by="system:scan"
        )
    if verdict == "unchecked":
        return DocumentNeedsPerson(at=at, why=reason, document=document.id, reasons=document.reasons)
    if scan is not None and scan not in CLEAN:
        return DocumentNeedsPerson(at=at, why=reason, document=document.id, reasons=("malware.unscanned",))
    if verdict == "accepted" and scan in CLEAN and state.closed_to(document.contact, document.epoch):
        return DocumentNeedsPerson(at=at, why=reason, document=document.id, reasons=("document.left",))
    if verdict == "accepted" and scan in CLEAN and _unasked(document, state):
        return DocumentNeedsPerson(at=at, why=reason, document=document.id, reasons=("document.newer",))
    if verdict == "accepted" and scan in CLEAN and validity.over(validity.end(document, context), context):
        return DocumentRejected(
            at=at, why=reason, document=document.id, reasons=("document.expired",), by="system:intake"
        )
    if verdict == "accepted" and scan in CLEAN:
        until = validity.until(document, context)
        return DocumentAccepted(
            at=at,
            why=reason,
            document=document.id,
            by="system:intake",
            reads=reading.wanted(document, context),
            **until,
        )
    return None


def _unasked(document: Document, state: Onboarding) -> bool:
    """Say whether nothing was asked for when a document came, and it is not asked for again since."""
    task = state.task(document.task)
    return document.newer and (document.replaces is not None or task is None or task.settled)


def in_front_of_a_person(state: Onboarding, context: Context) -> Iterator[Event]:
    """A document that needs a person is raised to the owner of its task."""
    for document in state.documents:
        subject = f"document:{document.id}"
        if document.status == "needs_person" and not escalations.is_raised(state, subject):
            facts = (Fact(name="reasons", value=", ".join(document.reasons)),)
            owner = escalations.owner_of(subject, state)
            yield escalations.new(
                state, context, rule="document.needs_person", subject=subject, owner=owner, facts=facts
            )
            return


def customer_tasks_settled(state: Onboarding, context: Context) -> Iterator[Event]:
    """A customer task is done when its documents are accepted and its questions answered."""
    for task in state.tasks:
        if task.settled or task.status == "waiting":
            continue
        rule = context.playbook.task(task.id)
        if rule is None or not (rule.documents or rule.fields):
            continue
        status = _customer_status(state, task, rule)
        if status == "done":
            accepted = [d for d in _counting(state, task) if _counts(d, rule)]
            by = next((f"contact:{d.contact}" for d in accepted if d.contact), context.actor)
            hashes = tuple(d.sha256 for d in accepted if d.sha256)
            proof = Proof(by=by, at=context.now, hashes=hashes)
            yield TaskCompleted(at=context.now, why=_given(state, task, rule), task=task.id, proof=proof)
            return
        if status != task.status:
            yield TaskReviewed(at=context.now, why=_given(state, task, rule), task=task.id, status=status)
            return


def _counting(state: Onboarding, task: Task) -> list[Document]:
    """Return the documents that count: of a task that was opened again, those that arrived since."""
    since = task.reopened_at
    return [d for d in state.of_task(task.id) if since is None or d.received_at >= since]


def _counts(document: Document, rule: TaskRule) -> bool:
    """Say whether a document is good for its task: accepted, not about to end, and with the day that is asked for."""
    asked = rule.documents.valid if rule.documents else None
    return (
        document.status == "accepted" and not document.expiring and not validity.lacks_date(document, asked)
    )


def _answered(task: Task) -> bool:
    """Say whether the answers count: of a task that was opened again, once they are given again."""
    return task.reopened_at is None or (task.answered_at is not None and task.answered_at >= task.reopened_at)


def _given(state: Onboarding, task: Task, rule: TaskRule) -> Why:
    wanted = rule.documents.count if rule.documents else 0
    documents = ", ".join(document.status for document in _counting(state, task)) or "none"
    answers = f"{len(task.answers)} of {len(rule.fields)}"
    return why("task.given", documents_wanted=wanted, documents=documents, answers=answers)


def _customer_status(state: Onboarding, task: Task, rule: TaskRule) -> TaskStatus:
    counting = _counting(state, task)
    mine = (d for d in counting if not (d.by_closed_page and d.status == "needs_person"))
    statuses = [document.status for document in mine]
    good = sum(_counts(document, rule) for document in counting)
    wanted = rule.documents.count if rule.documents else 0
    here = {answer.field for answer in task.answers} | {secret.field for secret in task.secrets}
    given = here if _answered(task) else set()
    asked = (field for field in rule.fields if field.id not in task.hidden)
    answered = all(field.id in given for field in asked if field.required)
    if good >= wanted and answered and (wanted or given):
        return "done"
    if "needs_person" in statuses:
        return "in_review"
    if "received" in statuses or "checking" in statuses:
        return "submitted"
    return "open"
