"""What settles things: a proof, and the gates and promises that stay open without one."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Who or what settled something, when, and by which documents; `asked_by` is who asked a second person for it.

    Of a sign-off by the customer: `shown` is the SHA-256 of the exact text on the page, in `language`, and `digest` that
    of everything that was signed together: the text, and each document.
    """

    by: str
    at: datetime
    hashes: tuple[str, ...] = ()
    note: Personal | None = None
    reference: str | None = None
    asked_by: str | None = None
    shown: str | None = None
    language: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment made during the sale, tracked to its evidence."""

    id: str
    text: Personal
    made_by: Personal | None = None
    due: date | None = None
    owner: str = ""
    settled: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A gate of the playbook; closed while `proof` is None."""

    id: str
    proof: tuple[Proof, ...] | None = None
    passed_at: datetime | None = None
    override_by: str | None = None
    override_reason: Personal | None = None
