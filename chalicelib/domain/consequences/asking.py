"""The customer is asked, and the reminders of what they are asked for are planned."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain import reminders, signing
from chalicelib.domain.context import Context
from chalicelib.domain.events import CustomerAsked, Event, RemindersMoved, TaskAssigned
from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.why import Fact, Why, why


def customer_asked(state: Onboarding, context: Context) -> Iterator[Event]:
    """The first contact who can be reached is asked, in one message, for everything that nobody was asked for yet."""
    unasked = tuple(task.id for task in state.with_customer() if not task.asked)
    reachable = state.reachable()
    if unasked and reachable:
        nudges = reminders.begun(state, unasked, context)
        yield CustomerAsked(
            at=context.now,
            why=_asked(state, len(unasked), context),
            contact=reachable[0].id,
            tasks=unasked,
            welcome=not reachable[0].welcomed,
            next_reminder_at=min((nudge.at for nudge in nudges if nudge.at), default=None),
            nudges=nudges,
        )


def signers_asked(state: Onboarding, context: Context) -> Iterator[Event]:
    """What only an approver may sign is asked of the approver, as soon as there is one; any other sign-off at once."""
    approvers = tuple(contact for contact in state.reachable() if signing.is_approver(contact))
    for task in state.outstanding():
        if not approvers or not _for_approver(task, state, context):
            continue
        yield TaskAssigned(
            at=context.now,
            why=why("approval.handed", context.playbook.ref, contact=f"contact:{approvers[0].id}"),
            task=task.id,
            contact=approvers[0].id,
            by="system:playbook",
            nudge=reminders.nudge(task.id, 0, context),
        )


def _for_approver(task: Task, state: Onboarding, context: Context) -> bool:
    """Say whether an approver is to be asked now: who has been asked for what anybody may sign goes on with it."""
    if signing.by_approver(context.playbook.task(task.id)):
        return task.handed is None or not signing.is_approver(state.contact(task.handed.contact))
    first = state.reachable()[0]
    return task.kind == "approval" and not task.asked and not signing.is_approver(first)


def _asked(state: Onboarding, tasks: int, context: Context) -> Why:
    """Say why just this contact is asked: those before them who were asked cannot be reached any more."""
    gone = [contact for contact in state.contacts if contact.status != "active" and contact.welcomed]
    reason = why("customer.asked", context.playbook.ref, tasks=tasks)
    if not gone:
        return reason
    instead = (
        Fact(name="instead of", value=f"contact:{gone[-1].id}"),
        Fact(name="because", value=gone[-1].status),
    )
    return replace(reason, facts=(*reason.facts, *instead))


def reminders_arranged(state: Onboarding, context: Context) -> Iterator[Event]:
    """What waits for our answer is not reminded of; what is the customer's again is: counted on, and from now."""
    if nudges := reminders.resting(state):
        titles = ", ".join(task.title for task in state.tasks if task.id in {each.task for each in nudges})
        yield RemindersMoved(
            at=context.now, why=why("reminder.rests", context.playbook.ref, tasks=titles), nudges=nudges
        )
        return
    if nudges := reminders.unplanned(state, context):
        reason = why("reminder.arranged", context.playbook.ref, tasks=len(nudges))
        yield RemindersMoved(at=context.now, why=reason, nudges=nudges)
