"""What the page of one customer task shows: what is asked, what arrived, what can be done now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.drafts import Draft
from chalicelib.application.forms.asked_tables import AskedTable, asked_table
from chalicelib.application.forms.others import draft_words
from chalicelib.application.forms.questions import Question, questions
from chalicelib.application.forms.reader import reader_of
from chalicelib.application.portal.colleagues import PeopleView, people_of
from chalicelib.application.portal.document_lines import DocumentLine, document_line, standing, withdrawn
from chalicelib.application.portal.signatures import Signature, signature_of
from chalicelib.application.portal.tasks import TO_DO, TaskLine, task_line
from chalicelib.application.words.dates import local_time
from chalicelib.domain import signing
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.given import correctable, stamp
from chalicelib.domain.languages import language_of
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import DocumentRule, TaskRule, ValidRule
from chalicelib.domain.reasons import TYPE_NAMES, size_words, taken, types_words
from chalicelib.domain.room import no_room

_ENDINGS = {each: f".{each}" for each in TYPE_NAMES} | {"jpeg": ".jpg,.jpeg", "csv": ".csv,.txt"}
_NEWER = frozenset({"replace", "newer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What files are taken, of `most` bytes each; `missing` is how many are still wanted.

    `full` says why no more can be taken at all; `asks_date` is the question for the day that comes with a file; `table` is
    what its rows must be like, where it is a table.
    """

    types: str
    limit: str
    most: int
    accept: str
    missing: int
    full: str = ""
    asks_date: str = ""
    table: AskedTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task.

    `can` names the acts that are open: upload, answer, correct, confirm, approve. `documents` stand, `earlier` ones were
    taken back; `replacing` is the one that the upload form is for a newer version of.

    `status` is the onboarding's: what is paused or ended is not asked for like the rest.
    `seen` is the digest of what a sign-off shows, and `signature` what was signed. `stamp` tells which answers it shows.
    """

    line: TaskLine
    can: frozenset[str]
    upload: Upload | None
    documents: tuple[DocumentLine, ...]
    questions: tuple[Question, ...]
    answered: bool
    statement: str
    approval: bool
    subject: tuple[DocumentLine, ...]
    account: str
    people: PeopleView
    seen: str
    signature: Signature | None
    errors: tuple[tuple[str, str], ...] = field(default=())
    earlier: tuple[DocumentLine, ...] = ()
    replacing: DocumentLine | None = None
    stamp: str = ""
    meanwhile: bool = False
    draft: str = ""
    status: str = "active"

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
    replaces: str = "",
    draft: Draft | None = None,
    meanwhile: bool = False,
) -> TaskView:
    """Return what a task's page shows.

    Parameters
    ----------
    typed, errors
        What was typed into a form that could not be taken, and what is wrong with it, by field.
    replaces
        The document that the customer wants to send a newer version of.
    draft
        What was saved of its answers, and not sent.
    meanwhile
        Whether that was because somebody else has answered by now.

    Raises
    ------
    NotFoundError
        There is no such task for the customer.
    """
    task, rule = about.onboarding.task(task_id), about.playbook.task(task_id)
    if task is None or rule is None or not task.by_customer:
        raise NotFoundError("There is no such task.")
    line, errors = task_line(about, task), errors or {}
    documents = tuple(_typed(each, typed or {}, errors) for each in standing(about, task.id))
    replacing = next((each for each in documents if each.id == replaces and each.can & _NEWER), None)
    people = people_of(about, task)
    return TaskView(
        line=line,
        can=_can(
            about,
            task,
            line=line,
            rule=rule,
            replacing=replacing,
            dates=_only_dates(documents, rule),
            may_sign=people.may_sign,
        ),
        upload=_upload(about, task, rule=rule.documents) if rule.documents else None,
        documents=documents,
        earlier=withdrawn(about, task.id),
        replacing=replacing,
        questions=questions(
            about, task, rule=rule, typed=typed, errors=errors, draft=draft, meanwhile=meanwhile
        ),
        answered=bool(task.answers or task.secrets),
        statement=rule.statement,
        approval=task.kind == "approval",
        subject=_approved(about) if task.kind == "approval" else (),
        account=about.onboarding.deal.account.name,
        people=people,
        seen=signing.digest(about.onboarding, shown=rule.statement, language=language_of(about.tag))
        if task.kind == "approval"
        else "",
        signature=signature_of(
            task,
            about.onboarding,
            statement=rule.statement,
            names=about.names,
            local=local_time(about.zone, about.now),
        ),
        errors=_named(rule, errors),
        stamp=stamp(task),
        meanwhile=meanwhile,
        draft=draft_words(about, draft),
        status=about.onboarding.status,
    )


def _only_dates(documents: tuple[DocumentLine, ...], rule: TaskRule) -> bool:
    """Say whether all files are here, and only the day is missing that belongs to one of them."""
    wanted = rule.documents.count if rule.documents else 0
    here = [line for line in documents if line.status != "rejected" and not line.expiring]
    return len(here) >= wanted and any(line.asks_date for line in here)


def _typed(line: DocumentLine, typed: Mapping[str, str], errors: Mapping[str, str]) -> DocumentLine:
    """Return a file with the day that was typed for it and cannot be taken."""
    field = f"date-{line.id}"
    return replace(line, date_error=errors.get(field, ""), date_typed=typed.get(field, ""))


def _named(rule: TaskRule, errors: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the errors for the summary, where only the label tells which question is meant."""
    labels = {each.id: each.label.rstrip(":?") for each in rule.fields}
    return tuple(
        (key, phrase("%(question)s: %(error)s", question=labels[key], error=text) if key in labels else text)
        for key, text in errors.items()
    )


def _can(
    about: Circumstances,
    task: Task,
    *,
    line: TaskLine,
    rule: TaskRule,
    replacing: DocumentLine | None,
    dates: bool,
    may_sign: bool,
) -> frozenset[str]:
    room = not rule.documents or not no_room(about.onboarding, line.id)
    if about.onboarding.ended or line.state not in TO_DO:
        corrects = correctable(task, about.onboarding, about.playbook)
        return frozenset({*(["upload"] if replacing and room else []), *(["correct"] if corrects else [])})
    if rule.kind == "approval":
        return frozenset({"approve"} if may_sign else ())
    if not room:
        return frozenset({"answer"}) if rule.fields else frozenset()
    asks = {"upload": bool(rule.documents) and not dates, "answer": bool(rule.fields)}
    found = frozenset(act for act, asked in asks.items() if asked)
    if replacing:
        found |= {"upload"}
    return found if found or dates else frozenset({"confirm"})


def _asked(rule: ValidRule) -> str:
    return phrase("On which day was it signed?") if rule.days else phrase("Until when is it valid?")


def _upload(about: Circumstances, task: Task, *, rule: DocumentRule) -> Upload:
    onboarding = about.onboarding
    kept = [each for each in onboarding.of_task(task.id) if not each.gone and each.status != "rejected"]
    return Upload(
        types=types_words(rule.types),
        limit=size_words(rule.max_bytes),
        most=rule.max_bytes,
        accept=",".join(_ENDINGS[each] for each in TYPE_NAMES if each in taken(rule.types)),
        missing=max(1, rule.count - len(kept)),
        full=no_room(onboarding, task.id),
        asks_date=_asked(rule.valid) if rule.valid and rule.valid.asks_date else "",
        table=asked_table(rule.table, day_first=reader_of(about).day_first) if rule.table else None,
    )


def _approved(about: Circumstances) -> tuple[DocumentLine, ...]:
    return tuple(document_line(about, each) for each in signing.subject(about.onboarding))
