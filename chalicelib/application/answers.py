"""Checks typed answers against the questions of a task, and says in words what to change."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from chalicelib.domain.playbook import FieldRule

# Plain ASCII, as SES wants it; without anchors, in words that both `re` and JSON Schema know.
EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST_NUMBER = 30


def tidy(text: str) -> str:
    """Return typed text without surrounding space, control and direction characters, with plain line ends."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def check_answers(
    rules: Iterable[FieldRule], typed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the answers that can be kept and, by field, what is wrong with the others.

    Fields left empty are not among the answers. Dates come out as ``YYYY-MM-DD``, numbers without separators.
    """
    answers: dict[str, str] = {}
    errors: dict[str, str] = {}
    for rule in rules:
        text = tidy(typed.get(rule.id, ""))
        if not text:
            if rule.required:
                errors[rule.id] = _missing(rule)
            continue
        value, error = _check(rule, text)
        if error:
            errors[rule.id] = error
        else:
            answers[rule.id] = value
    return answers, errors


def check_email(text: str) -> str:
    """Return what is wrong with an email address; empty when nothing is."""
    if re.fullmatch(EMAIL, text) and len(text) <= 254 and ".." not in text:
        return ""
    return "Enter an email address in the form name@company.com."


def check_name(text: str, *, missing: str = "Enter your full name.") -> str:
    """Return what is wrong with a person's name, `missing` when there is none; empty when nothing is."""
    if not text:
        return missing
    return (
        "" if len(text) <= 120 and "\n" not in text else "Enter a name of at most 120 letters, on one line."
    )


def _missing(rule: FieldRule) -> str:
    return "Choose an answer." if rule.type in {"choice", "yes_no"} else "Enter an answer."


def _check(rule: FieldRule, text: str) -> tuple[str, str]:
    if len(text) > rule.max_length:
        return "", f"Shorten this to {rule.max_length} characters; it has {len(text)}."
    match rule.type:
        case "email":
            return text, check_email(text)
        case "number":
            return _number(text)
        case "date":
            return _date(text)
        case "choice":
            return text, "" if text in rule.choices else "Choose one of the answers in the list."
        case "yes_no":
            return text, "" if text in {"Yes", "No"} else "Choose Yes or No."
        case "text":
            return text, "Use one line only." if "\n" in text else ""
    return text, ""


def _number(text: str) -> tuple[str, str]:
    plain = re.sub(r"[\s\u00a0\u202f_']", "", text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(plain) > _LONGEST_NUMBER or "e" in plain.lower():
        return "", "Enter a number, for example 120."
    return format(number, "f"), ""


def _date(text: str) -> tuple[str, str]:
    parts = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text)
    iso = f"{parts[3]}-{parts[2]:0>2}-{parts[1]:0>2}" if parts else text
    try:
        day = date.fromisoformat(iso) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso) else None
    except ValueError:
        day = None
    return (day.isoformat(), "") if day else ("", "Enter a real date, for example 2026-12-01.")
