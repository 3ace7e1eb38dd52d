"""What the process that parses a file answers. It may be in the file's hands, so what it says is read with care."""

import unicodedata
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.domain.documents import SignatureState
from chalicelib.domain.reasons import REASONS, TYPE_NAMES
from chalicelib.domain.tables import MOST_ERRORS, ROW_REASONS, FoundValue, RowError

MOST_VALUES = 200
LONGEST_VALUE = 500  # characters of a value, and of its name
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LONG = 2_000  # characters that any text in an answer has at most
_STATES: tuple[SignatureState, ...] = ("whole", "changed", "unsure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a parser found.

    `reasons` stand against the file; `type` is what it is, where its first bytes do not tell; `rows` counts the rows of a
    table that was checked, `wrong` what is wrong in them and `errors` the first of it; `values` fill in a form;
    `signature`, `signatures` and `signer` tell of a PDF's digital signatures.
    """

    reasons: tuple[str, ...] = ()
    type: str | None = None
    rows: int | None = None
    wrong: int = 0
    errors: tuple[RowError, ...] = ()
    values: tuple[FoundValue, ...] = ()
    signature: SignatureState | None = None
    signatures: int = 0
    signer: str = ""


def tidy(text: str) -> str:
    """Return a value that was read from a file as it may be shown: without controls, and not too long."""
    kept = (c for c in text[: 2 * LONGEST_VALUE] if c == "\n" or unicodedata.category(c) not in _UNSEEN)
    return "".join(kept).strip()[:LONGEST_VALUE]


def to_data(report: Report) -> dict[str, Any]:
    """Return a report as plain JSON values."""
    return asdict(report)


def from_data(data: Any) -> Report:
    """Return the report that `to_data` wrote.

    Raises
    ------
    ValueError
        It did not write this, or it is longer than any report.
    """
    try:
        report = Report(
            **{
                **data,
                "reasons": tuple(data["reasons"]),
                "errors": tuple(RowError(**each) for each in data["errors"]),
                "values": tuple(FoundValue(**each) for each in data["values"]),
            }
        )
    except (TypeError, KeyError) as error:
        raise ValueError("This is no report.") from error
    if not all(_true(report)):
        raise ValueError("This is no report that a parser gives.")
    return report


def _true(report: Report) -> tuple[bool, ...]:
    texts = [text for each in report.errors for text in (each.column, each.value)]
    texts += [text for each in report.values for text in (each.name, each.value, each.label)]
    return (
        all(_known(code, REASONS) for code in report.reasons),
        report.type is None or _known(report.type, TYPE_NAMES),
        report.rows is None or _count(report.rows),
        _count(report.wrong) and _count(report.signatures),
        len(report.errors) <= MOST_ERRORS and len(report.values) <= MOST_VALUES,
        all(_count(each.row) and _known(each.code, ROW_REASONS) for each in report.errors),
        all(each.page is None or _count(each.page) for each in report.values),
        report.signature is None or _known(report.signature, _STATES),
        all(_short(text) for text in (*texts, report.signer)),
    )


def _count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 10**9


def _known(word: object, words: Collection[str]) -> bool:
    return isinstance(word, str) and word in words


def _short(text: object) -> bool:
    """Say whether a text is one that can be written down, and not too long."""
    return isinstance(text, str) and len(text) <= _LONG and text.encode("utf-8", "ignore").decode() == text
