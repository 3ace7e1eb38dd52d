"""Working time: one calendar function for due instants and for elapsed time."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.errors import InvalidError

_LONGEST = 366 * 3
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working hours of a place.

    Attributes
    ----------
    opens, closes
        Local clock times. One that a day skips (summer time begins) is the instant of the jump; of one that a day
        has twice, the first counts. Hours in between count as often as they happen.
    weekend
        ISO weekdays, Monday is 1.
    holidays
        Local days on which nobody works, with the name of each.
    company_days, half_days
        Further days off, and days that close earlier; by ``MM-DD`` for every year or ``YYYY-MM-DD`` for one.
    name
        Whose calendar it is, for people: ``DE``, ``DE-BY``.
    """

    time_zone: str
    opens: time
    closes: time
    weekend: frozenset[int]
    holidays: Mapping[date, str]
    company_days: frozenset[str] = frozenset()
    half_days: Mapping[str, time] = field(default_factory=dict)
    name: str = ""
    _known: dict[int, Span | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.opens >= self.closes or len(self.weekend) >= 7:
            raise InvalidError(
                "A calendar needs working hours that open before they close, on at least one weekday."
            )

    def works(self, day: date) -> bool:
        """Say whether somebody works on this local day."""
        return not self.off(day)

    def off(self, day: date) -> str:
        """Return why nobody works on this local day: ``weekend``, ``company day`` or a holiday's name; else empty."""
        if day.isoweekday() in self.weekend:
            return "weekend"
        if day in self.holidays:
            return self.holidays.get(day) or "holiday"
        return "company day" if any(key in self.company_days for key in _keys(day)) else ""

    @property
    def day(self) -> timedelta:
        """Return the working time of one whole working day."""
        today = date.min
        return datetime.combine(today, self.closes) - datetime.combine(today, self.opens)

    def due(self, start: datetime, hours: int) -> datetime:
        """Return the first instant by which `hours` working hours have passed since `start`; UTC.

        For negative hours it is an instant from which so many are left until `start`. The end of a working day and the
        beginning of the next are the same working time: a date is the end of the day, whichever way it was counted.
        """
        span = timedelta(hours=abs(hours))
        return self.after(start, span) if hours >= 0 else self._ended(self.before(start, span))

    def after(self, start: datetime, left: timedelta) -> datetime:
        """Return the first instant by which the working time `left` has passed since `start`; UTC."""
        first = self.local(start).toordinal() - 1
        for begin, end in self._spans(range(first, first + _LONGEST)):
            if end < start:
                continue
            since = begin if begin > start else start
            if left <= end - since:
                return since + left
            left -= end - since
        raise InvalidError("So much working time lies beyond the calendar's end.")

    def before(self, end: datetime, left: timedelta) -> datetime:
        """Return the last instant from which the working time `left` passes until `end`; UTC."""
        last = self.local(end).toordinal() + 1
        for begin, close in self._spans(range(last, last - _LONGEST, -1)):
            if begin > end:
                continue
            until = close if close < end else end
            if left <= until - begin:
                return until - left
            left -= until - begin
        raise InvalidError("So much working time lies before the calendar's beginning.")

    def _ended(self, moment: datetime) -> datetime:
        """Return the end of the working time before `moment` where a working day only begins with it."""
        last = self.local(moment).toordinal() + 1
        for begin, close in self._spans(range(last, last - _LONGEST, -1)):
            if begin < moment:
                return min(close, moment)
        raise InvalidError("So much working time lies before the calendar's beginning.")

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two instants; zero when `end` is not after `start`."""
        total = timedelta()
        if end <= start:
            return total
        first, last = self.local(start).toordinal(), self.local(end).toordinal()
        for begin, close in self._spans(range(first - 1, last + 2)):
            if begin < end and close > start:
                total += min(close, end) - max(begin, start)
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

    def uncounted(self, start: datetime, end: datetime) -> Iterator[tuple[date, str]]:
        """Yield the local days from `start` to `end`, weekends aside, that count less than others, and why."""
        for ordinal in range(self.local(start).toordinal(), self.local(end).toordinal() + 1):
            day = date.fromordinal(ordinal)
            reason = self.off(day)
            if not reason and self._closes(day) != self.closes:
                reason = f"until {self._closes(day):%H:%M}"
            if reason and reason != "weekend":
                yield day, reason

    def closing(self, day: date) -> datetime:
        """Return the end of the working hours of a local day; UTC."""
        return self._at(day, self._closes(day))

    def opening(self, day: date) -> datetime:
        """Return the beginning of the working hours of a local day; UTC."""
        return self._at(day, self.opens)

    def local(self, moment: datetime) -> datetime:
        """Return an instant as the wall clock of this place shows it."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def say(self, moment: datetime) -> str:
        """Write an instant for a person: ``Tue 1 Dec 2026, 10:00 (Europe/Berlin)``."""
        local = self.local(moment)
        return f"{local:%a} {local.day} {local:%b %Y, %H:%M} ({self.time_zone})"

    def _closes(self, day: date) -> time:
        return next((self.half_days[key] for key in _keys(day) if key in self.half_days), self.closes)

    def _at(self, day: date, clock: time) -> datetime:
        zone = ZoneInfo(self.time_zone)
        wall = datetime.combine(day, clock, zone)
        moment = wall.astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
            return moment
        # The clock never shows this: it jumps over it, within the jump's length before `moment`.
        early = wall.replace(fold=1).astimezone(UTC)
        offset = early.astimezone(zone).utcoffset()
        seconds = range(int((moment - early).total_seconds()))
        jumped = bisect_left(
            seconds,
            True,
            key=lambda second: (early + timedelta(seconds=second)).astimezone(zone).utcoffset() != offset,
        )
        return early + timedelta(seconds=jumped)

    def _spans(self, days: range) -> Iterator[Span]:
        """Yield the working hours of local days, given by ordinals, that have some; each is worked out once."""
        for ordinal in days:
            try:
                span = self._known[ordinal]
            except KeyError:
                span = self._known[ordinal] = self._span(date.fromordinal(ordinal))
            if span:
                yield span

    def _span(self, day: date) -> Span | None:
        if not self.works(day):
            return None
        begin, end = self.opening(day), self.closing(day)
        return (begin, end) if begin < end else None


def _keys(day: date) -> tuple[str, str]:
    text = day.isoformat()
    return text, text[5:]
