"""Somebody of the customer goes: they say so themselves, or a colleague ends their access."""

from chalicelib.domain import commands as c
from chalicelib.domain import ending, escalations, reminders
from chalicelib.domain.context import Context
from chalicelib.domain.decide.contacts import known
from chalicelib.domain.errors import NotAllowedError
from chalicelib.domain.events import ContactChanged, Event
from chalicelib.domain.events.contacts import GivenBack
from chalicelib.domain.onboarding import Contact, Nudge, Onboarding, Task
from chalicelib.domain.why import Fact


def leave(state: Onboarding, command: c.LeaveContact, context: Context) -> tuple[Event, ...]:
    """Take a contact off all mail; the owner is told, and asks somebody else where nobody is left.

    Of an access that a colleague ended the owner need not hear: somebody who goes on has decided that.
    """
    contact = known(state, command.contact)
    if contact.status == "left":
        return ()
    if command.by and command.by != contact.id:
        if words := ending.why_not(state, contact, command.by):
            raise NotAllowedError(words)
        return (_left(state, contact, context),)
    others = len([c for c in state.reachable() if c.id != contact.id])
    said = {"not_me": "this is not me", "left": "I have left"}[command.reason]
    facts = (
        Fact(name="contact", value=contact.id),
        Fact(name="said", value=said),
        Fact(name="other contacts", value=str(others)),
    )
    return (
        _left(state, contact, context),
        escalations.new(
            state,
            context,
            rule="contact.left",
            subject=f"contact:{contact.id}",
            owner=state.owner,
            facts=facts,
        ),
    )


def _left(state: Onboarding, contact: Contact, context: Context) -> ContactChanged:
    """Return that somebody has left. Who was asked first leaves everything; on hold nobody is told what is theirs again."""
    first = state.reachable()[:1]
    asks_again = first in {(), (contact,)}
    gone = ending.left_behind(state, contact, context.playbook) if state.running else ()
    back = tuple(
        GivenBack(task=task.id, contact=to.id if to else None, nudge=_nudge(task, state, context))
        for task, to in gone
        if to or not asks_again
    )
    return ContactChanged(at=context.now, contact=contact.id, status="left", asks_again=asks_again, back=back)


def _nudge(task: Task, state: Onboarding, context: Context) -> Nudge:
    """Return the reminders of what is somebody's again: they begin anew, unless it waits for us."""
    if task.status == "open" and not state.stuck(task.id):
        return reminders.nudge(task.id, 0, context)
    return Nudge(task=task.id, number=task.reminded or 0, at=None)
