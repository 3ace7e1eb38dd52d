"""Whether the rows of a table are what a task asks for; each wrong one is told with its number, its column, and why."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice

from chalicelib.domain.playbook import ColumnRule, TableRule
from chalicelib.domain.tables import MOST_ERRORS, RowError, plain_name

Row = tuple[int, Sequence[object]]
HEADER_WITHIN = 20
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
_FIGURES = re.compile(r"(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*\d{4}")
_DAY = re.compile(r"[\d./-]+")
_HOUR = re.compile(
    r"(?:T|,?\s+)(?:[01]?\d|2[0-4])(?:h(?:[0-5]\d)?|[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d{1,9})?)?)"
    r"\s*(?:[ap]\.?\s?m\.?|uhr|h)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_FORMULA = ("=", "+", "-", "@")


@dataclass(slots=True, kw_only=True)
class Judged:
    """What was found in a table so far: a reason against all of it, its rows, what is wrong in them and the first of that."""

    reasons: tuple[str, ...] = ()
    rows: int = 0
    wrong: int = 0
    errors: list[RowError] = field(default_factory=list)
    columns: int = 0

    def say(self, row: int, column: str, code: str, value: object = "") -> None:
        """Take note of something wrong."""
        self.wrong += 1
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(RowError(row=row, column=column, code=code, value=shortened(text_of(value))))


@dataclass(slots=True)
class Days:
    """The days of a column that are written in figures: which order some of them prove, and those that leave it open."""

    proved: set[bool] = field(default_factory=set)
    open: list[tuple[int, str]] = field(default_factory=list)

    def note(self, row: int, text: str) -> None:
        """Take note of a day: ``13/11/2026`` proves that the day comes first, ``11/13/2026`` that it does not."""
        found = _FIGURES.match(text.strip())
        if not found or int(found[1]) == int(found[2]):
            return
        one, other = int(found[1]), int(found[2])
        if one > 12 or other > 12:
            self.proved.add(one > 12)
        else:
            self.open.append((row, text))

    def unclear(self, day_first: bool | None) -> list[tuple[int, str]]:
        """Return the days of which neither their sender's region nor the other rows tell the order, or both differ."""
        ways = self.proved | ({day_first} if day_first is not None else set())
        return [] if len(ways) == 1 else self.open


def judge(rows: Iterable[Row], rule: TableRule) -> Judged:
    """Return how the rows are, beneath the header that fits best within the first twenty."""
    judged, rest = Judged(), iter(rows)
    first = [row for row in islice(rest, HEADER_WITHIN) if not _empty(row[1])]
    wanted = {plain_name(column.name): column for column in rule.columns}
    at = max(range(len(first)), key=lambda n: (_known(first[n], wanted), -n), default=0)
    if not first or not _known(first[at], wanted):
        judged.reasons = ("table.columns",) if first else ("table.empty",)
        return judged
    header = _header(first[at], wanted, judged)
    judged.columns = len(header)
    seen: dict[str, set[str]] = {column.name: set() for column in rule.columns if column.unique}
    days = {column.name: Days() for column in header.values() if column.type == "date"}
    width = len([cell for cell in first[at][1] if text_of(cell)])
    for number, cells in _both(first[at + 1 :], rest):
        if _empty(cells):
            continue
        judged.rows += 1
        if judged.rows > rule.most_rows:
            judged.reasons = ("table.too_many_rows",)
            return judged
        if len([cell for cell in cells if text_of(cell)]) > max(width, len(first[at][1])):
            judged.say(number, "", "row.cells", cells[-1])
        for place, column in header.items():
            value = cells[place] if place < len(cells) else None
            if code := _fault(value, column, seen, forbid=rule.forbid_formulas):
                judged.say(number, column.name, code, value)
            elif column.name in days and isinstance(value, str):
                days[column.name].note(number, value)
    _say_unclear(judged, days, rule.day_first)
    judged.reasons = _reasons(judged)
    return judged


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


def _say_unclear(judged: Judged, days: Mapping[str, Days], day_first: bool | None) -> None:
    for name, column in days.items():
        for number, text in column.unclear(day_first):
            judged.say(number, name, "row.either_way", text)
    judged.errors.sort(key=lambda error: error.row)


def _reasons(judged: Judged) -> tuple[str, ...]:
    if any(error.code == "column.missing" for error in judged.errors):
        return ("table.columns",)
    if not judged.rows:
        return ("table.empty",)
    return ("table.rows",) if judged.wrong else ()


def _header(row: Row, wanted: dict[str, ColumnRule], judged: Judged) -> dict[int, ColumnRule]:
    """Return the column at each place; what is missing or there twice is taken note of."""
    number, cells = row
    header: dict[int, ColumnRule] = {}
    for place, cell in enumerate(cells):
        column = wanted.get(plain_name(text_of(cell)))
        if column is not None and column in header.values():
            judged.say(number, column.name, "column.twice")
        elif column is not None:
            header[place] = column
    for column in wanted.values():
        if column.required and column not in header.values():
            judged.say(number, column.name, "column.missing")
    return header


def _fault(value: object, column: ColumnRule, seen: dict[str, set[str]], *, forbid: bool) -> str:
    text = text_of(value)
    if not text:
        return "row.missing" if column.required else ""
    if forbid and text.startswith(_FORMULA) and not is_number(value):
        return "row.formula"
    code = _unlike(value, text, column)
    if code or not column.unique:
        return code
    known, plain = seen[column.name], unicodedata.normalize("NFKC", text).casefold()
    if plain in known:
        return "row.twice"
    known.add(plain)
    return ""


def _unlike(value: object, text: str, column: ColumnRule) -> str:
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


def _known(row: Row, wanted: dict[str, ColumnRule]) -> int:
    return len({plain_name(text_of(cell)) for cell in row[1]} & set(wanted))


def _both(first: Iterable[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _empty(cells: Sequence[object]) -> bool:
    return not any(text_of(cell) for cell in cells)
