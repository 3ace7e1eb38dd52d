"""Uploaded files as lines of a list: each with its earlier versions, and with what the customer can do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.found import row_errors
from chalicelib.application.portal.tasks import YOUR_FILE, advice_on
from chalicelib.application.words import wording
from chalicelib.application.words.dates import When, local_time, whole_day
from chalicelib.domain.onboarding import Document, Onboarding
from chalicelib.domain.playbook import TableRule
from chalicelib.domain.reasons import size_words
from chalicelib.domain.tables import RowError, explain_row
from chalicelib.domain.validity import lacks_date

MOST_ROWS_SHOWN = 20
_UNJUDGED = frozenset({"received", "checking", "needs_person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A wrong row of a table: where, what stands there, and what to do."""

    row: int
    column: str
    value: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A file version.

    Attributes
    ----------
    advice
        What to do about a rejected one; `note` is a person's own words.
    by
        Whose file it is, where that is known.
    can
        What is open to the customer: ``replace`` it, offer a ``newer`` one, ``withdraw`` it.
    older
        The versions before it, newest first.
    instead_of
        The name of the file in whose place it was sent.
    until
        The last day on which it is valid; `ended` says that it has passed, `expiring` that a newer one is asked for.
    dated
        The day that was entered with it, where its last day does not tell it.
    asks_date
        Whether a day is still to be entered with it; `date_typed` was, and cannot be taken because of `date_error`.
    rows
        The first wrong rows of a table, of `wrong` things that are to be mended in all.
    hidden
        Whether they are kept from this reader until they have typed a code.
    """

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
    by: str = ""
    can: frozenset[str] = frozenset()
    older: tuple["DocumentLine", ...] = ()
    task: str = ""
    instead_of: str = ""
    until: str = ""
    ended: bool = False
    expiring: bool = False
    dated: str = ""
    asks_date: bool = False
    date_error: str = ""
    date_typed: str = ""
    rows: tuple[RowLine, ...] = ()
    wrong: int = 0
    hidden: bool = False

    @property
    def pending(self) -> bool:
        """Say whether a verdict of the machine is still to come."""
        return self.status in {"received", "checking"}


def document_line(about: Circumstances, document: Document) -> DocumentLine:
    """Return a file version as a line of a list."""
    rule, local = about.playbook.task(document.task), local_time(about.zone, about.now)
    last = document.expires_on if document.status == "accepted" else None
    ended = last is not None and last < about.now.astimezone(local.zone).date()
    valid = rule.documents.valid if rule and rule.documents else None
    hidden = about.hides(document.task)
    standing = document.status in _UNJUDGED | {"accepted"}
    return DocumentLine(
        id=document.id,
        number=document.number,
        name=_named(about, document),
        size=size_words(document.size) if document.size is not None else "",
        status=document.status,
        label=wording.DOCUMENT_ENDED if ended else wording.DOCUMENT_STATES[document.status],
        advice=() if document.gone else advice_on(document, rule),
        note=about.names.reveal(document.note),
        when=local.when(document.received_at),
        instead_of=_named(about, about.onboarding.document(document.replaces or "")),
        until=whole_day(last) if last else "",
        ended=ended,
        expiring=document.expiring,
        dated=whole_day(document.dated) if document.dated and valid and valid.days else "",
        asks_date=standing and not about.onboarding.ended and lacks_date(document, valid),
        sha256=document.sha256 or "",
        by=name_of(about, f"contact:{document.contact}")
        if document.contact and not document.by_closed_page
        else "",
        can=frozenset(_can(about.onboarding, document)),
        task=document.task,
        rows=() if document.gone or hidden else tuple(_rows(about, document))[:MOST_ROWS_SHOWN],
        wrong=document.table.wrong if document.table and not document.gone else 0,
        hidden=hidden,
    )


def _named(about: Circumstances, document: Document | None) -> str:
    return (about.names.reveal(document.name) or YOUR_FILE) if document else ""


def wrong_rows(about: Circumstances, document: Document) -> tuple[RowError, ...]:
    """Return the wrong rows of a table, as many as are kept; none of other files."""
    errors = document.table.errors if document.table else None
    return row_errors(about.names.reveal(errors)) if errors else ()


def table_of(about: Circumstances, document: Document) -> TableRule | None:
    """Return what the rows of a document must hold."""
    rule = about.playbook.task(document.task)
    return rule.documents.table if rule and rule.documents else None


def _rows(about: Circumstances, document: Document) -> Iterator[RowLine]:
    for error in wrong_rows(about, document):
        says = explain_row(error, table_of(about, document))
        yield RowLine(row=error.row, column=error.column, value=error.value, says=says)


def standing(about: Circumstances, task_id: str) -> tuple[DocumentLine, ...]:
    """Return the files of a task that stand, newest first, each with the versions that it came in the place of."""
    files = about.onboarding.of_task(task_id)
    lines = {each.id: document_line(about, each) for each in files}
    before = {each.id: each.replaces for each in files if each.replaces and not each.newer}
    return tuple(
        replace(lines[each.id], older=tuple(_older(each.id, lines, before)))
        for each in reversed(files)
        if not each.gone
    )


def withdrawn(about: Circumstances, task_id: str) -> tuple[DocumentLine, ...]:
    """Return the files of a task that were taken back, and the versions before them, newest first."""
    files = about.onboarding.of_task(task_id)
    shown = {line.id for each in standing(about, task_id) for line in (each, *each.older)}
    return tuple(document_line(about, each) for each in reversed(files) if each.id not in shown)


def _older(document: str, lines: dict[str, DocumentLine], before: dict[str, str]) -> Iterator[DocumentLine]:
    seen = {document}
    while (document := before.get(document, "")) in lines and document not in seen:
        seen.add(document)
        yield lines[document]


def _can(onboarding: Onboarding, document: Document) -> Iterable[str]:
    task = onboarding.task(document.task)
    if onboarding.ended or task is None or document.gone:
        return
    if (
        not task.settled and document.status != "rejected"
    ):  # a refused file never counted: another is simply sent
        yield "replace"
    elif document.status == "accepted":
        yield "newer"
    if document.status in _UNJUDGED:
        yield "withdraw"
