"""Tasks, with their files and answers."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.application.api.people import person_view
from chalicelib.application.api.proof import proof_view
from chalicelib.application.api.shapes import AnswerView, BlockView, DocumentView, HandedView, TaskView
from chalicelib.application.circumstances import Circumstances
from chalicelib.domain.onboarding import Block, Task


def task_view(about: Circumstances, task: Task) -> TaskView:
    """Return a task with what was given for it."""
    rule = about.playbook.task(task.id)
    return TaskView(
        id=task.id,
        stage=task.stage,
        kind=task.kind,
        title=task.title,
        status=task.status,
        by_customer=task.by_customer,
        provision=rule.provision if rule else None,
        owner=person_view(task.owner, about.directory),
        opened_at=task.opened_at,
        due_at=task.due_at,
        quote=about.names.or_none(task.quote),
        reminders_sent=task.reminded or 0,
        next_reminder_at=_reminder_ahead(about, task),
        documents=tuple(_documents(about, task)),
        answers=tuple(
            AnswerView(field=answer.field, value=about.names.reveal(answer.value)) for answer in task.answers
        ),
        proof=proof_view(about, task.proof) if task.proof else None,
        blocked=_block(about, task.blocked) if task.blocked else None,
        waiver_asked_by=task.waiver.by if task.waiver else None,
        handed=HandedView(contact=task.handed.contact, by=task.handed.by, at=task.handed.at)
        if task.handed
        else None,
        stuck=about.onboarding.stuck(task.id) is not None,
        requests=task.asks,
        asked_again=task.again,
    )


def _documents(about: Circumstances, task: Task) -> Iterator[DocumentView]:
    for document in about.onboarding.of_task(task.id):
        yield DocumentView(
            id=document.id,
            version=document.number,
            name=about.names.reveal(document.name),
            status=document.status,
            reasons=document.reasons,
            sha256=document.sha256,
            received_at=document.received_at,
            rows=document.table.rows if document.table else None,
            wrong_rows=document.table.wrong if document.table else None,
            signature=document.signature.state if document.signature else None,
        )


def _reminder_ahead(about: Circumstances, task: Task) -> datetime | None:
    """Return when the customer is reminded next; None where nobody will be, or it has come already."""
    state = about.onboarding
    ahead = state.running and bool(state.remindable()) and task.status == "open"
    return task.remind_at if ahead and task.remind_at and task.remind_at > about.now else None


def _block(about: Circumstances, block: Block) -> BlockView:
    return BlockView(
        code=block.code,
        title=about.playbook.codes.title("blocked", block.code),
        since=block.since,
        by=block.by,
        note=about.names.or_none(block.note),
    )
