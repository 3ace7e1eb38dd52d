"""Working time: one calendar function for due instants and for elapsed time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import InvalidError

_LONGEST = 366 * 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working hours of a place. `weekend` holds ISO weekdays (Monday is 1); `holidays` are whole local days."""

    time_zone: str
    opens: time
    closes: time
    weekend: frozenset[int]
    holidays: frozenset[date]

    def __post_init__(self) -> None:
        if self.opens >= self.closes or len(self.weekend) >= 7:
            raise InvalidError(
                "A calendar needs working hours that open before they close, on at least one weekday."
            )

    def works(self, day: date) -> bool:
        """Say whether somebody works on this local day."""
        return day.isoweekday() not in self.weekend and day not in self.holidays

    @property
    def day(self) -> timedelta:
        """Return the working time of one working day."""
        today = date.min
        return datetime.combine(today, self.closes) - datetime.combine(today, self.opens)

    def due(self, start: datetime, hours: int) -> datetime:
        """Return the first instant by which `hours` working hours have passed since `start`; UTC."""
        return self.after(start, timedelta(hours=hours))

    def after(self, start: datetime, left: timedelta) -> datetime:
        """Return the first instant by which the working time `left` has passed since `start`; UTC."""
        for begin, end in self._spans(start):
            span = end - max(begin, start)
            if left <= span:
                return max(begin, start) + left
            left -= span
        raise InvalidError("So much working time lies beyond the calendar's end.")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two instants; zero when `end` is not after `start`."""
        total = timedelta()
        for begin, close in self._spans(start):
            if begin >= end:
                break
            total += max(min(close, end) - max(begin, start), timedelta())
        return total

    def days_after(self, day: date, count: int) -> date:
        """Return the working day `count` working days after `day` (before it, for a negative count)."""
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        for _ in range(_LONGEST):
            if left == 0 and self.works(day):
                return day
            day += step
            left -= 1 if self.works(day) and left else 0
        raise InvalidError("There is no such working day within three years.")

    def closing(self, day: date) -> datetime:
        """Return the end of the working hours of a local day; UTC."""
        return self._at(day, self.closes)

    def local(self, moment: datetime) -> datetime:
        """Return an instant as the wall clock of this place shows it."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def say(self, moment: datetime) -> str:
        """Write an instant for a person: ``Tue 1 Dec 2026, 10:00 (Europe/Berlin)``."""
        local = self.local(moment)
        return f"{local:%a} {local.day} {local:%b %Y, %H:%M} ({self.time_zone})"

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, ZoneInfo(self.time_zone)).astimezone(UTC)

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = self.local(start).date()
        for _ in range(_LONGEST):
            if self.works(day) and (end := self._at(day, self.closes)) > start:
                yield self._at(day, self.opens), end
            day += timedelta(days=1)
