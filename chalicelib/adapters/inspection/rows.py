"""Whether the rows of a table are what a task asks for; each wrong one is told with its number, its column, and why."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from chalicelib.adapters.inspection.cells import is_number, shortened, text_of, unlike
from chalicelib.adapters.inspection.days import Days
from chalicelib.domain.playbook import ColumnRule, TableRule
from chalicelib.domain.tables import MOST_ERRORS, RowError, plain_name

Row = tuple[int, Sequence[object]]
HEADER_WITHIN = 20
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
    for number, cells in chain(first[at + 1 :], rest):
        if _empty(cells):
            continue
        judged.rows += 1
        if judged.rows > rule.most_rows:
            judged.reasons = ("table.too_many_rows",)
            return judged
        if len([cell for cell in cells if text_of(cell)]) > len(first[at][1]):
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
    code = unlike(value, text, column)
    if code or not column.unique:
        return code
    known, plain = seen[column.name], unicodedata.normalize("NFKC", text).casefold()
    if plain in known:
        return "row.twice"
    known.add(plain)
    return ""


def _known(row: Row, wanted: dict[str, ColumnRule]) -> int:
    return len({plain_name(text_of(cell)) for cell in row[1]} & set(wanted))


def _empty(cells: Sequence[object]) -> bool:
    return not any(text_of(cell) for cell in cells)
