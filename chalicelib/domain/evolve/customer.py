"""What the customer is told, gives and answers."""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import (
    Code,
    Nudge,
    Onboarding,
    Opinion,
    Receipts,
    Reminders,
    Task,
)


def customer(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what the customer was told, gave or answered; None for other events."""
    match event:
        case e.CustomerAsked():
            return _asked(s, event)
        case e.CustomerReminded():
            return _reminded(s, event)
        case e.RemindersMoved():
            reminders = replace(s.reminders, next_at=None)
            return replace(s, tasks=_nudged(s.tasks, event.nudges), reminders=reminders)
        case e.RemindersSwitched():
            return replace(s, contacts=with_item(s.contacts, event.contact, reminders=event.on))
        case e.LanguageSwitched():
            return replace(s, contacts=with_item(s.contacts, event.contact, language=event.language))
        case e.ReceiptQueued():
            before = s.receipts or Receipts(due_at=event.due_at)
            waiting = (*before.waiting, event.notice)
            return replace(s, receipts=replace(before, due_at=event.due_at, waiting=waiting))
        case e.ReceiptMailed():
            return replace(s, receipts=Receipts(due_at=event.quiet_until, since=event.since))
        case e.ContactAdded():
            return replace(s, contacts=(*s.contacts, event.contact))
        case e.ContactChanged():
            gone = event.status != "active"
            return replace(
                s,
                contacts=with_item(s.contacts, event.contact, status=event.status),
                tasks=tuple(_asked_anew(t, event.contact) if gone else t for t in s.tasks),
            )
        case e.ContactCorrected():
            return _corrected(s, event)
        case e.FeedbackAsked():
            asked = (
                Opinion(milestone=event.milestone, contact=contact, asked_at=event.at)
                for contact in event.contacts
            )
            return replace(s, opinions=(*s.opinions, *asked))
        case e.FeedbackGiven():
            return replace(s, opinions=tuple(_given(one, event) for one in s.opinions))
        case e.CodeMailed():
            code = Code(challenge=event.challenge, visit=event.visit, at=event.at)
            return replace(s, contacts=with_item(s.contacts, event.contact, code=code))
        case e.CodeTried():
            return replace(s, contacts=with_item(s.contacts, event.contact, code=_tried(s, event)))
        case e.LinkRenewed():
            contact = s.contact(event.contact)
            renewed = contact.renewed + 1 if contact else 0
            return replace(s, contacts=with_item(s.contacts, event.contact, renewed=renewed))
        case e.LinksRevoked():
            return replace(s, link_epoch=event.epoch)
    return None


def _given(one: Opinion, event: e.FeedbackGiven) -> Opinion:
    if (one.milestone, one.contact) != (event.milestone, event.contact):
        return one
    return replace(one, score=event.score, comment=event.comment, given_at=one.given_at or event.at)


def _tried(s: Onboarding, event: e.CodeTried) -> Code | None:
    """Return what is left of a code: nothing of one that was right."""
    contact = s.contact(event.contact)
    code = contact.code if contact else None
    return None if event.right or code is None else replace(code, tries=code.tries + 1)


def _asked(s: Onboarding, event: e.CustomerAsked) -> Onboarding:
    tasks = tuple(
        replace(task, asked=True, asks=task.asks + 1) if task.id in event.tasks else task for task in s.tasks
    )
    requests = s.reminders.requests + 1
    reminders = Reminders(requests=requests, next_at=event.next_reminder_at)
    if event.nudges:
        reminders = replace(s.reminders, requests=requests, next_at=None)
    contacts = with_item(s.contacts, event.contact, welcomed=True)
    return replace(s, tasks=_nudged(tasks, event.nudges), contacts=contacts, reminders=reminders)


def _asked_anew(task: Task, gone: str) -> Task:
    """Return what must be asked for again, because somebody is gone; what was theirs is nobody's in particular."""
    if task.settled:
        return task
    handed = None if task.handed and task.handed.contact == gone else task.handed
    return replace(task, asked=handed is not None, handed=handed)


def _reminded(s: Onboarding, event: e.CustomerReminded) -> Onboarding:
    if not event.nudges:  # a journal from before each task had its own
        return replace(s, reminders=replace(s.reminders, sent=event.number, next_at=event.next_reminder_at))
    reminders = replace(
        s.reminders,
        sent=s.reminders.sent + 1,
        next_at=None,
        last_at=event.at,
        tell_at=event.answer_by or s.reminders.tell_at,
    )
    return replace(s, tasks=_nudged(s.tasks, event.nudges), reminders=reminders)


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


def _nudged(tasks: tuple[Task, ...], nudges: Iterable[Nudge]) -> tuple[Task, ...]:
    by_task = {nudge.task: nudge for nudge in nudges}
    return tuple(
        replace(task, reminded=nudge.number, remind_at=nudge.at) if (nudge := by_task.get(task.id)) else task
        for task in tasks
    )
