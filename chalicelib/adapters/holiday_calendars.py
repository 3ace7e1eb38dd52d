"""Working calendars with the public holidays of the `holidays` library."""

from dataclasses import replace
from datetime import time
from functools import cache
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.playbook import CalendarRule


class HolidayCalendars:
    """Builds the calendar of a rule; each is built once and kept."""

    def of(self, rule: CalendarRule) -> Calendar:
        """Return the calendar of a rule.

        Raises
        ------
        LookupError
            No public holidays are known for the rule's country and region, or no such time zone is.
        """
        return _calendar(rule)

    def elsewhere(
        self, rule: CalendarRule, *, country: str | None, region: str | None, time_zone: str | None
    ) -> Calendar:
        """Return the calendar of a rule's hours at another place; what is not known of the place stays the rule's."""
        if country and (known := _place(country, region)):
            rule = replace(rule, country=known[0], region=known[1])
        if time_zone and _is_zone(time_zone):
            rule = replace(rule, time_zone=time_zone)
        return _calendar(rule)


def knows(country: str, region: str | None) -> bool:
    """Say whether public holidays are known for a country, and for a region of it."""
    return _place(country, region) == (country, region)


@cache
def _calendar(rule: CalendarRule) -> Calendar:
    import holidays

    try:  # without years: each is worked out when a day of it is asked for
        days = holidays.country_holidays(rule.country, subdiv=rule.region, language="en_US")
    except NotImplementedError as error:
        raise LookupError(
            f"No public holidays are known for '{rule.country}' with region '{rule.region or ''}'."
        ) from error
    return Calendar(
        name="-".join(part for part in (rule.country, rule.region) if part),
        time_zone=ZoneInfo(rule.time_zone).key,
        opens=time.fromisoformat(rule.opens),
        closes=time.fromisoformat(rule.closes),
        weekend=frozenset(rule.weekend),
        holidays=days,
        company_days=frozenset(rule.company_days),
        half_days={day: time.fromisoformat(closes) for day, closes in rule.half_days.items()},
    )


@cache
def _place(country: str, region: str | None) -> tuple[str, str | None] | None:
    """Return country and region as far as public holidays are known for them; None where they are for neither."""
    import holidays

    regions = holidays.list_supported_countries().get(country.upper())
    if regions is None:
        return None
    return country.upper(), region if region in regions else None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True
