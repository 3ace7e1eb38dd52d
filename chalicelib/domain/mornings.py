"""When somebody's working day begins: the hour at which their summaries are mailed. Pure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.people import Directory, Person

MORNING = time(8, 0)
LATEST = timedelta(hours=4)  # what could not be mailed by noon waits for the next morning
_AHEAD = 31
CalendarOf = Callable[[Person], Calendar]


def begins_at(person: Person, day: date) -> datetime:
    """Return when a person's morning begins on one of their days: eight o'clock, not within their quiet hours; UTC."""
    eight = datetime.combine(day, MORNING, person.zone).astimezone(UTC)
    return person.may_be_mailed_at(eight)


def morning_of(person: Person, calendar: Calendar, now: datetime) -> date | None:
    """Return the working day whose morning it is for a person at `now`; None at other hours, and while they are away."""
    today = now.astimezone(person.zone).date()
    begins = begins_at(person, today)
    if not person.available(now) or not calendar.works(today):
        return None
    return today if begins <= now < begins + LATEST else None


def next_at(directory: Directory, calendar_of: CalendarOf, now: datetime) -> datetime | None:
    """Return the first instant after `now` at which anybody's working day begins; None where nobody works."""
    found = (_next(person, calendar_of(person), now) for person in directory.people if person.active)
    return min((at for at in found if at), default=None)


def opens_week(calendar: Calendar, day: date) -> bool:
    """Say whether a working day is the first of its week."""
    monday = day - timedelta(days=day.weekday())
    return not any(calendar.works(monday + timedelta(days=n)) for n in range(day.weekday()))


def previous(person: Person, calendar: Calendar, day: date) -> datetime:
    """Return when the morning of the working day before `day` began: until then the last summary told; UTC."""
    return begins_at(person, calendar.days_after(day, -1))


def leads(person: Person, directory: Directory) -> bool:
    """Say whether somebody in the directory is led by a person."""
    return any(other.lead == person.id and other.id != person.id for other in directory.people)


def _next(person: Person, calendar: Calendar, now: datetime) -> datetime | None:
    today = now.astimezone(person.zone).date()
    days = (today + timedelta(days=n) for n in range(_AHEAD))
    return next((at for day in days if calendar.works(day) and (at := begins_at(person, day)) > now), None)
