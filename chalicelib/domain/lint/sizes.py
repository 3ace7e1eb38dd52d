"""The linter's checks of sizes: words that pages can show and the table can hold, waits that the calendar reaches. Pure."""

import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.domain.codes import GROUPS
from chalicelib.domain.lint.days import taken
from chalicelib.domain.lint.rules import Problem
from chalicelib.domain.playbook import CalendarRule, Playbook

MOST_BYTES_OF_TEXT = 150_000  # a published version is one item of the table
MOST_FIELDS = 30
LONGEST_CONDITION = 300
_LONGEST = {
    "when": LONGEST_CONDITION,
    "help": 2000,
    "statement": 2000,
    "text": 500,
    "hint": 500,
    "where": 300,
    "title": 200,
    "customer_title": 200,
    "label": 200,
}
_LONGEST_ELSE = 100
_WEEKS = 52


def of_texts(playbook: Playbook) -> Iterator[Problem]:
    """Yield texts that are too long, too many, or hold what cannot be shown."""
    size = 0
    for place, rule in _rules(playbook):
        for name, text in _texts(rule):
            size += len(text.encode("utf-8", "replace"))
            most = _LONGEST.get(name, _LONGEST_ELSE)
            if len(text) > most:
                yield Problem(place=place, message=f"{name} has {len(text)} characters; {most} is the most")
            if any(c != "\n" and unicodedata.category(c) in {"Cc", "Cs"} for c in text):
                yield Problem(
                    place=place, message=f"{name} holds a character that cannot be shown; remove it"
                )
    if size > MOST_BYTES_OF_TEXT:
        yield Problem(
            place="the playbook", message=f"holds {size} bytes of text; {MOST_BYTES_OF_TEXT} is the most"
        )
    for task in playbook.tasks:
        if len(task.fields) > MOST_FIELDS:
            yield Problem(
                place=f"task '{task.id[:60]}'",
                message=f"has {len(task.fields)} fields; {MOST_FIELDS} is the most, so split it",
            )


def of_waits(playbook: Playbook) -> Iterator[Problem]:
    """Yield waits that are longer than a year of the calendar's working time: no date could be given for them."""
    hours, days = _year(playbook.calendar)
    waits = [(f"stage '{stage.id[:60]}'", stage.hours) for stage in playbook.stages]
    waits += [(f"task '{task.id[:60]}'", task.hours) for task in playbook.tasks]
    waits += [("reminders", wait) for wait in playbook.reminders.every]
    waits += [
        (f"task '{task.id[:60]}' remind", wait)
        for task in playbook.tasks
        if task.remind
        for wait in task.remind.every
    ]
    waits += [("rung_hours", wait) for wait in playbook.rung_hours]
    waits += [("stall", wait) for wait in astuple(playbook.stall)]
    waits.append(("most_snooze_hours", playbook.most_snooze_hours))
    for place, wait in waits:
        if wait > hours:
            yield Problem(
                place=place, message=f"waits longer than a year of working time; {hours} hours are the most"
            )
    if playbook.target_days > days:
        yield Problem(
            place="target_days", message=f"is longer than a year of working days; {days} is the most"
        )


def _year(rule: CalendarRule) -> tuple[int, int]:
    """Return the working hours and days of a year without holidays: of the one that has the fewest."""
    days = (7 - len(rule.weekend)) * _WEEKS
    day, off = working_day(rule), taken(rule)
    left = day * days - sum((day - worked for worked in off.values()), timedelta())
    whole = days - sum(not worked for worked in off.values())
    return max(0, left // timedelta(hours=1)), max(0, whole)


def working_day(rule: CalendarRule) -> timedelta:
    """Return the working time of a whole working day."""
    opens, closes = (
        datetime.combine(date.min, time.fromisoformat(clock)) for clock in (rule.opens, rule.closes)
    )
    return closes - opens


def _rules(playbook: Playbook) -> Iterator[tuple[str, Any]]:
    yield "the playbook", playbook
    yield "calendar", playbook.calendar
    yield "reminders", playbook.reminders
    for kind, rules in (("stage", playbook.stages), ("task", playbook.tasks), ("gate", playbook.gates)):
        for rule in rules:
            yield f"{kind} '{rule.id[:60]}'", rule
    for group in GROUPS:
        for code in getattr(playbook.codes, group):
            yield f"codes '{group}' '{code.id[:60]}'", code
    for task in playbook.tasks:
        if task.remind:
            yield f"task '{task.id[:60]}' remind", task.remind
        for field in task.fields:
            yield f"task '{task.id[:60]}' field '{field.id[:60]}'", field


def _texts(rule: Any) -> Iterator[tuple[str, str]]:
    for field in fields(rule):
        value = getattr(rule, field.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield field.name, text
