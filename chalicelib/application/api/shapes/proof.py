"""Proofs, and what stays open without one: gates and promises."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.application.api.shapes.lists import PersonView


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """Who or what settled something, when, and by which documents.

    Of a sign-off by the customer: `shown` is the SHA-256 of the text on their page, in `language`, and `digest` that of text
    and documents together.
    """

    by: str
    at: datetime
    hashes: tuple[str, ...]
    note: str | None
    reference: str | None
    asked_by: str | None
    shown: str | None
    language: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateView:
    """A gate; closed while `passed_at` is null. `requires` is what it waits for."""

    id: str
    title: str
    opens: str
    requires: tuple[str, ...]
    passed_at: datetime | None
    proof: tuple[ProofView, ...]
    override_requested_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """A commitment made during the sale."""

    id: str
    text: str
    made_by: str | None
    due: date | None
    owner: PersonView | None
    settled: ProofView | None
