"""The files that the customer has given."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from chalicelib.domain.documents import SignatureFindings, TableFindings
from chalicelib.domain.values import Personal

DocumentStatus = Literal[
    "received", "checking", "accepted", "rejected", "needs_person", "replaced", "withdrawn"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One uploaded file version. `id` is the upload's own; `number` counts the versions of its task.

    `verdict` is what the content check found, `scan` what the malware scan found; both must be good. `table`, `values`
    and `signature` are what `domain.documents.Findings` says of it. `replaces` is the document in whose place the customer
    has sent it; `newer` says that it does not take that place by itself: nothing was asked for any more by then, or it came
    by a page that was closed. `epoch` is that of the link of `contact`, by whose form it came. `dated` is the day that they
    have named: on which it was signed or, without a time that it is valid for, the last on which it is valid. It is valid
    until `expires_on`; at `renew_at` a newer one is asked for, which makes it `expiring`: it does not count any more.
    `outside` says that its page was closed before it came.
    """

    id: str
    task: str
    number: int
    key: str
    version_id: str
    status: DocumentStatus
    received_at: datetime
    check_by: datetime
    name: Personal | None = None
    contact: str | None = None
    size: int | None = None
    sha256: str | None = None
    type: str | None = None
    verdict: str | None = None
    scan: str | None = None
    reasons: tuple[str, ...] = ()
    note: Personal | None = None
    table: TableFindings | None = None
    values: Personal | None = None
    signature: SignatureFindings | None = None
    replaces: str | None = None
    newer: bool = False
    dated: date | None = None
    expires_on: date | None = None
    renew_at: datetime | None = None
    expiring: bool = False
    epoch: int | None = None
    outside: bool = False

    @property
    def over(self) -> bool:
        """Say whether nothing that is found in it later counts any more: it is judged, replaced or taken back."""
        return self.status in {"accepted", "rejected", "replaced", "withdrawn"}

    @property
    def gone(self) -> bool:
        """Say whether the customer has put another in its place, or has taken it back."""
        return self.status in {"replaced", "withdrawn"}

    @property
    def by_closed_page(self) -> bool:
        """Say whether it came by a page that was closed, or that closed before it was judged."""
        return self.outside or "document.left" in self.reasons

    @property
    def harmful(self) -> bool:
        """Say whether the malware scan found a threat in it."""
        return self.scan == "THREATS_FOUND" or "malware.found" in self.reasons
