"""Tables that customers fill in: what the form of an upload asks for, and what is said of a row that is wrong."""

import base64
import hashlib
import json
import unicodedata
import zlib
from dataclasses import asdict, dataclass

from chalicelib.domain.phrases import Phrase, phrase
from chalicelib.domain.playbook import ColumnRule, TableRule

TABLE_TYPES = frozenset({"csv", "xlsx"})
MOST_ROWS = 10_000
MOST_ERRORS = 1_000
LARGEST_FORM = 1_000  # characters of a rule in the form's metadata, of which the store takes 2 KB
_WRITTEN = 20_000  # bytes of a rule when it is unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """What is wrong in a row. `row` counts as spreadsheet programs do, from 1; `value` is what stands there, shortened."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundValue:
    """A value that was read from a file: the field's own name, what its author calls it, and on which page it stands."""

    name: str
    value: str
    label: str = ""
    page: int | None = None


# What to do about a row: `column` is the column's name, `value` what stands in the cell, `choices` what can stand there.
ROW_REASONS: dict[str, str] = {
    "column.missing": "The column “%(column)s” is missing. Please add it, with this name above it.",
    "column.twice": "The column “%(column)s” is there twice. Please keep one of them.",
    "row.missing": "“%(column)s” is empty. Please fill it in.",
    "row.number": "“%(value)s” is not a number. Please write it with digits, such as 1234.50.",
    "row.date": "“%(value)s” is not a date. Please write a day such as 2026-11-30 or 30.11.2026.",
    "row.either_way": "“%(value)s” can be read with the day or the month first. Please write the year first, such as 2026-11-30.",
    "row.email": "“%(value)s” is not an e-mail address. Please write it as name@company.com.",
    "row.choice": "“%(value)s” cannot stand here. Please write one of: %(choices)s.",
    "row.twice": "“%(value)s” stands in an earlier row, too. Please give each row its own “%(column)s”.",
    "row.formula": "“%(value)s” begins as a formula does. Please write the value itself.",
    "row.long": "“%(column)s” is longer than 500 characters. Please shorten it.",
    "row.cells": "This row has more cells than there are columns. Please check its commas and quotation marks.",
}


# Above the downloadable list of wrong rows.
ROW_COLUMNS = {"row": "Row", "column": "Column", "value": "What stands there", "do": "What to do"}
OTHER_ROW = "Please check “%(column)s” in this row."


def explain_row(error: RowError, table: TableRule | None) -> Phrase:
    """Return what to do about a row; a code of an older release that is gone still gets a sentence."""
    column = next((each for each in table.columns if each.name == error.column), None) if table else None
    text = ROW_REASONS.get(error.code, OTHER_ROW)
    choices = ", ".join(column.choices) if column else ""
    return phrase(text, column=error.column, value=error.value, choices=choices)


def plain_name(name: str) -> str:
    """Return a column's name as it is compared: without case, outer spaces, doubled ones, and a ``*`` for *required*."""
    text = unicodedata.normalize("NFKC", name).casefold().strip()
    return " ".join(text.rstrip("*:").split())


def written(table: TableRule) -> str:
    """Return a table's rule as the form of an upload carries it: plain ASCII, short."""
    columns = [
        [c.name, c.type, int(c.required), int(c.unique), *([list(c.choices)] if c.choices else [])]
        for c in table.columns
    ]
    order = () if table.day_first is None else (int(table.day_first),)
    text = json.dumps([table.most_rows, int(table.forbid_formulas), columns, *order], separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def read(text: str) -> TableRule:
    """Return the rule that `written` wrote.

    Raises
    ------
    ValueError
        It did not write this.
    """
    try:
        packed = base64.b64decode(text, altchars=b"-_", validate=True)
        most, forbid, columns, *order = json.loads(zlib.decompressobj().decompress(packed, _WRITTEN))
        return TableRule(
            most_rows=int(most),
            forbid_formulas=bool(forbid),
            day_first=bool(order[0]) if order else None,
            columns=tuple(
                ColumnRule(
                    name=name,
                    type=kind,
                    required=bool(required),
                    unique=bool(unique),
                    choices=tuple(choices[0] if choices else ()),
                )
                for name, kind, required, unique, *choices in columns
            ),
        )
    except (zlib.error, TypeError) as error:
        raise ValueError("This is no table's rule.") from error


def digest(table: TableRule) -> str:
    """Return what tells a table's rule from others. How a day is written goes by who sends it: it is no part of that."""
    rule = {name: value for name, value in asdict(table).items() if name != "day_first"}
    text = json.dumps(rule, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
