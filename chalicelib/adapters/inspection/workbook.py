"""The rows of an Excel file whose package was found to be harmless: one sheet after the other."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import openpyxl

from chalicelib.adapters.inspection.csv_rows import UnreadableError
from chalicelib.adapters.inspection.rows import Row

MOST_COLUMNS = 200
MOST_SHEETS = 20


def sheets(stream: BinaryIO, *, formulas: bool, most_rows: int) -> Iterator[Iterator[Row]]:
    """Yield the rows of each visible sheet.

    Parameters
    ----------
    stream
        The whole file.
    formulas
        Whether cells show their formula in place of its last result.
    most_rows
        Rows that are read of each sheet.

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
                yield _rows(sheet, most_rows)


def _rows(sheet: Any, most_rows: int) -> Iterator[Row]:
    with _translated():
        found = sheet.iter_rows(max_row=most_rows, max_col=MOST_COLUMNS, values_only=True)
        for number, cells in enumerate(found, start=1):
            yield number, list(cells)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:  # a parser of a thousand shapes fails in as many ways
        raise UnreadableError("table.damaged") from error
