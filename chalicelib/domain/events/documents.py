"""Uploaded file versions on their way to a verdict."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.documents import Findings
from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import (
    Document,
)
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReceived(Happened):
    """A file version arrived and is being checked."""

    customer_sees = True
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChecked(Happened):
    """The content check has its findings; without a scan result the document waits for that."""

    document: str
    findings: Findings
    name: Personal | None
    contact: str | None = None
    replaces: str | None = None
    newer: bool = False
    dated: date | None = None
    epoch: int | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScanned(Happened):
    """The malware scan has its result."""

    document: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccepted(Happened):
    """Content and scan are good, or a person said so. It is valid until `expires_on`; at `renew_at` it is looked at anew.

    `reads` says that a service is asked to read it.
    """

    customer_sees = True
    document: str
    by: str
    expires_on: date | None = None
    renew_at: datetime | None = None
    reads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRejected(Happened):
    """The customer is told what to do; `note` is a person's own words."""

    customer_sees = True
    document: str
    reasons: tuple[str, ...]
    by: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNeedsPerson(Happened):
    """Nobody but a person can judge this one."""

    customer_sees = True
    document: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReplaced(Happened):
    """The customer has sent another file in the place of this one, which does not count any more; `by` is the other."""

    customer_sees = True
    document: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWithdrawn(Happened):
    """The customer has taken a file back that nobody had judged; whatever is found out about it later changes nothing."""

    customer_sees = True
    document: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDated(Happened):
    """The customer has named the day by which a document is valid, which is until `expires_on`."""

    customer_sees = True
    document: str
    contact: str
    day: date
    expires_on: date | None = None
    renew_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentExpiring(Happened):
    """An accepted document is about to end. With `due_at` its task is the customer's again, until then; without, nobody asks."""

    customer_sees = True
    document: str
    task: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead(Happened):
    """A service has read a scan; `values` seals what stands in it, None where nothing could be read."""

    document: str
    values: Personal | None = None
