"""The rows of an Excel file whose package was found to be harmless: one sheet after the other.

A row says its number itself, so a file can name numbers that no sheet has, or go backwards. What reads on over that leaves
rows out and says nothing of it; here such a file is damaged.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import openpyxl
from openpyxl.worksheet._reader import WorkSheetParser

from chalicelib.adapters.inspection.csv_rows import UnreadableError
from chalicelib.adapters.inspection.rows import Row

MOST_COLUMNS = 200
MOST_SHEETS = 20
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet, by Excel's own limits
_MOST_EMPTY = 100_000  # rows that were formatted and never filled in


class _Texts:
    """The texts that cells refer to by number; Python's own counting from the end is none of the file's."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        return self._texts[number]


def sheets(stream: BinaryIO, *, formulas: bool) -> Iterator[Iterator[Row]]:
    """Yield the rows of each visible sheet that have something in them.

    Parameters
    ----------
    stream
        The whole file.
    formulas
        Whether cells show their formula in place of its last result.

    Raises
    ------
    UnreadableError
        It cannot be read as a workbook.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl leaves out is nothing that we read
        with _translated():
            book = openpyxl.load_workbook(stream, read_only=True, data_only=not formulas, keep_links=False)
        for sheet in book.worksheets[:MOST_SHEETS]:
            if sheet.sheet_state == "visible":
                yield _rows(sheet)


def _rows(sheet: Any) -> Iterator[Row]:
    with _translated(), sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            _Texts(sheet._shared_strings),
            data_only=sheet.parent.data_only,
            epoch=sheet.parent.epoch,
            date_formats=sheet.parent._date_formats,
            timedelta_formats=sheet.parent._timedelta_formats,
        )
        last = empty = 0
        for number, cells in parser.parse():
            if not last < number <= LAST_ROW:
                raise UnreadableError("table.damaged")
            last, values = number, _values(number, cells)
            if any(value is not None for value in values):
                yield number, values
            elif (empty := empty + 1) > _MOST_EMPTY:
                return


def _values(number: int, cells: list[dict[str, Any]]) -> list[object]:
    """Return a row's cells by their place; each stands in its row, behind the one before it."""
    values: list[object] = [None] * MOST_COLUMNS
    last = 0
    for cell in cells:
        column = cell["column"]
        if cell["row"] != number or not last < column <= LAST_COLUMN:
            raise UnreadableError("table.damaged")
        last = column
        if column <= MOST_COLUMNS:
            values[column - 1] = cell["value"]
    return values


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (MemoryError, UnreadableError):
        raise
    except Exception as error:  # a parser of a thousand shapes fails in as many ways
        raise UnreadableError("table.damaged") from error
