"""Working calendars with the public holidays of the `holidays` library."""

from datetime import time
from functools import cache

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.playbook import CalendarRule

_YEARS = range(2020, 2041)


class HolidayCalendars:
    """Builds the calendar of a rule; each is built once and kept."""

    def of(self, rule: CalendarRule) -> Calendar:
        """Return the calendar of a rule."""
        return _calendar(rule)


@cache
def _calendar(rule: CalendarRule) -> Calendar:
    import holidays

    days = holidays.country_holidays(rule.country, subdiv=rule.region, years=_YEARS)
    return Calendar(
        time_zone=rule.time_zone,
        opens=time.fromisoformat(rule.opens),
        closes=time.fromisoformat(rule.closes),
        weekend=frozenset(rule.weekend),
        holidays=frozenset(days),
    )
