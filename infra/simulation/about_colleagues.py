"""What a journal tells of the customer's people among themselves, and of what they asked."""

from collections.abc import Iterator

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from infra.simulation.deeds import SAID
from infra.simulation.lives import Act, Deed
from infra.simulation.taken_down import TakenDown


def about_colleagues(one: TakenDown, event: e.Event) -> Iterator[tuple[list[Act], Deed]]:
    """Yield the command behind an event that a contact, or somebody for them, brought about."""
    match event:
        case e.TaskAssigned() if event.why is None:
            yield (
                one.place(event.task),
                c.AssignTask(task=event.task, contact=event.contact, by=_contact(event.by)),
            )
        case e.TaskTakenBack():
            yield one.place(event.task), c.TakeBackTask(task=event.task, by=_contact(event.by))
        case e.RoleSet():
            yield one.acts, c.SetRole(contact=event.contact, role=event.role)  # type: ignore[arg-type]
        case e.PrimaryPassed():
            yield one.acts, c.PassPrimary(contact=event.contact)
        case e.QuestionAsked() if (asked := event.question).stuck and asked.task:
            stuck = c.ReportStuck(
                task=asked.task,
                contact=asked.contact,
                code=asked.stuck,  # type: ignore[arg-type]
                text=asked.text or SAID,
            )
            yield one.place(asked.task), stuck
        case e.QuestionAsked():
            asked = event.question
            yield one.acts, c.AskQuestion(contact=asked.contact, text=asked.text or SAID, task=asked.task)
        case e.QuestionAnswered():
            yield one.acts, c.AnswerQuestion(question=event.question, text=event.text)


def _contact(actor: str) -> str | None:
    kind, _, name = actor.partition(":")
    return name if kind == "contact" else None
