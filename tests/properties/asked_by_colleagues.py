"""What the customer's people arrange and ask among themselves: sensible, stale, misdirected."""

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.onboarding import Onboarding
from tests.properties.world import sealed

Draw = Callable[[st.SearchStrategy[Any]], Any]
Make = Callable[[Sealer], c.Command]


def assign(draw: Draw, state: Onboarding) -> Make:
    """Draw who gets a task: a contact who is there, or somebody by name and address."""
    task, by, contact = _task(draw, state), _by(draw), draw(st.none() | st.sampled_from(_contacts(state)))
    who = draw(st.sampled_from((None, "mia", "grace", "tove")))
    return lambda s: c.AssignTask(
        task=task,
        contact=contact,
        name=sealed(s, who) if who else None,
        email=sealed(s, f"{who}@acme.example") if who else None,
        by=by,
    )


def take_back(draw: Draw, state: Onboarding) -> Make:
    """Draw a task that may or may not be somebody's."""
    command = c.TakeBackTask(task=_task(draw, state), by=_by(draw))
    return lambda s: command


def role(draw: Draw, state: Onboarding) -> Make:
    """Draw a contact and a role, or that they are asked first."""
    contact, by = draw(st.sampled_from(_contacts(state))), _by(draw)
    if draw(st.booleans()):
        return lambda s: c.PassPrimary(contact=contact, by=by)
    what = draw(st.sampled_from(("approver", "technical")))
    return lambda s: c.SetRole(contact=contact, role=what, by=by)


def ask(draw: Draw, state: Onboarding) -> Make:
    """Draw a question, or what holds somebody up."""
    task, contact = _task(draw, state), draw(st.sampled_from(_contacts(state)))
    code = draw(st.sampled_from((None, "missing", "other")))
    if code is None:
        about = task if draw(st.booleans()) else None
        return lambda s: c.AskQuestion(contact=contact, text=sealed(s), task=about)
    return lambda s: c.ReportStuck(
        task=task, contact=contact, code=code, text=sealed(s) if code == "other" else None
    )


def answer(draw: Draw, state: Onboarding) -> Make:
    """Draw the answer to a question."""
    question = _one_of(draw, (question.id for question in state.questions))
    return lambda s: c.AnswerQuestion(question=question, text=sealed(s))


def _one_of(draw: Draw, ids: Iterable[str]) -> str:
    known = tuple(ids)
    return str(draw(st.sampled_from((*known, *known, *known, "nonsense"))))


def _task(draw: Draw, state: Onboarding) -> str:
    return _one_of(draw, (task.id for task in state.tasks if task.by_customer))


def _contacts(state: Onboarding) -> tuple[str, ...]:
    return (*(contact.id for contact in state.contacts), "nobody")


def _by(draw: Draw) -> str | None:
    return draw(st.sampled_from((None, "contact-1", "contact-2")))  # type: ignore[no-any-return]
