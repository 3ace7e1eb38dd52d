"""What was typed into a form of the team: texts within bounds, reasons, days."""

from datetime import date

from chalicelib.domain.codes import OTHER
from chalicelib.domain.errors import InvalidError
from chalicelib.entrypoints.forms import Form

_LONGEST = 2000
_LONGEST_PLACE = 300


def text(form: Form) -> str:
    """Return the text; empty where there is none.

    Raises
    ------
    InvalidError
        It is too long.
    """
    typed = form.get("text")
    if len(typed) > _LONGEST:
        raise InvalidError(f"Shorten your text to {_LONGEST} characters; it has {len(typed)}.")
    return typed


def reason(form: Form) -> str:
    """Return the text where there must be one; raises InvalidError."""
    typed = text(form)
    if not typed:
        raise InvalidError("Say why in a few words: it stands in the record.")
    return typed


def where(form: Form) -> str:
    """Return how to meet, in one line; raises InvalidError."""
    typed = " ".join(form.get("where").split())
    if len(typed) > _LONGEST_PLACE:
        raise InvalidError(f"Say how you meet in {_LONGEST_PLACE} characters; these are {len(typed)}.")
    return typed


def code(form: Form) -> str:
    """Return the reason code that was chosen."""
    return form.get("code") or OTHER


def day_typed(form: Form) -> date:
    """Return the day that was chosen; raises InvalidError."""
    try:
        return date.fromisoformat(form.get("day"))
    except ValueError:
        raise InvalidError("Choose a day, written as 2026-12-01.") from None


def day_or_none(form: Form) -> date | None:
    """Return the day that was chosen, if one was; raises InvalidError."""
    return day_typed(form) if form.get("day") else None
