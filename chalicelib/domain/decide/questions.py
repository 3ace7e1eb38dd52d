"""What the customer asks us, where they are stuck, and what we answer."""

from chalicelib.domain import commands as c
from chalicelib.domain import escalations, questions
from chalicelib.domain.context import Context
from chalicelib.domain.decide.contacts import known
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.events import Event, QuestionAnswered, QuestionAsked
from chalicelib.domain.onboarding import Onboarding, Question, Task
from chalicelib.domain.phrases import Phrase, phrase
from chalicelib.domain.values import Personal
from chalicelib.domain.why import Fact


def stuck(state: Onboarding, command: c.ReportStuck, context: Context) -> tuple[Event, ...]:
    """Take note that the customer cannot go on with a task: its owner is told, and reminders of it stop."""
    task = _theirs(state, command.task)
    if state.ended or task.status != "open":
        raise WrongStateError("There is nothing to do here at the moment, so nothing can hold you up.")
    if state.stuck(task.id):
        raise WrongStateError("We know already that you cannot go on here, and will answer.")
    if command.code == "other" and command.text is None:
        raise InvalidError("Say what holds you up.")
    question = _question(state, context, task.owner, command.contact, command.text, task, command.code)
    because = Fact(name="because", value=questions.STUCK[command.code])
    raised = escalations.new(
        state,
        context,
        rule="customer.stuck",
        subject=f"question:{question.id}",
        owner=task.owner,
        facts=(*_facts(question), because),
    )
    return (QuestionAsked(at=context.now, question=question), raised)


def ask(state: Onboarding, command: c.AskQuestion, context: Context) -> tuple[Event, ...]:
    """Put a question in front of the owner; their lead hears of it once it should have been answered."""
    task = _theirs(state, command.task) if command.task else None
    if state.ended:
        raise WrongStateError("This onboarding has ended. Please write to your contact by mail.")
    question = _question(state, context, state.owner, command.contact, command.text, task)
    raised = escalations.new(
        state,
        context,
        rule="customer.question",
        subject=f"question:{question.id}",
        owner=state.owner,
        facts=_facts(question),
        hours=context.playbook.stall.answers,
    )
    return (QuestionAsked(at=context.now, question=question), raised)


def answer(state: Onboarding, command: c.AnswerQuestion, context: Context) -> tuple[Event, ...]:
    """Answer a question, once; the customer reads it by mail and on their page."""
    question = state.question(command.question)
    if question is None:
        raise NotFoundError("There is no such question.")
    if question.answered_at:
        raise WrongStateError("Somebody has answered this already. Look at the record, or write to them.")
    return (QuestionAnswered(at=context.now, question=question.id, by=context.actor, text=command.text),)


def _theirs(state: Onboarding, task_id: str) -> Task:
    task = state.task(task_id)
    if task is None or not task.by_customer:
        raise NotFoundError("There is no such task.")
    return task


def _question(
    state: Onboarding,
    context: Context,
    owner: str,
    contact: str,
    text: Personal | None,
    task: Task | None,
    code: str | None = None,
) -> Question:
    """Return what is asked, as it is kept; there is a limit to it, and one of its own to where somebody is stuck."""
    person = context.directory.stand_in(owner, context.now)
    if questions.stuck_too_often(state) if code else questions.full(state):
        raise WrongStateError(_write_to(context, person))
    return Question(
        id=f"question-{len(state.questions) + 1}",
        at=context.now,
        contact=known(state, contact).id,
        text=text,
        answer_by=questions.answer_by(person, context),
        task=task.id if task else None,
        stuck=code,
    )


def _write_to(context: Context, person: str) -> Phrase:
    """Return what is said where there is no room for more: whom to write to."""
    owner = next(each for each in context.directory.people if each.id == person)
    return phrase(
        "Many of your questions are open already. Please wait for an answer, or write to %(name)s: %(address)s.",
        name=owner.name,
        address=owner.email,
    )


def _facts(question: Question) -> tuple[Fact, ...]:
    """Return what the entry in front of a person says; the words themselves by reference."""
    about = (Fact(name="about", value=f"task:{question.task}"),) if question.task else ()
    words = (Fact(name="question", value=question.id),) if question.text else ()
    return (Fact(name="contact", value=question.contact), *about, *words)
