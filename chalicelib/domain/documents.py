"""What the content check of an uploaded file version found."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["accepted", "rejected", "unchecked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The content check of one pinned version.

    `verdict` is ``unchecked`` when the check itself failed or was killed: that is for a person, never an acceptance.
    `reasons` are codes of `domain.reasons`; `type` is the real type by content; `size` in bytes.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    type: str | None = None
    size: int = 0
    sha256: str | None = None
