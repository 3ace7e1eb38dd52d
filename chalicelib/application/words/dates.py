"""Instants as a person reads them, in that person's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.domain.phrases import Day, Minute, Place
from chalicelib.domain.values import instant

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_WHOLE_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class When:
    """An instant to show: `day` and `minute` for people, each in their language, `iso` for machines.

    `today` says that it lies in the reader's present day.
    """

    day: Day
    minute: Minute
    iso: str
    today: bool = False


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A reader's time zone and the present instant, by which years are left out or named.

    `long` names weekdays and months in full, where the reader's language is not English.
    """

    zone: ZoneInfo
    now: datetime
    long: bool = False

    @property
    def place(self) -> Place:
        """Return the city by whose clocks times are told, or what else the time zone is called."""
        made = Place(self.zone.key.rpartition("/")[2].replace("_", " "))
        made.zone = self.zone.key
        return made

    def when(self, moment: datetime | None) -> When | None:
        """Return an instant as this reader sees it."""
        if moment is None:
            return None
        local = moment.astimezone(self.zone)
        day, place = self.day(local.date()), self.place
        minute = Minute(f"{day}, {local:%H:%M} ({place})")
        minute.of, minute.clock, minute.place = day, f"{local:%H:%M}", place
        return When(day=day, minute=minute, iso=instant(moment), today=local.date() == self._today)

    def over(self, moment: datetime | None) -> bool:
        """Say whether the day of an instant has ended where the reader is: named by its day alone, it is good until then."""
        return moment is not None and moment.astimezone(self.zone).date() < self._today

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def day(self, day: date) -> Day:
        """Return a calendar day: ``Fri 27 Nov``, with the year when it is not this one."""
        other = day.year != self._today.year
        year = f" {day.year}" if other else ""
        made = Day(f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}")
        made.day, made.year, made.long = day, other, self.long
        return made

    def age(self, since: datetime) -> str:
        """Return how long ago something was, in the largest fitting unit: ``5 min``, ``3 h``, ``2 d``."""
        passed = max(timedelta(0), self.now - since)
        minutes = int(passed.total_seconds() // 60)
        if minutes < 60:
            return f"{minutes} min"
        return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def local_time(zone: str, now: datetime, *, long: bool = False) -> LocalTime:
    """Return the clock on a reader's wall; an unknown zone becomes UTC."""
    try:
        return LocalTime(ZoneInfo(zone), now, long)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return LocalTime(ZoneInfo("UTC"), now, long)


def whole_day(day: date) -> Day:
    """Return a calendar day with its year and its month in full, so that it can be read in one way only."""
    made = Day(f"{day.day} {_WHOLE_MONTHS[day.month - 1]} {day.year}")
    made.day, made.year, made.long = day, True, True
    return made
