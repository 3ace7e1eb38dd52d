"""The linter's checks of a calendar's own days, and of the waits until somebody is told that something is stuck. Pure."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from chalicelib.domain.lint.rules import Problem
from chalicelib.domain.playbook import CalendarRule, Playbook

_ANY_LEAP_YEAR = "2000-"
_WHOLE = len("2026-12-24")


def of_days(playbook: Playbook) -> Iterator[Problem]:
    """Yield company days and half days that no calendar has, and half days that do not close earlier."""
    rule = playbook.calendar
    for day in (*rule.company_days, *rule.half_days):
        if not _is_day(day):
            yield Problem(
                place=f"calendar, day '{day[:20]}'",
                message='is no day; write "12-24" for every year, "2026-12-24" for one',
            )
    for day, closes in rule.half_days.items():
        if not _earlier(rule, closes):
            yield Problem(
                place=f"calendar, half day '{day[:20]}'",
                message=f'closes at "{closes[:20]}"; write a time between {rule.opens} and {rule.closes} as "HH:MM"',
            )


def of_stall(playbook: Playbook) -> Iterator[Problem]:
    """Yield waits of `stall` that are none."""
    for name, hours in asdict(playbook.stall).items():
        if hours < 1:
            yield Problem(
                place=f"stall {name}", message="must be at least 1; somebody is told after so many hours"
            )


def taken(rule: CalendarRule) -> dict[date, timedelta]:
    """Return a calendar's own days that are no weekend, with the time still worked: of the year that has most of them."""
    begins = datetime.combine(date.min, time.fromisoformat(rule.opens))
    worked = {
        text: datetime.combine(date.min, time.fromisoformat(closes)) - begins
        for text, closes in rule.half_days.items()
    } | dict.fromkeys(rule.company_days, timedelta())
    years = {text[:4] for text in worked if len(text) == _WHOLE} | {"2001"}
    return max((_of_year(year, worked, rule) for year in sorted(years)), key=len)


def _of_year(year: str, worked: dict[str, timedelta], rule: CalendarRule) -> dict[date, timedelta]:
    named = ((text if len(text) == _WHOLE else f"{year}-{text}", left) for text, left in worked.items())
    days = ((date.fromisoformat(text), left) for text, left in named if text[:4] == year and _is_day(text))
    return {day: left for day, left in days if day.isoweekday() not in rule.weekend}


def _is_day(text: str) -> bool:
    whole = text if len(text) == _WHOLE else _ANY_LEAP_YEAR + text
    try:
        return date.fromisoformat(whole).isoformat() == whole
    except ValueError:
        return False


def _earlier(rule: CalendarRule, closes: str) -> bool:
    try:
        opens, latest = time.fromisoformat(rule.opens), time.fromisoformat(rule.closes)
        return opens < time.fromisoformat(closes) < latest
    except (ValueError, TypeError):  # what is wrong with opens and closes is told with them
        return False


def of_feedback(playbook: Playbook) -> Iterator[Problem]:
    """Yield milestones at which the customer would never be asked how it went, or twice."""
    reached = (
        {rule.milestone for rule in playbook.stages} | {rule.milestone for rule in playbook.tasks} | {"live"}
    )
    for milestone in playbook.feedback:
        if milestone not in reached:
            yield Problem(
                place="feedback",
                message=f"nothing in this playbook reaches '{milestone[:60]}'; name live, or a milestone of a stage or task",
            )
    if len(set(playbook.feedback)) < len(playbook.feedback):
        yield Problem(place="feedback", message="names a milestone twice; remove one")
