"""What stands against a table, and which values it offers: CSV and Excel alike."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from chalicelib.adapters.inspection import csv_rows, rows, workbook
from chalicelib.adapters.inspection.cells import text_of
from chalicelib.adapters.inspection.report import MOST_VALUES, Report, tidy
from chalicelib.adapters.inspection.rows import Judged, Row
from chalicelib.domain.playbook import TableRule
from chalicelib.domain.tables import FoundValue, plain_name

_LOOKED_AT = 1_000  # rows of a table that may be a form: more than that is none


def judge(stream: BinaryIO, *, kind: str, rule: TableRule | None) -> Report:
    """Return what is wrong in a table by a rule; without one, the values of a small one."""
    try:
        if rule is None:
            return Report(type=kind, values=tuple(_values(_grid(stream, kind))))
        judged = _best(_sheets(stream, kind, rule), rule)
    except csv_rows.UnreadableError as error:
        return Report(type=kind, reasons=(error.code,))
    return Report(
        type=kind,
        reasons=judged.reasons,
        rows=judged.rows,
        wrong=judged.wrong,
        errors=tuple(judged.errors),
    )


def _sheets(stream: BinaryIO, kind: str, rule: TableRule) -> Iterable[Iterable[Row]]:
    if kind == "csv":
        wanted = frozenset(plain_name(column.name) for column in rule.columns)
        return [csv_rows.rows(stream.read(), wanted)]
    return workbook.sheets(stream, formulas=rule.forbid_formulas)


def _best(sheets: Iterable[Iterable[Row]], rule: TableRule) -> Judged:
    """Return the judgement of the first sheet in which every required column is, else of the one with most of them.

    A workbook in which no sheet can be seen is none that a spreadsheet program saves.
    """
    best: Judged | None = None
    for sheet in sheets:
        judged = rows.judge(sheet, rule)
        if judged.columns and "table.columns" not in judged.reasons:
            return judged
        if best is None or judged.columns > best.columns:
            best = judged
    return best or Judged(reasons=("table.damaged",))


def _grid(stream: BinaryIO, kind: str) -> list[list[str]]:
    sheets = (
        iter([csv_rows.rows(stream.read())]) if kind == "csv" else workbook.sheets(stream, formulas=False)
    )
    found = next(sheets, iter(()))
    grid = [[text_of(cell) for cell in cells] for _, cells in islice(found, _LOOKED_AT)]
    return [row for row in grid if any(row)]


def _values(grid: list[list[str]]) -> Iterator[FoundValue]:
    """Yield the values of a table that is a form: names beside values, or one row beneath its header."""
    pairs: list[tuple[str, str]] = []
    if len(grid) == 2 and len([cell for cell in grid[0] if cell]) > 2:
        pairs = list(zip(grid[0], grid[1], strict=False))
    elif 0 < len(grid) <= MOST_VALUES and all(len([c for c in row if c]) <= 2 and row[0] for row in grid):
        pairs = [(row[0], next((cell for cell in row[1:] if cell), "")) for row in grid]
    for name, value in pairs[:MOST_VALUES]:
        if name and value:
            yield FoundValue(name=tidy(name), value=tidy(value))
