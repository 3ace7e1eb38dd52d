"""What a customer is told of a table before they fill it in, and an empty one to begin with."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chalicelib.application.words.dates import whole_day
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import ColumnRule, TableRule

_TELLING = (date(2026, 11, 12), date(2026, 12, 11))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedColumn:
    """A column: what stands above it, whether each row must have something in it, and what can stand there."""

    name: str
    required: bool
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTable:
    """The columns that are asked for, and how many rows are taken."""

    columns: tuple[AskedColumn, ...]
    most_rows: int


def asked_table(table: TableRule, *, day_first: bool | None = None) -> AskedTable:
    """Return what is told of a table to a reader who writes the day before the month, or after it; None: either."""
    order = table.day_first if table.day_first is not None else day_first
    return AskedTable(
        columns=tuple(
            AskedColumn(name=each.name, required=each.required, says=tuple(_says(each, order)))
            for each in table.columns
        ),
        most_rows=table.most_rows,
    )


def empty_table(table: TableRule, *, comma: bool) -> str:
    """Return a CSV text that has the columns and no rows.

    `comma` says whether its reader writes a decimal comma: their spreadsheet program then parts columns by semicolons.
    """
    out = io.StringIO()
    csv.writer(out, delimiter=";" if comma else ",").writerow(column.name for column in table.columns)
    return out.getvalue()


def _says(column: ColumnRule, day_first: bool | None) -> Iterator[str]:
    match column.type:
        case "number":
            yield phrase("a number, such as 1234.50")
        case "date":
            yield phrase("a day, such as 2026-11-30 or 30.11.2026")
            if day_first is not None:
                day = whole_day(_TELLING[0] if day_first else _TELLING[1])
                yield phrase("12/11/2026 is read as %(day)s", day=day)
        case "email":
            yield phrase("an e-mail address, such as name@company.com")
        case "choice":
            yield phrase("one of: %(choices)s", choices=", ".join(column.choices))
    if column.unique:
        yield phrase("a different one in each row")
