"""What the customer's pages show of their own people, of who signs, and of what they have asked us."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances, Someone, name_of, someone
from chalicelib.application.words.dates import When, local_time
from chalicelib.domain import questions, signing
from chalicelib.domain.onboarding import Contact, Onboarding, Question, Task
from chalicelib.domain.phrases import phrase

NO_NAME = phrase("a colleague")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question of the customer. `stuck` says why they cannot go on, in words; `until` is when we mean to answer."""

    id: str
    by: str
    asked: When | None
    text: str
    stuck: str
    task: str
    task_title: str
    open: bool
    until: When | None
    answer: str
    answered: When | None
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """What stands beside a form for a question: whom it goes to, and what was asked already, newest first."""

    owner: Someone
    questions: tuple[QuestionLine, ...]
    may: bool
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedView:
    """Who of the customer has a task, since when, by whom."""

    name: str
    since: When | None
    by: str
    yours: bool
    may_take_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclinedView:
    """How a sign-off was declined: by whom, empty for the reader; `until` is when we mean to answer, `note` what was done."""

    by: str
    reason: str
    settled: bool
    note: str
    until: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """The people's part of a task's page.

    `signers` are those who sign for the customer, where only they may: with `may_sign` the reader is one of them, with
    `naming` nobody is known yet.
    """

    handed: HandedView | None
    may_hand: bool
    others: tuple[tuple[str, str], ...]
    stuck: QuestionLine | None
    may_be_stuck: bool
    reasons: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]
    may_sign: bool
    naming: bool
    declined: DeclinedView | None
    ask: AskView


def people_of(about: Circumstances, task: Task) -> PeopleView:
    """Return the people's part of a task's page."""
    o, rule = about.onboarding, about.playbook.task(task.id)
    by_approver, approvers = signing.by_approver(rule), signing.approvers(o)
    first = may_pass_on(o, about.contact)
    doing = task.status == "open" and not o.ended
    me = about.contact.id if about.contact else None
    stuck = o.stuck(task.id)
    may_sign = rule is None or signing.may_sign(rule, about.contact)
    return PeopleView(
        handed=_handed(about, task, by_approver=by_approver) if task.handed else None,
        may_hand=doing and o.running and (not by_approver or may_sign or (first and not approvers)),
        others=tuple((c.id, _named(about, c)) for c in o.reachable() if c.id != me and not _has(task, c)),
        stuck=question_line(about, stuck) if stuck else None,
        may_be_stuck=doing and stuck is None,
        reasons=tuple(questions.STUCK.items()),
        signers=tuple(_named(about, each) for each in approvers) if by_approver else (),
        may_sign=may_sign,
        naming=by_approver and not approvers,
        declined=_declined(about, task),
        ask=ask_view(about, task=task.id),
    )


def ask_view(about: Circumstances, *, task: str | None = None) -> AskView:
    """Return what was asked about a task, or about all."""
    o = about.onboarding
    asked = [q for q in reversed(o.questions) if task is None or q.task == task]
    full = questions.full(o)
    return AskView(
        owner=someone(about.directory, o.owner),
        questions=tuple(question_line(about, each) for each in asked),
        may=not o.ended and not full,
        full=full and not o.ended,
    )


def question_line(about: Circumstances, question: Question) -> QuestionLine:
    """Return a question as a line of a list."""
    local = local_time(about.zone, about.now)
    task = about.onboarding.task(question.task or "")
    asker = about.onboarding.contact(question.contact)
    return QuestionLine(
        id=question.id,
        by=_named(about, asker) if asker else "",
        asked=local.when(question.at),
        text=about.names.reveal(question.text),
        stuck=questions.STUCK.get(question.stuck or "", ""),
        task=task.id if task else "",
        task_title=task.title if task else "",
        open=question.open,
        until=local.when(question.answer_by) if question.open and question.answer_by > about.now else None,
        answer=about.names.reveal(question.answer),
        answered=local.when(question.answered_at),
        answered_by=name_of(about, question.answered_by or ""),
    )


def may_pass_on(onboarding: Onboarding, contact: Contact | None) -> bool:
    """Say whether a contact is the first one, who alone passes that on."""
    return contact is not None and onboarding.reachable()[:1] == (contact,)


def _handed(about: Circumstances, task: Task, *, by_approver: bool) -> HandedView | None:
    handed = task.handed
    if handed is None:
        return None
    contact, me = about.onboarding.contact(handed.contact), about.contact
    mine = me is not None and (
        f"contact:{me.id}" in {handed.by, f"contact:{handed.contact}"} or may_pass_on(about.onboarding, me)
    )
    return HandedView(
        name=_named(about, contact) if contact else NO_NAME,
        since=local_time(about.zone, about.now).when(handed.at),
        by=name_of(about, handed.by),
        yours=me is not None and me.id == handed.contact,
        may_take_back=mine and not by_approver and task.status == "open" and not about.onboarding.ended,
    )


def _declined(about: Circumstances, task: Task) -> DeclinedView | None:
    """Return how an open sign-off was declined; None where it was not."""
    was = task.declined
    if was is None or task.status != "open" or about.onboarding.ended:
        return None
    settled = was.settled_at is not None
    if not settled and about.onboarding.declined(task.id) is None:
        return None
    mine = about.contact is not None and was.by == f"contact:{about.contact.id}"
    until = was.answer_by if was.answer_by and was.answer_by > about.now else None
    return DeclinedView(
        by="" if mine else name_of(about, was.by) or NO_NAME,
        reason=about.names.reveal(was.reason),
        settled=settled,
        note=about.names.reveal(was.note),
        until=None if settled else local_time(about.zone, about.now).when(until),
    )


def _has(task: Task, contact: Contact) -> bool:
    return task.handed is not None and task.handed.contact == contact.id


def _named(about: Circumstances, contact: Contact) -> str:
    return about.names.reveal(contact.name) or about.names.reveal(contact.email) or NO_NAME
