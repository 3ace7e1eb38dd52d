"""What intake read out of a file besides its verdict: wrong rows, and values that fill in a form. Sealed as one text each.

Both come from the customer's file, so they are personal; a text is packed, because a thousand rows are many.
"""

import base64
import csv
import io
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from chalicelib.domain.documents import Findings
from chalicelib.domain.phrases import Speaker
from chalicelib.domain.playbook import TableRule
from chalicelib.domain.tables import ROW_COLUMNS, FoundValue, RowError, explain_row

MOST_BYTES = 120_000  # of a list when it is unpacked: a queue's message takes 256 KB with everything else
_PACKED = "eN"  # what zlib's first bytes are in base64
# How a cell begins that a spreadsheet program calculates; those of East Asia take the wide signs, too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found in a file: the findings, without their sealed parts, and what those will hold.

    `signer` is the name in the certificate of the last signature.
    """

    findings: Findings
    errors: tuple[RowError, ...] = ()
    values: tuple[FoundValue, ...] = ()
    signer: str = ""


def pack(parts: Iterable[RowError] | Iterable[FoundValue]) -> str:
    """Return rows or values as one text, as many of the first as its size allows; empty for none."""
    kept: list[Sequence[Any]] = []
    size = 0
    for part in parts:
        row = astuple(part)
        size += len(json.dumps(row))
        if size > MOST_BYTES:
            break
        kept.append(row)
    packed = zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), 9)
    return base64.b64encode(packed).decode() if kept else ""


def row_errors(text: str) -> tuple[RowError, ...]:
    """Return the wrong rows that `pack` wrote, in the order of the file; none where the text was erased."""
    return tuple(
        RowError(row=row, column=column, code=code, value=value) for row, column, code, value in _read(text)
    )


def found_values(text: str) -> tuple[FoundValue, ...]:
    """Return the values that `pack` wrote; none where the text was erased."""
    return tuple(
        FoundValue(name=name, value=value, label=label, page=page) for name, value, label, page in _read(text)
    )


def readable(text: str) -> str:
    """Return what `pack` wrote as JSON that a person can read; any other text as it is."""
    parts = _read(text) if text.startswith(_PACKED) else []
    return json.dumps(parts, ensure_ascii=False) if parts else text


def errors_as_csv(
    errors: Iterable[RowError], table: TableRule | None, speaker: Speaker | None, *, comma: bool = False
) -> str:
    """Return wrong rows as a CSV text with the columns row, column, value and what to do, in the reader's language.

    A value that a spreadsheet program would calculate is written as text. `comma` says whether the reader writes a decimal
    comma: their program then parts columns by semicolons.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",")
    writer.writerow(speaker.look_up(each) if speaker else each for each in ROW_COLUMNS.values())
    for error in errors:
        says = explain_row(error, table)
        cells = (error.column, error.value, says.told(speaker) if speaker else says)
        writer.writerow([error.row, *(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)])
    return out.getvalue()


def _read(text: str) -> list[list[Any]]:
    try:
        return json.loads(zlib.decompress(base64.b64decode(text)))  # type: ignore[no-any-return]
    except (ValueError, zlib.error):
        return []
