"""A deal that is won, whichever CRM it is won in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from infra.local.demo.sandbox import Sandbox
from infra.local.demo.web import Page, send

OWNER = "ada@vendor.example"


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a CRM sends when a deal is won, signed now."""

    url: str
    headers: dict[str, str]
    body: bytes

    def send(self) -> Page:
        """Send it and return the answer."""
        return send("POST", self.url, body=self.body, headers=self.headers)


@dataclass(frozen=True, kw_only=True)
class Sale:
    """A won deal. `prepare` stores what its CRM would answer, `webhook` writes what it would send to the app."""

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
    webhook: Callable[[Sale, str], Message]
    prepare: Callable[[Sale, Sandbox], None]

    @property
    def reference(self) -> str:
        """Return the deal as the API's filter writes it."""
        return f"{self.source}:{self.deal}"


def written(moment: datetime) -> str:
    """Write an instant as CRMs do."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
