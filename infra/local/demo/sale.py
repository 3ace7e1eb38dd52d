"""A deal that is won, whichever CRM it is won in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from infra.local.demo.sandbox import Sandbox
from infra.local.demo.web import Page

OWNER = "ada@vendor.example"


@dataclass(frozen=True, kw_only=True)
class Sale:
    """A won deal. `prepare` stores what its CRM would answer, `webhook` sends what it would send."""

    crm: str
    source: str
    deal: str
    account: str
    contact: str
    email: str
    tier: str
    promise: str | None
    signed: datetime
    live: str
    webhook: Callable[[Sale, str], Page]
    prepare: Callable[[Sale, Sandbox], None]

    @property
    def reference(self) -> str:
        """Return the deal as the API's filter writes it."""
        return f"{self.source}:{self.deal}"


def written(moment: datetime) -> str:
    """Write an instant as CRMs do."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
