"""When the customer is reminded of what: each task at its own pace, all of them in one mail, and only while they work.

Pure arithmetic by the customer's own calendar. An instant that falls outside their working time moves to its next
beginning; what would be due within a working day goes along with the mail that is sent now.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.onboarding import Contact, Nudge, Onboarding, Task

TOGETHER_HOURS = 8
ANSWER_HOURS = 8
ALONE = 2  # so many reminders go to the colleague alone who has the task
_INSTANT = timedelta(milliseconds=1)


def works_now(calendar: Calendar, moment: datetime) -> bool:
    """Say whether an instant lies in working time."""
    return calendar.elapsed(moment, moment + _INSTANT) > timedelta()


def next_working(calendar: Calendar, moment: datetime) -> datetime:
    """Return an instant itself if it lies in working time, else the next beginning of working time; UTC."""
    return moment if works_now(calendar, moment) else calendar.after(moment, _INSTANT) - _INSTANT


def nudge(task: str, number: int, context: Context) -> Nudge:
    """Return the reminders of a task of which `number` have been sent: the next is counted from now."""
    every = context.playbook.reminders_of(task).every
    if number >= len(every):
        return Nudge(task=task, number=number, at=None)
    calendar = context.calendar_for(CUSTOMER)
    return Nudge(
        task=task, number=number, at=next_working(calendar, calendar.due(context.now, every[number]))
    )


def begun(state: Onboarding, asked: Iterable[str], context: Context) -> tuple[Nudge, ...]:
    """Return the reminders of tasks that the customer is asked for now, and of those that had none of their own yet."""
    fresh = tuple(asked)
    return (
        *(nudge(task, 0, context) for task in fresh),
        *(n for n in inherited(state) if n.task not in fresh),
    )


def inherited(state: Onboarding) -> tuple[Nudge, ...]:
    """Return the reminders of tasks from before each had its own: they go on where the onboarding's stood."""
    at, number = state.reminders.next_at, state.reminders.sent
    if at is None:
        return ()
    return tuple(
        Nudge(task=task.id, number=number, at=at)
        for task in state.outstanding()
        if task.asked and task.reminded is None
    )


def unplanned(state: Onboarding, context: Context) -> tuple[Nudge, ...]:
    """Return the reminders of what is the customer's again: counted on, and from now."""
    return tuple(
        planned
        for task in state.with_customer()
        if task.asked and task.reminded is not None and task.remind_at is None
        if (planned := nudge(task.id, task.reminded, context)).at is not None
    )


def due(state: Onboarding, until: datetime) -> tuple[Task, ...]:
    """Return the tasks whose reminder is due by `until`."""
    return tuple(task for task in state.with_customer() if task.remind_at and task.remind_at <= until)


def resting(state: Onboarding) -> tuple[Nudge, ...]:
    """Return the reminders, planned so far, of what waits for our answer: none of it, until we have given it."""
    return tuple(
        Nudge(task=task.id, number=task.reminded or 0, at=None)
        for task in state.outstanding()
        if task.remind_at and state.ours_first(task.id)
    )


def used_up(state: Onboarding) -> tuple[Task, ...]:
    """Return what the customer owes and was reminded of for the last time."""
    return tuple(task for task in state.with_customer() if task.reminded and task.remind_at is None)


def receiver(task: Task, state: Onboarding) -> Contact | None:
    """Return who is reminded of a task: who has it, else who gave it to them, else the first contact."""
    wanted = {contact.id: contact for contact in state.remindable()}
    if task.handed:
        for one in (task.handed.contact, task.handed.by.removeprefix("contact:")):
            if one in wanted:
                return wanted[one]
    return next(iter(wanted.values()), None)


def also_told(tasks: Iterable[Task], contact: str, state: Onboarding) -> tuple[str, ...]:
    """Return who hears as well that nothing came: who gave a task to `contact`, after two reminders."""
    askers = dict.fromkeys(
        task.handed.by.removeprefix("contact:")
        for task in tasks
        if task.handed and (task.reminded or 0) >= ALONE
    )
    return tuple(one.id for one in state.remindable() if one.id in askers and one.id != contact)


def sent_words(state: Onboarding, calendar: Calendar) -> str:
    """Say how many reminders were sent and when the last: ``5, the last on Tue 1 Dec 2026, 10:00 (Europe/Berlin)``."""
    last = state.reminders.last_at
    return f"{state.reminders.sent}, the last on {calendar.say(last)}" if last else str(state.reminders.sent)
