"""In which fields two rules differ, as a person reads it."""

from dataclasses import fields
from typing import Any

from chalicelib.domain import due_dates
from chalicelib.domain.playbook import DueRule


def differing(old: Any, new: Any, *, but: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields in which two rules differ, small values with before and after: ``hours: 20 → 24``."""
    return tuple(
        f"{name}: {_say(was)} → {_say(is_now)}" if _small(was) and _small(is_now) else name
        for name in (field.name for field in fields(new))
        if name not in but and (was := getattr(old, name)) != (is_now := getattr(new, name))
    )


def _small(value: Any) -> bool:
    return isinstance(value, int | DueRule) or value is None or (isinstance(value, str) and len(value) <= 60)


def _say(value: Any) -> str:
    if isinstance(value, DueRule):
        return due_dates.words(value)
    return "nothing" if value in (None, "") else str(value)
