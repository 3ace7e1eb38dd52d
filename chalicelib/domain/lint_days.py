"""The linter's checks of a calendar's own days, and of the waits until somebody is told that something is stuck. Pure."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, time

from chalicelib.domain.lint_rules import Problem
from chalicelib.domain.playbook import CalendarRule, Playbook

_ANY_LEAP_YEAR = "2000-"


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


def _is_day(text: str) -> bool:
    whole = text if len(text) == len("2026-12-24") else _ANY_LEAP_YEAR + text
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
