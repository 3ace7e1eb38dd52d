"""What the customer's people are mailed of what they arrange, ask and sign among themselves and with us."""

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.effects import SendMail
from chalicelib.domain.onboarding import Onboarding


def to_colleagues(
    s: Onboarding, event: e.TaskAssigned | e.PrimaryPassed | e.QuestionAnswered | e.TaskCompleted
) -> Iterator[SendMail]:
    """Yield the mail to whoever has something now, is asked first, has an answer, or has signed."""
    match event:
        case e.TaskAssigned() if event.by != f"contact:{event.contact}":
            to = f"contact:{event.contact}"
            turn = "invited" if event.invited else "handed"
            yield SendMail(name=f"{turn}.{event.task}", mail="handed", to=to, tasks=(event.task,))
        case e.PrimaryPassed() if event.by != f"contact:{event.contact}":
            tasks = tuple(task.id for task in s.outstanding() if task.handed is None)
            yield SendMail(name="primary", mail="handed", to=f"contact:{event.contact}", tasks=tasks)
        case e.QuestionAnswered() if question := s.question(event.question):
            to = f"contact:{_asker(s, question.contact)}"
            yield SendMail(name=f"answer.{question.id}", mail="answer", to=to, question=question.id)
        case e.TaskCompleted() if (task := s.task(event.task)) and task.kind == "approval":
            if event.proof.by.startswith("contact:"):
                yield SendMail(name=f"signed.{task.id}", mail="signed", to=event.proof.by, tasks=(task.id,))


def given_back(s: Onboarding, event: e.ContactChanged) -> Iterator[SendMail]:
    """Yield one mail to each who has something again that somebody who is gone had."""
    first = next((contact.id for contact in s.reachable()), "")
    theirs: dict[str, list[str]] = {}
    for one in event.back:
        if (task := s.task(one.task)) and task.status == "open":
            theirs.setdefault(one.contact or first, []).append(task.id)
    for to, tasks in theirs.items():
        yield SendMail(
            name=f"back.{to}", mail="handed", to=f"contact:{to}", tasks=tuple(tasks), giver=event.contact
        )


def _asker(s: Onboarding, contact: str) -> str:
    """Return whom to tell what a contact has asked: them, or who can be reached instead."""
    there = [each.id for each in s.reachable()]
    return contact if contact in there or not there else there[0]
