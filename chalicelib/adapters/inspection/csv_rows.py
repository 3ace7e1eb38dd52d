"""The rows of a CSV file, whoever wrote it: which letters, which delimiter, quoted line breaks."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from chalicelib.adapters.inspection.rows import HEADER_WITHIN, Row
from chalicelib.domain.tables import plain_name

ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS = ",;\t|"
LONGEST_CELL = 32_767  # characters, as Excel's
_SAMPLE = 64_000
_PLAIN = frozenset("\t\n\r\f\v")


class UnreadableError(Exception):
    """The file cannot be read as a table; `code` is one of `domain.reasons`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows(data: bytes, wanted: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Yield each row with its number, as spreadsheet programs count. `wanted` are the plain names of columns.

    Raises
    ------
    UnreadableError
        Its letters cannot be told, or its quotation marks do not close.
    """
    text = decoded(data)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest  # Excel's own line, which it does not show
    else:
        delimiter = delimiter_of(text[:_SAMPLE], wanted)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise UnreadableError("table.damaged") from error


def decoded(data: bytes) -> str:
    """Return the text of a file: by its byte order mark, else UTF-8, else the Windows letters of Western Europe.

    Raises
    ------
    UnreadableError
        It is no text in any of them.
    """
    marked = [name for mark, name in ENCODINGS if data.startswith(mark)]
    for encoding in marked or ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(letter >= " " or letter in _PLAIN for letter in set(text)):
            return text
    raise UnreadableError("table.encoding")


def delimiter_of(sample: str, wanted: frozenset[str] = frozenset()) -> str:
    """Return the delimiter by which most of the wanted columns are found, else that which divides most evenly."""
    first = {delimiter: _first(sample, delimiter) for delimiter in DELIMITERS}
    names = {
        delimiter: max((_named(row, wanted) for row in rows), default=0) for delimiter, rows in first.items()
    }
    most = max(names.values())
    if most:
        return next(delimiter for delimiter in DELIMITERS if names[delimiter] == most)
    return max(DELIMITERS, key=lambda delimiter: _evenness(first[delimiter]))


def _first(sample: str, delimiter: str) -> list[list[str]]:
    """Return the first rows that are not empty."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        return [row for row in islice(reader, HEADER_WITHIN) if any(cell.strip() for cell in row)]
    except csv.Error:
        return []


def _named(row: list[str], wanted: frozenset[str]) -> int:
    return len({plain_name(cell) for cell in row} & wanted)


def _evenness(rows: list[list[str]]) -> float:
    widths = [len(row) for row in rows if len(row) > 1]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    return widths.count(usual) / max(1, len(rows)) + usual / 1000
