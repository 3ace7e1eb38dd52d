"""Reading what strangers send: JSON without surprises, cut to what is worth keeping."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NoReturn

LONG = 1000
_DEEPEST = 40


class UnreadableError(Exception):
    """What was sent cannot be read as what it should be; the message says how it should look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is kept of one webhook.

    Attributes
    ----------
    delivery
        The same for the same content, however often and however late it is sent again.
    body
        What is stored; None when nothing of it concerns us.
    ignored
        How many of its events were left out, by reason: foreign, irrelevant, unreadable.
    """

    delivery: str = ""
    body: dict[str, Any] | None = None
    ignored: Counter[str] = field(default_factory=Counter)


def read_json(raw: bytes) -> Any:
    """Read JSON: numbers with a point stay text (amounts are exact), half characters become question marks.

    Raises
    ------
    UnreadableError
        It is not JSON, or nested deeper than any CRM nests.
    """
    try:
        return tidy(json.loads(raw, parse_float=str, parse_constant=_no_such_number))
    except (ValueError, RecursionError):
        raise UnreadableError("The body is not readable JSON.") from None


def tidy(value: Any, depth: int = 0) -> Any:
    """Return a JSON value whose every text can be written as UTF-8."""
    if depth > _DEEPEST:
        raise UnreadableError(f"The body is nested deeper than {_DEEPEST} levels.")
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [tidy(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {tidy(key): tidy(item, depth + 1) for key, item in value.items()}
    return value


def shorten(value: Any, keep: frozenset[str]) -> Any:
    """Drop long texts, except under the names in `keep`: what no mapping reads is not stored."""
    if isinstance(value, list):
        return [shorten(item, keep) for item in value]
    if isinstance(value, dict):
        return {
            name: item if name in keep else shorten(item, keep)
            for name, item in value.items()
            if name in keep or not isinstance(item, str) or len(item) <= LONG
        }
    return value


def fingerprint(value: Any) -> str:
    """Return 32 characters that tell this JSON value from every other."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def identifier(value: Any) -> str | None:
    """Return an id that a CRM writes now as a number, now as text; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**30 else ""
    if isinstance(value, str) and 0 < len(value.strip()) <= 200:
        return value.strip()
    return None


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(name)
