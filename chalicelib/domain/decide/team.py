"""What the team does with tasks, promises, escalations and owners."""

from collections.abc import Iterator

from chalicelib.domain import codes, escalations, reminders, settling
from chalicelib.domain import commands as c
from chalicelib.domain.context import Context
from chalicelib.domain.errors import InvalidError, NotAllowedError, NotFoundError, WrongStateError
from chalicelib.domain.events import (
    CustomerAsked,
    EscalationAcknowledged,
    EscalationResolved,
    Event,
    PromiseSettled,
    Reassigned,
    TaskCompleted,
    TaskWaived,
)
from chalicelib.domain.holdings import holdings
from chalicelib.domain.onboarding import Escalation, Onboarding, Proof, Task
from chalicelib.domain.values import Personal
from chalicelib.domain.why import why


def complete(state: Onboarding, command: c.CompleteTask, context: Context) -> tuple[Event, ...]:
    """Say that an internal task is done."""
    task = unsettled(state, command.task)
    if task.kind != "internal":
        raise InvalidError(
            f"'{task.title}' is not an internal task. "
            "Approve it, or waive it with a reason if it can be done without."
        )
    if task.status == "waiting":
        raise WrongStateError(f"'{task.title}' has not started: what comes before it is not complete.")
    proof = Proof(by=context.actor, at=context.now, note=command.note)
    return (TaskCompleted(at=context.now, task=task.id, proof=proof),)


def waive(state: Onboarding, command: c.WaiveTask, context: Context) -> tuple[Event, ...]:
    """Do without a task, with a reason; some tasks only with a second person."""
    task = unsettled(state, command.task)
    may_alone(task, context)
    proof = Proof(by=context.actor, at=context.now, note=command.reason)
    return (TaskWaived(at=context.now, task=task.id, proof=proof),)


def may_alone(task: Task, context: Context) -> None:
    """Refuse that one person alone does without a task for which the playbook wants two."""
    rule = context.playbook.task(task.id)
    if rule and rule.waive == "second_person":
        raise NotAllowedError(
            f"'{task.title}' needs a second person to be done without: send RequestWaiver with the reason, "
            "and somebody else approves it."
        )


def settle_promise(state: Onboarding, command: c.SettlePromise, context: Context) -> tuple[Event, ...]:
    """Record the evidence of a promise."""
    promise = next((p for p in state.promises if p.id == command.promise), None)
    if promise is None:
        raise NotFoundError("There is no such promise.")
    if promise.settled:
        raise WrongStateError("This promise is already settled.")
    proof = Proof(by=context.actor, at=context.now, note=command.note)
    return (PromiseSettled(at=context.now, promise=promise.id, proof=proof),)


def acknowledge(state: Onboarding, command: c.AcknowledgeEscalation, context: Context) -> tuple[Event, ...]:
    """Stop the ladder: somebody has it. Acknowledging twice changes nothing, so a new reason code is refused then."""
    escalation, code = escalations.find(state, command.escalation), _late(command.code, None, context)
    if (escalation.acknowledged_at and not escalation.snoozed_until) or escalation.resolved_at:
        if code not in (None, escalation.code):
            raise WrongStateError(
                "Somebody has taken this up already. Give the reason code when you resolve it."
            )
        return ()
    return (EscalationAcknowledged(at=context.now, escalation=escalation.id, by=context.actor, code=code),)


def resolve(state: Onboarding, command: c.ResolveEscalation, context: Context) -> tuple[Event, ...]:
    """Take an entry off the list; what an act of its own must settle stays until that act."""
    escalation = escalations.find(state, command.escalation)
    if escalation.resolved_at:
        return ()
    if settling.settled_by_work(escalation, state):
        raise WrongStateError(
            "This entry leaves the list by itself when its work is done. Acknowledge it until then."
        )
    code = _late(command.code, command.note, context)
    by, note = context.actor, command.note
    resolved = EscalationResolved(at=context.now, escalation=escalation.id, by=by, note=note, code=code)
    return (resolved, *_asked_again(escalation, state, context, note))


def _asked_again(
    declined: Escalation, state: Onboarding, context: Context, note: Personal | None
) -> Iterator[Event]:
    """Ask the customer once more to sign what they declined, and tell them how their reason was taken care of."""
    task, reachable = state.task(declined.subject.partition(":")[2]), state.reachable()
    if declined.rule != "approval.declined" or not state.running or not reachable:
        return
    if task is None or not task.by_customer or task.status != "open":
        return
    theirs = [contact for contact in reachable if task.handed and contact.id == task.handed.contact]
    nudges = reminders.begun(state, (task.id,), context)
    yield CustomerAsked(
        at=context.now,
        why=why("customer.asked_again", context.playbook.ref, title=task.title),
        contact=(theirs or reachable)[0].id,
        tasks=(task.id,),
        welcome=False,
        next_reminder_at=min((nudge.at for nudge in nudges if nudge.at), default=None),
        nudges=nudges,
        settles=True,
        note=note,
    )


def _late(code: str | None, note: Personal | None, context: Context) -> str | None:
    """Return the reason code that came along, if one did; `other` says nothing by itself and needs a note."""
    return codes.check(context.playbook.codes, "late", code, note=note) if code is not None else None


def reassign(state: Onboarding, command: c.Reassign, context: Context) -> tuple[Event, ...]:
    """Give onboarding, stage, task, escalation or promise to somebody in the directory who works here."""
    person = context.directory.get(command.person)
    if person is None or not person.active:
        raise InvalidError(f"'{command.person}' is not in the directory.")
    kind, _, item = command.subject.partition(":")
    items = {
        "onboarding": ("",),
        "stage": tuple(s.id for s in state.stages),
        "task": tuple(t.id for t in state.tasks),
        "escalation": tuple(e.id for e in state.escalations),
        "promise": tuple(p.id for p in state.promises),
    }
    if item not in items.get(kind, ()):
        raise NotFoundError(f"There is no '{command.subject}' in this onboarding.")
    owner = next((held.owner for held in holdings(state) if held.subject == command.subject), None)
    if owner == person.id or (owner is None and command.quietly):
        return ()  # it is theirs, or what was to be handed over is over by now
    raised = next((one for one in state.raised() if kind == "escalation" and one.id == item), None)
    reassigned = Reassigned(
        at=context.now,
        subject=command.subject,
        person=person.id,
        quietly=command.quietly,
        escalation=escalations.given(raised, person.id, context) if raised else None,
    )
    return (reassigned,)


def unsettled(state: Onboarding, task_id: str) -> Task:
    """Return a task that is still to be done, or refuse."""
    task = state.task(task_id)
    if task is None:
        raise NotFoundError("There is no such task.")
    if task.settled:
        raise WrongStateError(f"'{task.title}' is already {task.status}.")
    if state.ended:
        raise WrongStateError("This onboarding has ended.")
    return task
