"""Receipts: every act of the customer is confirmed by mail, at once; what follows within two minutes goes as one."""

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines import QUIET
from chalicelib.domain.onboarding import Notice, Onboarding
from chalicelib.domain.why import why


def receipts(state: Onboarding | None, happened: tuple[e.Event, ...], context: Context) -> Iterator[e.Event]:
    """Yield the receipt mail for what happened, or its lines for the next one; `state` is that after it."""
    if state is None:
        return
    lines = tuple(notice for event in happened for notice in _lines(state, event))
    if not lines:
        return
    at, current = context.now, state.receipts
    if current is None or current.due_at <= at:
        waiting = current.waiting if current else ()
        reason = why("receipt.at_once", lines=len(lines), waiting=len(waiting))
        yield e.ReceiptMailed(at=at, why=reason, notices=(*waiting, *lines), quiet_until=at + QUIET)
        return
    for notice in lines:
        reason = why("receipt.folded", minutes_quiet=int(QUIET.total_seconds() // 60))
        yield e.ReceiptQueued(at=at, why=reason, notice=notice, due_at=current.due_at)


def _lines(state: Onboarding, event: e.Event) -> Iterator[Notice]:
    match event:
        case e.DocumentReceived():
            yield _of_document(state, "received", event.document.id)
        case e.DocumentAccepted():
            yield _of_document(state, "accepted", event.document)
        case e.DocumentRejected():
            yield _of_document(state, "rejected", event.document)
        case e.DocumentWithdrawn():
            yield Notice(
                kind="withdrawn",
                task=_task_of(state, event.document),
                document=event.document,
                contact=event.contact,
            )
        case e.AnswersRecorded():
            yield Notice(kind="answered", task=event.task, contact=event.contact)
        case e.ApprovalDeclined() if event.by.startswith("contact:"):
            yield Notice(kind="declined", task=event.task, contact=event.by.partition(":")[2])
        case e.QuestionAsked():
            asked = event.question
            kind = "stuck" if asked.stuck else "asked"
            yield Notice(kind=kind, task=asked.task or "", contact=asked.contact)


def _of_document(state: Onboarding, kind: str, document_id: str) -> Notice:
    document = state.document(document_id)
    contact = document.contact if document else None
    return Notice(kind=kind, task=_task_of(state, document_id), document=document_id, contact=contact)


def _task_of(state: Onboarding, document_id: str) -> str:
    document = state.document(document_id)
    return document.task if document else ""
