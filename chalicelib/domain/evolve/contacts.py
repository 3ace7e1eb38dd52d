"""Who there is at the customer's, how they are written to, and by which link and code they come in."""

from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.events.contacts import GivenBack
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Code, Handed, Onboarding, Task


def contacts(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what became of a contact or a link; None for other events."""
    match event:
        case e.ContactAdded():
            return replace(s, contacts=(*s.contacts, event.contact))
        case e.ContactChanged():
            back = {one.task: one for one in event.back}
            return replace(
                s,
                contacts=with_item(s.contacts, event.contact, status=event.status),
                tasks=tuple(_left_behind(task, event, back.get(task.id)) for task in s.tasks),
            )
        case e.ContactCorrected():
            return _corrected(s, event)
        case e.LanguageSwitched():
            return replace(s, contacts=with_item(s.contacts, event.contact, language=event.language))
        case e.RemindersSwitched():
            return replace(s, contacts=with_item(s.contacts, event.contact, reminders=event.on))
        case e.LinkRenewed():
            contact = s.contact(event.contact)
            renewed = contact.renewed + 1 if contact else 0
            return replace(s, contacts=with_item(s.contacts, event.contact, renewed=renewed))
        case e.LinksRevoked():
            return replace(s, link_epoch=event.epoch)
        case e.CodeMailed():
            code = Code(challenge=event.challenge, visit=event.visit, at=event.at)
            return replace(s, contacts=with_item(s.contacts, event.contact, code=code))
        case e.CodeTried():
            return replace(s, contacts=with_item(s.contacts, event.contact, code=_tried(s, event)))
    return None


def _left_behind(task: Task, event: e.ContactChanged, back: GivenBack | None) -> Task:
    """Return a task after somebody is gone: it is with who gave it to them, is asked for again, or stays as it was."""
    if back:
        to = back.contact
        handed = Handed(contact=to, by=f"contact:{to}", at=event.at) if to else None
        return replace(task, handed=handed, reminded=back.nudge.number, remind_at=back.nudge.at)
    theirs = task.handed is not None and task.handed.contact == event.contact
    again = event.status != "active" and (theirs or event.asks_again)
    return _asked_anew(task, event.contact) if again else task


def _asked_anew(task: Task, gone: str) -> Task:
    """Return what must be asked for again, because somebody is gone; what was theirs is nobody's in particular."""
    if task.settled:
        return task
    handed = None if task.handed and task.handed.contact == gone else task.handed
    return replace(task, asked=handed is not None, handed=handed)


def _corrected(s: Onboarding, event: e.ContactCorrected) -> Onboarding:
    """Change a contact; who is written to first is asked for everything at the new address."""
    contact = s.contact(event.contact)
    changes: dict[str, Any] = {"name": event.name, "email": event.email}
    if contact and event.readdressed:
        changes |= {"status": "active", "welcomed": False, "renewed": contact.renewed + 1}
        changes |= {"since": s.sequence + 1}
    after = replace(s, contacts=with_item(s.contacts, event.contact, **changes))
    if not event.readdressed or after.reachable()[:1] != (after.contact(event.contact),):
        return after
    keeps = {task.id for task in after.tasks if task.settled or task.handed}
    return replace(after, tasks=tuple(t if t.id in keeps else replace(t, asked=False) for t in after.tasks))


def _tried(s: Onboarding, event: e.CodeTried) -> Code | None:
    """Return what is left of a code: nothing of one that was right."""
    contact = s.contact(event.contact)
    code = contact.code if contact else None
    return None if event.right or code is None else replace(code, tries=code.tries + 1)
