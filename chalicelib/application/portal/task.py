"""What the page of one customer task shows: what is asked, what arrived, what can be done now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.drafts import Draft
from chalicelib.application.forms.others import draft_words
from chalicelib.application.forms.questions import Question, questions
from chalicelib.application.portal.colleagues import PeopleView, people_of
from chalicelib.application.portal.document_lines import DocumentLine, document_line, standing, withdrawn
from chalicelib.application.portal.files_taken import FilesTaken, files_taken
from chalicelib.application.portal.open_acts import open_acts
from chalicelib.application.portal.signatures import Signature, signature_of
from chalicelib.application.portal.tasks import TaskLine, task_line
from chalicelib.application.words.dates import local_time
from chalicelib.domain import signing
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.languages import language_of
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import TaskRule

_NEWER = frozenset({"replace", "newer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task.

    `can` names the acts that are open: upload, answer, correct, confirm, approve. `documents` stand, `earlier` ones were
    taken back; `replacing` is the one that the upload form is for a newer version of.

    `status` is the onboarding's: what is paused or ended is not asked for like the rest.
    `seen` is the digest of what a sign-off shows, and `signature` what was signed.
    """

    line: TaskLine
    can: frozenset[str]
    upload: FilesTaken | None
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
    errors: tuple[tuple[str, str], ...] = ()
    earlier: tuple[DocumentLine, ...] = ()
    replacing: DocumentLine | None = None
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
        can=open_acts(
            about,
            task,
            rule,
            line=line,
            documents=documents,
            replacing=replacing,
            may_sign=people.may_sign,
        ),
        upload=files_taken(about, task, rule.documents) if rule.documents else None,
        documents=documents,
        earlier=withdrawn(about, task.id),
        replacing=replacing,
        questions=questions(
            about, task, rule=rule, typed=typed, errors=errors, draft=draft, meanwhile=meanwhile
        ),
        answered=bool(task.answers or task.secrets),
        statement=rule.statement,
        approval=task.kind == "approval",
        subject=_approved(about, task),
        account=about.onboarding.deal.account.name,
        people=people,
        seen=_seen(about, task, rule),
        signature=_signature(about, task, rule),
        errors=_named(rule, errors),
        meanwhile=meanwhile,
        draft=draft_words(about, draft),
        status=about.onboarding.status,
    )


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


def _approved(about: Circumstances, task: Task) -> tuple[DocumentLine, ...]:
    """Return the files that a sign-off rests on."""
    subject = signing.subject(about.onboarding) if task.kind == "approval" else ()
    return tuple(document_line(about, each) for each in subject)


def _seen(about: Circumstances, task: Task, rule: TaskRule) -> str:
    """Return the digest of what a sign-off shows."""
    if task.kind != "approval":
        return ""
    return signing.digest(about.onboarding, shown=rule.statement, language=language_of(about.tag))


def _signature(about: Circumstances, task: Task, rule: TaskRule) -> Signature | None:
    local = local_time(about.zone, about.now)
    return signature_of(task, about.onboarding, statement=rule.statement, names=about.names, local=local)
