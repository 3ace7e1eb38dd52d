"""The rules of the files that the customer gives."""

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "number", "date", "email", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """One column of a table that the customer fills in.

    Attributes
    ----------
    name
        What stands above it. Upper and lower case, spaces around it and a ``*`` behind it do not matter.
    type
        What each cell holds: ``text``, ``number``, ``date``, ``email`` or ``choice``.
    required
        Whether the column must be there, with something in each row.
    unique
        Whether no two rows may hold the same.
    choices
        For ``choice``: what can stand there, at least two.
    """

    name: str
    type: ColumnType = "text"
    required: bool = True
    unique: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """What the rows of a CSV or Excel file must hold. Every wrong row is told with its number, its column and what to do.

    Attributes
    ----------
    columns
        The columns that are asked for; others may be there and are not looked at.
    most_rows
        The largest number of rows beneath the header, up to 10,000.
    forbid_formulas
        Whether cells that begin as a formula does (``=``, ``+``, ``-``, ``@``) are told as wrong. A number may have its sign.
    day_first
        Whether ``12/11/2026`` is a day in November. Left out, the sender's region says so, else the other rows of the column;
        rows of which neither tells it are told as wrong.
    """

    columns: tuple[ColumnRule, ...] = ()
    most_rows: int = 10_000
    forbid_formulas: bool = False
    day_first: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidRule:
    """How long a document is valid. With `days` alone it counts from the day on which the file arrives.

    Attributes
    ----------
    days
        Days that it is valid for; with `asks_date` from the day on which it was signed, which the customer is asked for.
    asks_date
        Whether the customer is asked for a date: without `days` it is the last day on which the document is valid.
    renew_days
        Days before its end on which the customer is asked for a newer one.
    """

    days: int | None = None
    asks_date: bool = False
    renew_days: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule:
    """What a customer task takes as files.

    Attributes
    ----------
    types
        Any of ``pdf``, ``png``, ``jpeg``, ``docx``, ``xlsx``, ``pptx``, ``odt``, ``ods``, ``odp``, ``csv``; ``office``
        stands for all six that Word, Excel, PowerPoint and LibreOffice save.
    max_bytes
        The largest accepted file.
    count
        How many files are needed.
    table
        What the rows must hold; for ``csv`` and ``xlsx`` only.
    signed
        Whether it must be signed. A PDF with a whole digital signature is taken at once; for everything else a person looks
        for the signature.
    kind
        What it is, in a word, so that nothing is asked for twice; left out: the task's title.
    sensitive
        Whether it must not be seen by whoever merely has the link (identity, tax, bank): the customer types a code from a
        fresh mail before they look at such a file.
    valid
        How long it is valid, where that ends: before it does, the customer is asked for a newer one.
    """

    types: tuple[str, ...] = ("pdf",)
    max_bytes: int = 10_000_000
    count: int = 1
    table: TableRule | None = None
    signed: bool = False
    kind: str = ""
    sensitive: bool = False
    valid: ValidRule | None = None
