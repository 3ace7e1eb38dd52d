"""Doing without a task that needs a second person: one asks, another agrees."""

from chalicelib.domain import commands as c
from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.decide.team import unsettled
from chalicelib.domain.errors import NotAllowedError, WrongStateError
from chalicelib.domain.events import Event, TaskWaived, WaiverRequested
from chalicelib.domain.onboarding import Onboarding, Proof
from chalicelib.domain.why import Fact


def request(state: Onboarding, command: c.RequestWaiver, context: Context) -> tuple[Event, ...]:
    """Ask a second person to do without a task."""
    task, by = unsettled(state, command.task), context.actor
    requested = WaiverRequested(at=context.now, task=task.id, by=by, reason=command.reason)
    subject = f"waiver:{task.id}"
    if escalations.is_raised(state, subject):
        return (requested,)
    facts = (Fact(name="task", value=task.title), Fact(name="requested by", value=by))
    second = escalations.second_person(state, context)
    return (
        requested,
        escalations.new(state, context, rule="task.waiver", subject=subject, owner=second, facts=facts),
    )


def approve(state: Onboarding, command: c.ApproveWaiver, context: Context) -> tuple[Event, ...]:
    """Do without a task as somebody else has asked."""
    task = unsettled(state, command.task)
    if task.waiver is None:
        raise WrongStateError(
            "Nobody has asked to do without this task. Send RequestWaiver first, with a reason."
        )
    if context.person is None or task.waiver.by == context.actor:
        raise NotAllowedError("This needs a second person: somebody other than who asked for it.")
    by, asked = context.actor, task.waiver
    proof = Proof(by=by, at=context.now, note=asked.reason, asked_by=asked.by)
    return (TaskWaived(at=context.now, task=task.id, proof=proof),)
