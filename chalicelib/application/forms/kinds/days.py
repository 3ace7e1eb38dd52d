"""Days as answers: kept as ``YYYY-MM-DD``, within the bounds that the playbook sets."""

from datetime import date

from chalicelib.application.forms.reader import Reader
from chalicelib.application.forms.typed_days import days_of
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule


def read_day(rule: FieldRule, text: str, reader: Reader) -> tuple[str, str]:
    """Take a day within the rule's bounds."""
    days = days_of(text, first=reader.day_first)
    if error := day_error(days):
        return "", error
    (day,) = days
    earliest, latest = _bound(rule.earliest, reader), _bound(rule.latest, reader)
    if earliest and day < earliest:
        if rule.earliest == "today":
            return "", phrase("Enter a date that is today or later.")
        return "", phrase("Enter %(day)s or a later date.", day=earliest.isoformat())
    if latest and day > latest:
        if rule.latest == "today":
            return "", phrase("Enter a date that is today or earlier.")
        return "", phrase("Enter %(day)s or an earlier date.", day=latest.isoformat())
    return day.isoformat(), ""


def day_error(days: tuple[date, ...]) -> str:
    """Return what is said where no one day was meant; empty for one."""
    match days:
        case (_,):
            return ""
        case (day, other):
            return phrase(
                "Write this as %(day)s or as %(other)s: its day and its month can be read either way.",
                day=day.isoformat(),
                other=other.isoformat(),
            )
    return phrase("Enter a real date, for example 2026-12-01.")


def bounds(rule: FieldRule, reader: Reader) -> tuple[str, str]:
    """Return the first and the last day that a date may be, for the browser's calendar; empty where there is none."""
    found = (_bound(rule.earliest, reader), _bound(rule.latest, reader))
    first, last = (day.isoformat() if day else "" for day in found)
    return first, last


def _bound(named: str, reader: Reader) -> date | None:
    if named == "today":
        return reader.today
    return next(iter(days_of(named, first=True)), None)
