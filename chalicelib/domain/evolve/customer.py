"""What the customer is asked, reminded of and told, and what they think of it."""

from collections.abc import Iterable

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Nudge, Onboarding, Opinion, Receipts, Reminders, Task


def customer(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what the customer was asked or told, or thinks; None for other events."""
    match event:
        case e.CustomerAsked():
            return _asked(s, event)
        case e.CustomerReminded():
            return _reminded(s, event)
        case e.RemindersMoved():
            reminders = replace(s.reminders, next_at=None)
            return replace(s, tasks=_nudged(s.tasks, event.nudges), reminders=reminders)
        case e.ReceiptQueued():
            before = s.receipts
            waiting = (*(before.waiting if before else ()), event.notice)
            quiet = before is not None and before.due_at > event.at
            since = before.since if before and quiet else event.at
            return replace(s, receipts=Receipts(due_at=event.due_at, waiting=waiting, since=since))
        case e.ReceiptMailed():
            return replace(s, receipts=Receipts(due_at=event.quiet_until, since=event.since))
        case e.FeedbackAsked():
            asked = (
                Opinion(milestone=event.milestone, contact=contact, asked_at=event.at)
                for contact in event.contacts
            )
            return replace(s, opinions=(*s.opinions, *asked))
        case e.FeedbackGiven():
            return replace(s, opinions=tuple(_given(one, event) for one in s.opinions))
    return None


def _asked(s: Onboarding, event: e.CustomerAsked) -> Onboarding:
    tasks = tuple(
        replace(task, asked=True, asks=task.asks + 1) if task.id in event.tasks else task for task in s.tasks
    )
    requests = s.reminders.requests + 1
    reminders = Reminders(requests=requests, next_at=event.next_reminder_at)
    if event.nudges:
        reminders = replace(s.reminders, requests=requests, next_at=None)
    contacts = with_item(s.contacts, event.contact, welcomed=True)
    if event.settles:
        tasks = tuple(_settled(task, event) if task.id in event.tasks else task for task in tasks)
    return replace(s, tasks=_nudged(tasks, event.nudges), contacts=contacts, reminders=reminders)


def _settled(task: Task, event: e.CustomerAsked) -> Task:
    """Return a task whose decline is settled: the customer is asked to sign it once more."""
    if task.declined is None:
        return task
    return replace(task, declined=replace(task.declined, settled_at=event.at, note=event.note))


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


def _nudged(tasks: tuple[Task, ...], nudges: Iterable[Nudge]) -> tuple[Task, ...]:
    by_task = {nudge.task: nudge for nudge in nudges}
    return tuple(
        replace(task, reminded=nudge.number, remind_at=nudge.at) if (nudge := by_task.get(task.id)) else task
        for task in tasks
    )


def _given(one: Opinion, event: e.FeedbackGiven) -> Opinion:
    if (one.milestone, one.contact) != (event.milestone, event.contact):
        return one
    return replace(one, score=event.score, comment=event.comment, given_at=one.given_at or event.at)
