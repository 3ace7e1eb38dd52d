"""When both sides could meet: times worked out from two calendars. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.domain.calendar import Calendar

_FURTHEST = 60  # days looked at: long enough for any holidays
_ROUND = timedelta(minutes=30)


def common_times(
    ours: Calendar, theirs: Calendar, *, now: datetime, minutes: int, count: int
) -> tuple[datetime, ...]:
    """Return when both work, UTC: each on another day from tomorrow on, mornings and afternoons in turn."""
    found: list[datetime] = []
    for opens, closes in _both(ours, theirs, now):
        last = closes - timedelta(minutes=minutes)
        wanted = opens + timedelta(hours=1) if len(found) % 2 == 0 else opens + (closes - opens) * 2 / 3
        start = _rounded(min(wanted, last))
        if not opens <= start <= last:
            start = _rounded(opens)
        if start <= last:
            found.append(start)
        if len(found) == count:
            break
    return tuple(found)


def _both(ours: Calendar, theirs: Calendar, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the span of each day from tomorrow on in which both work."""
    today = ours.local(now).date()
    for days in range(1, _FURTHEST):
        day = today + timedelta(days=days)
        if not ours.works(day) or not theirs.works(day):
            continue
        opens = max(ours.opening(day), theirs.opening(day))
        closes = min(ours.closing(day), theirs.closing(day))
        if opens < closes:
            yield opens, closes


def _rounded(moment: datetime) -> datetime:
    """Return the next full or half hour."""
    over = (moment - datetime.min.replace(tzinfo=UTC)) % _ROUND
    return moment if not over else moment + _ROUND - over
