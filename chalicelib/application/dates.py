"""Instants as a person reads them, in that person's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.domain.values import instant

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class When:
    """An instant to show: `day` and `minute` for people, `iso` for machines."""

    day: str
    minute: str
    iso: str


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A reader's time zone and the present instant, by which years are left out or named."""

    zone: ZoneInfo
    now: datetime

    def when(self, moment: datetime | None) -> When | None:
        """Return an instant as this reader sees it."""
        if moment is None:
            return None
        local = moment.astimezone(self.zone)
        name = local.tzname() or "UTC"
        return When(
            day=self.day(local.date()),
            minute=f"{self.day(local.date())}, {local:%H:%M} {name if name[0].isalpha() else 'UTC' + name}",
            iso=instant(moment),
        )

    def day(self, day: date) -> str:
        """Return a calendar day: ``Fri 27 Nov``, with the year when it is not this one."""
        year = f" {day.year}" if day.year != self.now.astimezone(self.zone).year else ""
        return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"

    def age(self, since: datetime) -> str:
        """Return how long ago something was, in the largest fitting unit: ``5 min``, ``3 h``, ``2 d``."""
        passed = max(timedelta(0), self.now - since)
        minutes = int(passed.total_seconds() // 60)
        if minutes < 60:
            return f"{minutes} min"
        return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def local_time(zone: str, now: datetime) -> LocalTime:
    """Return the clock on a reader's wall; an unknown zone becomes UTC."""
    try:
        return LocalTime(ZoneInfo(zone), now)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return LocalTime(ZoneInfo("UTC"), now)
