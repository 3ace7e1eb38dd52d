"""The customer is reminded of everything outstanding, in one mail."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import CustomerReminded, Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import why


def _due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    if state.reminders.next_at and state.outstanding() and state.reachable():
        yield state.reminders.next_at, ""


def _remind(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    every, number = context.playbook.reminders.every, state.reminders.sent + 1
    calendar = context.calendar_for(CUSTOMER)
    following = calendar.due(context.now, every[number]) if number < len(every) else None
    tasks = tuple(task.id for task in state.outstanding())
    reason = why(
        "customer.reminded", context.playbook.ref, number=number, most=len(every), outstanding=len(tasks)
    )
    return (
        CustomerReminded(
            at=context.now,
            why=reason,
            contact=state.reachable()[0].id,
            tasks=tasks,
            number=number,
            next_reminder_at=following,
        ),
    )


REMINDER = Timer(due=_due, bring=_remind)
