"""Uploaded file versions on their way to a verdict."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScanned(Happened):
    """The malware scan has its result."""

    document: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccepted(Happened):
    """Content and scan are good, or a person said so."""

    customer_sees = True
    document: str
    by: str


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
