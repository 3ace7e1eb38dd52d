"""Until when a document is valid, and when a newer one is asked for. Pure arithmetic with days where the customer is."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from chalicelib.domain import reminders
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.onboarding import Document
from chalicelib.domain.playbook import TaskRule, ValidRule

FARTHEST = 100 * 366  # days: what is farther away is a mistake in the year
_MORNING = time(9)


class Until(TypedDict):
    """What an event says of the end of a document."""

    expires_on: date | None
    renew_at: datetime | None


def rule_of(document: Document, context: Context) -> ValidRule | None:
    """Return how long a document of its task is valid."""
    rule: TaskRule | None = context.playbook.task(document.task)
    return rule.documents.valid if rule and rule.documents else None


def lacks_date(document: Document, rule: ValidRule | None) -> bool:
    """Say whether nobody has named the day yet that is asked for with a document."""
    return bool(rule and rule.asks_date and document.dated is None)


def end(document: Document, context: Context, *, dated: date | None = None) -> date | None:
    """Return the last day on which a document is valid; None where it has no end, or none that is known."""
    rule, day = rule_of(document, context), dated or document.dated
    if rule is None:
        return None
    if not rule.asks_date:
        day = context.calendar_for(CUSTOMER).local(document.received_at).date()
    if day is None:
        return None
    return day + timedelta(days=rule.days) if rule.days else day


def over(day: date | None, context: Context) -> bool:
    """Say whether the last day on which something is valid has passed."""
    return day is not None and day < _today(context)


def until(document: Document, context: Context, *, dated: date | None = None) -> Until:
    """Return what the event says that accepts or dates a document.

    Where less than `renew_days` are left already, it is asked for on the day after its end.
    """
    rule, last = rule_of(document, context), end(document, context, dated=dated)
    if rule is None or last is None:
        return Until(expires_on=None, renew_at=None)
    ahead = last - timedelta(days=rule.renew_days)
    asked = ahead if ahead > _today(context) else max(last, _today(context)) + timedelta(days=1)
    calendar = context.calendar_for(CUSTOMER)
    return Until(
        expires_on=last, renew_at=reminders.next_working(calendar, _morning(asked, calendar.time_zone))
    )


def possible(day: date, context: Context) -> bool:
    """Say whether a named day can be meant."""
    return abs((day - _today(context)).days) <= FARTHEST


def due(document: Document, context: Context, *, hours: int) -> datetime:
    """Return until when a newer one is asked for: the last morning of the old one, or the task's time from now."""
    calendar = context.calendar_for(CUSTOMER)
    last = _morning(document.expires_on or _today(context), calendar.time_zone)
    return last if last > context.now else calendar.due(context.now, hours)


def _today(context: Context) -> date:
    return context.calendar_for(CUSTOMER).local(context.now).date()


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, _MORNING, ZoneInfo(zone)).astimezone(UTC)
