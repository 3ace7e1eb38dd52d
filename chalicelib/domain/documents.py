"""What the content check of an uploaded file version found."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.values import Personal

Verdict = Literal["accepted", "rejected", "unchecked"]
SignatureState = Literal["whole", "changed", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFindings:
    """How the rows of a table were found, against the columns that the upload's form asked for.

    `rows` counts those beneath the header, `wrong` what is wrong in them, all of it; `errors` seals the list of the
    first thousand (`application.found.row_errors`); `asked` tells which rule they were judged by (`tables.digest`).
    """

    rows: int
    asked: str
    wrong: int = 0
    errors: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFindings:
    """The digital signatures of a PDF.

    ``whole``: the last of `count` covers the whole file and nothing was changed since; ``changed``: something was;
    ``unsure``: a signature could not be checked. `by` is the name in the last one's certificate, which is its claim.
    """

    state: SignatureState
    count: int = 1
    by: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The content check of one pinned version.

    `verdict` is ``unchecked`` when the check itself failed or was killed: that is for a person, never an acceptance.
    `reasons` are codes of `domain.reasons`; `type` is the real type by content; `size` in bytes. `values` seals what
    was read from a form's fields or a small table, for the customer to confirm (`application.found.found_values`).
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    type: str | None = None
    size: int = 0
    sha256: str | None = None
    table: TableFindings | None = None
    values: Personal | None = None
    signature: SignatureFindings | None = None
