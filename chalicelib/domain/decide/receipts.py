"""Receipts: every act of the customer is confirmed by mail, at once.

A file waits up to `JUDGED_WITHIN` for its verdict, so that one that is judged within seconds is one mail; whatever else
comes meanwhile goes with it.

What follows within two minutes goes as one: when nothing more has come for two minutes, and ten minutes after the last
receipt at the latest, so that somebody who works through their list is not mailed all the while. What was refused is
told without waiting for a pause.
"""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import events as e
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines import JUDGED_WITHIN, LONGEST, QUIET, awaiting
from chalicelib.domain.onboarding import Notice, Onboarding, Receipts
from chalicelib.domain.why import Why, why


def receipts(state: Onboarding | None, happened: tuple[e.Event, ...], context: Context) -> Iterator[e.Event]:
    """Yield the receipt mail for what happened, or its lines for the next one; `state` is that after it."""
    if state is None:
        return
    lines = tuple(notice for event in happened for notice in _lines(state, event))
    if not lines:
        return
    at, waiting = context.now, state.receipts.waiting if state.receipts else ()
    due_at, reason = _due(state, lines, at)
    if due_at is None:
        yield e.ReceiptMailed(at=at, why=reason, notices=(*waiting, *lines), quiet_until=at + QUIET, since=at)
        return
    for notice in lines:
        yield e.ReceiptQueued(at=at, why=reason, notice=notice, due_at=due_at)


def _due(state: Onboarding, lines: tuple[Notice, ...], at: datetime) -> tuple[datetime | None, Why]:
    """Return when lines are mailed with what waits, and why then; None for at once."""
    current = state.receipts
    waiting = current.waiting if current else ()
    held = why("receipt.held", seconds=int(JUDGED_WITHIN.total_seconds()))
    if current is None or current.due_at <= at:
        if _unjudged(state, lines):
            return (current.due_at if current and waiting else at + JUDGED_WITHIN), held
        return None, why("receipt.at_once", lines=len(lines), waiting=len(waiting))
    if awaiting(current):
        if _unjudged(state, (*waiting, *lines)):
            return current.due_at, held
        return None, why("receipt.judged", lines=len(lines), waiting=len(waiting))
    folded = why("receipt.folded", minutes_quiet=int(QUIET.total_seconds() // 60))
    return _after_a_pause(current, lines, at), folded


def _unjudged(state: Onboarding, lines: tuple[Notice, ...]) -> bool:
    """Say whether the verdict on a file may come any moment; one that a person looks at takes longer."""
    documents = [state.document(notice.document) for notice in lines if notice.document]
    return any(document and document.status in {"received", "checking"} for document in documents)


def _after_a_pause(current: Receipts, lines: tuple[Notice, ...], at: datetime) -> datetime:
    """Return when what waits is mailed, if nothing more comes."""
    if current.since is None or any(notice.kind == "rejected" for notice in (*current.waiting, *lines)):
        return current.due_at
    return max(current.due_at, min(at + QUIET, current.since + LONGEST))


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
        case e.CustomerAsked() if event.settles:
            yield from _settled(state, event)
        case e.TaskCompleted() if giver := _gave(state, event):
            yield Notice(kind="passed_on", task=event.task, contact=giver)
        case e.QuestionAsked():
            asked = event.question
            kind = "stuck" if asked.stuck else "asked"
            yield Notice(kind=kind, task=asked.task or "", contact=asked.contact)


def _settled(state: Onboarding, event: e.CustomerAsked) -> Iterator[Notice]:
    """Yield what tells those who had declined that it is settled, where somebody else is asked to sign now."""
    reachable = {f"contact:{contact.id}": contact.id for contact in state.reachable()}
    for task in map(state.task, event.tasks):
        who = reachable.get(task.declined.by) if task and task.declined else None
        if task and who and who != event.contact:
            yield Notice(kind="settled", task=task.id, contact=who)


def _gave(state: Onboarding, event: e.TaskCompleted) -> str | None:
    """Return who had given a task to the colleague who has done it, where they can be told; what came back nobody gave."""
    task = state.task(event.task)
    by = task.handed.by if task and task.handed and task.handed.by != f"contact:{task.handed.contact}" else ""
    return next((c.id for c in state.reachable() if by == f"contact:{c.id}" and by != event.proof.by), None)


def _of_document(state: Onboarding, kind: str, document_id: str) -> Notice:
    document = state.document(document_id)
    contact = document.contact if document else None
    return Notice(kind=kind, task=_task_of(state, document_id), document=document_id, contact=contact)


def _task_of(state: Onboarding, document_id: str) -> str:
    document = state.document(document_id)
    return document.task if document else ""
