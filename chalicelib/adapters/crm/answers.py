"""Answers of CRMs that do not look as they should."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from chalicelib.application.crm import Hint, Reading
from chalicelib.domain.errors import UnavailableError

_Self = TypeVar("_Self")


def as_expected(
    read: Callable[[_Self, Hint, datetime], Reading],
) -> Callable[[_Self, Hint, datetime], Reading]:
    """Let a reader take its answers for what they should be: one that is not counts as unreadable."""

    @wraps(read)
    def reading(self: _Self, hint: Hint, received_at: datetime) -> Reading:
        try:
            return read(self, hint, received_at)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UnavailableError(f"{hint.ref.source} answered in a form we do not know: {error}") from error

    return reading


def object_or_none(answer: Any) -> dict[str, Any] | None:
    """Return a record that was read, None when there is none.

    Raises
    ------
    TypeError
        It is something else: that says nothing about the record, least of all that it is gone.
    """
    if answer is not None and not isinstance(answer, dict):
        raise TypeError(f"an object was expected, not {type(answer).__name__}")
    return answer
