"""Who of the customer does what, and what they have asked."""

from datetime import datetime

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Handed, Nudge, Onboarding, Question


def colleagues(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what the customer's people have arranged or asked; None for other events."""
    match event:
        case e.TaskAssigned():
            handed = Handed(contact=event.contact, by=event.by, at=event.at)
            over = no_longer_stuck(s.questions, event.task, at=event.at)
            ours = event.by.startswith("system:")  # then it is we who ask
            return replace(_with(s, event.task, handed, event.nudge, asks=int(ours)), questions=over)
        case e.TaskTakenBack():
            return _with(s, event.task, None, event.nudge)
        case e.RoleSet():
            return replace(s, contacts=with_item(s.contacts, event.contact, role=event.role))
        case e.PrimaryPassed():
            first = tuple(contact for contact in s.contacts if contact.id == event.contact)
            return replace(s, contacts=first + tuple(c for c in s.contacts if c not in first))
        case e.QuestionAsked():
            return _asked(s, event.question)
        case e.QuestionAnswered():
            answered = {"answered_at": event.at, "answered_by": event.by, "answer": event.text}
            return replace(s, questions=with_item(s.questions, event.question, **answered))
    return None


def no_longer_stuck(questions: tuple[Question, ...], task: str, *, at: datetime) -> tuple[Question, ...]:
    """Return the questions after a task is done, or somebody else's: nobody is stuck with it any more."""
    return tuple(replace(q, over_at=at) if q.stuck and q.task == task and q.open else q for q in questions)


def _with(s: Onboarding, task: str, handed: Handed | None, nudge: Nudge, *, asks: int = 0) -> Onboarding:
    before = s.task(task)
    asked = {"asked": True, "reminded": nudge.number, "remind_at": nudge.at}
    asked |= {"asks": (before.asks if before else 0) + asks}
    return replace(s, tasks=with_item(s.tasks, task, handed=handed, **asked))


def _asked(s: Onboarding, question: Question) -> Onboarding:
    """Keep a question; who is stuck is not reminded of that until somebody has answered."""
    after = replace(s, questions=(*s.questions, question))
    if not question.stuck or question.task is None:
        return after
    return replace(after, tasks=with_item(s.tasks, question.task, remind_at=None))
