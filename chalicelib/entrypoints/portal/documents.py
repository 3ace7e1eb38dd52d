"""What the customer does with the files they have sent: look at them, and take one back."""

from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.forms import asked_tables
from chalicelib.application.forms.kinds.days import day_error
from chalicelib.application.forms.reader import reader_of
from chalicelib.application.forms.typed_days import days_of
from chalicelib.application.found import errors_as_csv
from chalicelib.application.portal import document_lines
from chalicelib.application.portal.tasks import YOUR_FILE
from chalicelib.domain.commands import DateDocument, WithdrawDocument
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.onboarding import Document
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import TaskRule
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import guarded, redirect, see_other
from chalicelib.entrypoints.portal.proof import require_proof
from chalicelib.entrypoints.portal.task import task_page
from chalicelib.entrypoints.portal.visits import Visit, carry_out_for, enter


@guarded
def download(request: Any, task_id: str, document_id: str) -> Response:
    """Lead to the pinned version of one of the customer's own files, for five minutes."""
    visit = enter(request)
    document = own(visit, task_id, document_id)
    if not visit.may_see(document):
        raise WrongStateError(
            phrase("This file is locked away, because our malware scanner found something harmful in it.")
        )
    if visit.about.hides(task_id):
        # Back to the page, not to the file: a browser lets a form of ours lead to no other host (form-action).
        require_proof(visit, to=f"/portal/tasks/{task_id}")
    name = visit.about.names.reveal(document.name) or YOUR_FILE
    address = bootstrap.documents().presigned_get(document.key, document.version_id, name=name)
    return see_other(address, cookie=visit.cookie)


@guarded
def wrong_rows(request: Any, task_id: str, document_id: str) -> Response:
    """Hand out the whole list of a table's wrong rows, in the reader's language."""
    from chalicelib.adapters.languages import language

    visit = enter(request)
    document = own(visit, task_id, document_id)
    if visit.about.hides(task_id):
        require_proof(visit, to=f"/portal/tasks/{task_id}")
    errors = document_lines.wrong_rows(visit.about, document)
    if not errors:
        raise NotFoundError("There is no such list.")
    text = errors_as_csv(
        errors,
        document_lines.table_of(visit.about, document),
        language(visit.about.tag),
        comma=reader_of(visit.about).comma,
    )
    name = (visit.about.names.reveal(document.name) or YOUR_FILE).rpartition(".")[0] + ".rows.csv"
    return _csv(text, name=name, visit=visit)


@guarded
def empty_table(request: Any, task_id: str) -> Response:
    """Hand out an empty table with the columns that a task asks for."""
    visit = enter(request)
    task, rule = visit.about.onboarding.task(task_id), visit.about.playbook.task(task_id)
    table = rule.documents.table if rule and rule.documents else None
    if task is None or not task.by_customer or table is None:
        raise NotFoundError("There is no such list.")
    text = asked_tables.empty_table(table, comma=reader_of(visit.about).comma)
    return _csv(text, name=f"{task_id}.csv", visit=visit)


def _csv(text: str, *, name: str, visit: Visit) -> Response:
    from chalicelib.adapters.s3 import attachment

    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": attachment(name),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Set-Cookie": visit.cookie,
    }
    return Response("\ufeff" + text, headers=headers)


def withdraw(visit: Visit, form: Form, rule: TaskRule) -> Response:
    """Take a file back that nobody has judged yet."""
    document = own(visit, rule.id, form.get("document"))
    carry_out_for(
        visit,
        form,
        lambda _: WithdrawDocument(document=document.id, contact=visit.contact.id),
    )
    return redirect(f"/portal/tasks/{rule.id}?done=withdrawn", cookie=visit.cookie)


def date_document(visit: Visit, form: Form, rule: TaskRule) -> Response:
    """Take the day that is asked for with a file: until when it is valid, or when it was signed."""
    document, typed = own(visit, rule.id, form.get("document")), form.get("date")
    field = f"date-{document.id}"
    days = days_of(typed, first=reader_of(visit.about).day_first)
    error = day_error(days)
    if not error:
        try:
            carry_out_for(
                visit,
                form,
                lambda _: DateDocument(document=document.id, day=days[0], contact=visit.contact.id),
            )
            return redirect(f"/portal/tasks/{rule.id}?done=dated", cookie=visit.cookie)
        except InvalidError as refusal:
            error = refusal.words
    return task_page(visit, rule.id, status=422, typed={field: typed}, errors={field: error})


def own(visit: Visit, task_id: str, document_id: str) -> Document:
    """Return a document of a task of the customer; raises NotFoundError for all others."""
    task = visit.about.onboarding.task(task_id)
    document = visit.about.onboarding.document(document_id)
    if task is None or not task.by_customer or document is None or document.task != task_id:
        raise NotFoundError("There is no such document.")
    return document
