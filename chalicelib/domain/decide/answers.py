"""What the customer does besides uploading: answers and sign-offs."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain import commands as c
from chalicelib.domain import escalations, questions, signing
from chalicelib.domain.context import Context
from chalicelib.domain.decide import secrets
from chalicelib.domain.errors import (
    AnsweredMeanwhileError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from chalicelib.domain.events import (
    AnswersRecorded,
    ApprovalDeclined,
    Event,
    TaskCompleted,
)
from chalicelib.domain.given import correctable, stamp
from chalicelib.domain.onboarding import Onboarding, Proof, Task
from chalicelib.domain.playbook import TaskRule
from chalicelib.domain.why import Fact


def submit(state: Onboarding, command: c.SubmitAnswers, context: Context) -> tuple[Event, ...]:
    """Record answers, changed ones too, or the confirmation of a task that only states something."""
    task, rule = state.task(command.task), context.playbook.task(command.task)
    corrects = task is not None and correctable(task, state, context.playbook)
    if task is None or not corrects:
        task = _open(state, command.task)
    if rule is None or task.kind != "customer" or (rule.documents and not rule.fields):
        raise InvalidError("This task does not ask questions.")
    if command.seen not in (None, stamp(task)):
        raise AnsweredMeanwhileError("Somebody else answered while you were typing. Look at both answers.")
    _complete(task, rule, command)
    answers = tuple(replace(answer, by=context.actor, at=context.now) for answer in command.answers)
    events: tuple[Event, ...] = (
        *secrets.given(task, command, context),
        AnswersRecorded(
            at=context.now,
            task=task.id,
            contact=command.contact,
            answers=answers,
            hidden=command.hidden,
            cleared=command.cleared,
            corrects=corrects,
        ),
    )
    if not rule.fields:
        events += (
            TaskCompleted(at=context.now, task=task.id, proof=Proof(by=context.actor, at=context.now)),
        )
    return events


def _complete(task: Task, rule: TaskRule, command: c.SubmitAnswers) -> None:
    """Refuse answers that lack one, are to no question, or leave out what is always asked."""
    gone = {*command.hidden, *command.cleared}
    given = {answer.field for answer in (*task.answers, *command.answers)} - gone
    given |= {each.field for each in task.secrets} | set(command.secrets)
    secret = {field.id for field in rule.fields if field.type == "secret"}
    unknown = {answer.field for answer in command.answers} - ({field.id for field in rule.fields} - secret)
    unknown |= set(command.secrets) - secret
    unknown |= set(command.hidden) - {field.id for field in rule.fields if field.when}
    if unknown:
        raise InvalidError(f"No such question: {', '.join(sorted(unknown))}.")
    asked = [field for field in rule.fields if field.id not in command.hidden]
    lacking = [field.label for field in asked if field.required and field.id not in given]
    if lacking:
        raise InvalidError(f"Answer: {', '.join(lacking)}.")


def approve(state: Onboarding, command: c.ApproveTask, context: Context) -> tuple[Event, ...]:
    """Sign an approval off with a name; the proof holds what was approved, by hash."""
    task = _approval(state, command.task, command.contact)
    _may_sign(task, state, context, command.contact)
    hashes = tuple(d.sha256 for d in signing.subject(state) if d.sha256)
    proof = Proof(by=context.actor, at=context.now, hashes=hashes, note=command.name)
    if command.contact is not None:
        proof = _as_shown(proof, command, state, context)
    return (TaskCompleted(at=context.now, task=task.id, proof=proof),)


def _as_shown(proof: Proof, command: c.ApproveTask, state: Onboarding, context: Context) -> Proof:
    """Return the proof with what the page showed; what is not exactly that any more is not signed."""
    rule = context.playbook.task(command.task)
    if rule is None or command.seen is None:
        raise InvalidError("Open the page of this sign-off, read what stands there, and sign it there.")
    shown = signing.statement(context.playbook, rule, command.language)
    digest = signing.digest(state, shown=shown, language=command.language)
    if command.seen != digest:
        raise WrongStateError(
            "What you were about to sign has changed since you opened this page: a document was added or replaced, "
            "or the text is another. Please look again."
        )
    return replace(proof, shown=signing.text_hash(shown), language=command.language, digest=digest)


def decline(state: Onboarding, command: c.DeclineTask, context: Context) -> tuple[Event, ...]:
    """Refuse to sign off; the owner is told the reason and the task stays open."""
    task = _approval(state, command.task, command.contact)
    _may_sign(task, state, context, command.contact)
    subject = f"task:{task.id}"
    declined = ApprovalDeclined(
        at=context.now,
        task=task.id,
        by=context.actor,
        reason=command.reason,
        answer_by=_answer_by(task, context),
    )
    if escalations.is_raised(state, subject, rule="approval.declined"):
        return (declined,)
    facts = (Fact(name="declined by", value=context.actor), Fact(name="declined because", value=task.id))
    return (
        declined,
        escalations.new(
            state, context, rule="approval.declined", subject=subject, owner=task.owner, facts=facts
        ),
    )


def _answer_by(task: Task, context: Context) -> datetime | None:
    """Return until when a customer who declines should be answered; None where one of us does."""
    if not task.by_customer:
        return None
    return questions.answer_by(context.directory.stand_in(task.owner, context.now), context)


def _may_sign(task: Task, state: Onboarding, context: Context, contact: str | None) -> None:
    """Refuse who may not sign.

    Of the customer, anybody but their approver where the playbook wants one; of the team, somebody who neither holds the
    role, owns the task, nor stands above its owner.
    """
    person, rule = context.directory.get(context.person), context.playbook.task(task.id)
    if rule and contact is not None and not signing.may_sign(rule, state.contact(contact)):
        raise NotAllowedError("Somebody else of your company signs this. Ask them to open their own link.")
    if person is None or rule is None or rule.role in person.roles:
        return
    if person.id not in context.directory.ladder(task.owner):
        raise NotAllowedError(
            f"This sign-off is for somebody in the role '{rule.role}', or for who leads them."
        )


def _open(state: Onboarding, task_id: str) -> Task:
    task = state.task(task_id)
    if task is None:
        raise NotFoundError("There is no such task.")
    if task.settled:
        raise WrongStateError("This is already complete. Nothing more is needed.")
    if state.ended:
        raise WrongStateError("This onboarding has ended.")
    if task.status == "waiting":
        raise WrongStateError("This cannot be done yet.")
    return task


def _approval(state: Onboarding, task_id: str, contact: str | None) -> Task:
    task = _open(state, task_id)
    if task.kind != "approval":
        raise InvalidError("This task is not a sign-off.")
    if task.by_customer != (contact is not None):
        whose = "the customer" if task.by_customer else "the team"
        raise NotAllowedError(f"This sign-off is for {whose} to give.")
    return task
