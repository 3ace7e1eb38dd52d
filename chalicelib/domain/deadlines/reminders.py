"""The customer is reminded of everything outstanding, in one mail; the owner is told when reminding does not help."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import escalations, reminders
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import CustomerReminded, Event, RemindersMoved
from chalicelib.domain.onboarding import Nudge, Onboarding
from chalicelib.domain.why import Fact, why


def _due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    if not state.remindable():
        return
    if state.reminders.next_at and state.outstanding():
        yield state.reminders.next_at, ""
    for task in state.with_customer():
        if task.remind_at:
            yield task.remind_at, task.id


def _remind(subject: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    calendar, now = context.calendar_for(CUSTOMER), context.now
    if state.reminders.next_at:
        reason = why("reminder.arranged", context.playbook.ref, next=calendar.say(state.reminders.next_at))
        return (RemindersMoved(at=now, why=reason, nudges=reminders.inherited(state)),)
    if not reminders.works_now(calendar, now):
        return (_postponed(state, context),)
    return (_reminded(subject, state, context),)


def _postponed(state: Onboarding, context: Context) -> Event:
    calendar, now = context.calendar_for(CUSTOMER), context.now
    at = reminders.next_working(calendar, now)
    reason = why(
        "reminder.postponed", context.playbook.ref, not_working_at=calendar.say(now), next=calendar.say(at)
    )
    nudges = tuple(
        Nudge(task=task.id, number=task.reminded or 0, at=at) for task in reminders.due(state, now)
    )
    return RemindersMoved(at=now, why=reason, nudges=nudges)


def _reminded(subject: str, state: Onboarding, context: Context) -> Event:
    """Remind whoever has the task that is due, of all of theirs that is due about now."""
    calendar, now = context.calendar_for(CUSTOMER), context.now
    due = reminders.due(state, calendar.due(now, reminders.TOGETHER_HOURS))
    contact = next(reminders.receiver(task, state) for task in due if task.id == subject)
    contact = contact or state.remindable()[0]
    tasks = tuple(task for task in due if reminders.receiver(task, state) == contact)
    nudges = tuple(reminders.nudge(task.id, (task.reminded or 0) + 1, context) for task in tasks)
    others = [task.remind_at for task in state.with_customer() if task not in tasks]
    following = min((at for at in (*(n.at for n in nudges), *others) if at), default=None)
    number = max(nudge.number for nudge in nudges)
    over = any(nudge.at is None for nudge in nudges)
    return CustomerReminded(
        at=now,
        why=why(
            "customer.reminded",
            context.playbook.ref,
            number=number,
            most=max(context.playbook.reminders_of(task.id).most for task in tasks),
            outstanding=len(state.outstanding()),
            next=calendar.say(following) if following else "none: this was the last",
        ),
        contact=contact.id,
        tasks=tuple(task.id for task in tasks),
        number=number,
        next_reminder_at=following,
        nudges=nudges,
        answer_by=calendar.due(now, reminders.ANSWER_HOURS) if over else None,
        also=reminders.also_told(tasks, contact.id, state),
    )


def _unheard_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    at = state.reminders.tell_at
    told = escalations.is_raised(state, escalations.USED_UP, since=at)
    if at and not told and reminders.used_up(state):
        yield at, ""


def _unheard(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    """Tell the owner, once, what was tried: no further reminder follows."""
    facts = (
        Fact(name="still open", value=", ".join(task.title for task in reminders.used_up(state))),
        Fact(name="reminders sent", value=reminders.sent_words(state, context.calendar_for(CUSTOMER))),
    )
    return (_raised("reminders.used_up", escalations.USED_UP, state, context, facts),)


def _unwanted_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    """Everybody who can be mailed has switched reminders off; an entry about the late customer says it already."""
    if not state.reachable() or state.remindable():
        return
    at = min((task.remind_at for task in state.with_customer() if task.remind_at), default=None)
    told = escalations.is_raised(state, escalations.SWITCHED_OFF, since=at)
    if at and not told and not escalations.is_raised(state, escalations.CUSTOMER):
        yield at, ""


def _unwanted(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    facts = (
        Fact(name="still open", value=", ".join(task.title for task in state.outstanding())),
        Fact(name="reminders sent", value=reminders.sent_words(state, context.calendar_for(CUSTOMER))),
        Fact(name="contact", value=state.reachable()[0].id),
    )
    return (_raised("reminders.switched_off", escalations.SWITCHED_OFF, state, context, facts),)


def _raised(rule: str, subject: str, state: Onboarding, context: Context, facts: tuple[Fact, ...]) -> Event:
    return escalations.new(state, context, rule=rule, subject=subject, owner=state.owner, facts=facts)


REMINDER = Timer(due=_due, bring=_remind)
UNHEARD = Timer(due=_unheard_due, bring=_unheard)
UNWANTED = Timer(due=_unwanted_due, bring=_unwanted)
