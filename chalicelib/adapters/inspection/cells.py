"""What stands in a cell: its text, and whether it is a number, a day, an address or a choice as a column asks for it."""

import re
import unicodedata
from datetime import date, datetime, time

from chalicelib.domain.playbook import ColumnRule
from chalicelib.domain.tables import plain_name

LONGEST = 500  # characters of a text
SHOWN = 40  # characters of a wrong value
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[.,']\d{3})+)?(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?%?")
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\".]+(?:\.[^@\s,;<>\".]+)+")
_DATES = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%y",
    "%Y%m%d",
)
_DAY = re.compile(r"[\d./-]+")
_HOUR = re.compile(
    r"(?:T|,?\s+)(?:[01]?\d|2[0-4])(?:h(?:[0-5]\d)?|[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d{1,9})?)?)"
    r"\s*(?:[ap]\.?\s?m\.?|uhr|h)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


def text_of(value: object) -> str:
    """Return a cell as text: whole numbers without a fraction, days without an hour."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return str(value).strip()


def shortened(text: str) -> str:
    """Return what is shown of a value: one line of at most forty characters."""
    plain = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text[:400]).split())
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"


def is_number(value: object) -> bool:
    """Say whether a cell holds a number, as any country writes it."""
    if isinstance(value, bool | date | time):
        return False
    if isinstance(value, int | float):
        return True
    text = re.sub(r"[\s\u00a0\u2009\u202f]", "", text_of(value)).replace("\u2212", "-").replace("\u2019", "'")
    return bool(_NUMBER.fullmatch(text)) and any(c.isdigit() for c in text)


def is_date(value: object) -> bool:
    """Say whether a cell holds a day, with or without an hour."""
    if isinstance(value, date):
        return True
    text = text_of(value)
    day = _DAY.match(text)
    if not day or (day.end() < len(text) and not _HOUR.fullmatch(text, day.end())):
        return False
    for form in _DATES:
        try:
            return 1900 <= datetime.strptime(day[0], form).year <= 2200  # noqa: DTZ007  a day
        except ValueError:
            continue
    return False


def unlike(value: object, text: str, column: ColumnRule) -> str:
    """Return the code of what is wrong with a value of a column's type; empty where nothing is."""
    match column.type:
        case "number":
            return "" if is_number(value) else "row.number"
        case "date":
            return "" if is_date(value) else "row.date"
        case "email":
            return "" if _EMAIL.fullmatch(text) and len(text) <= 254 else "row.email"
        case "choice":
            plain = {plain_name(choice) for choice in column.choices}
            return "" if plain_name(text) in plain else "row.choice"
    return "row.long" if len(text) > LONGEST else ""
