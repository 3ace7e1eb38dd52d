"""What everybody in an onboarding's story shares: the sale, the product, and how to look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from infra.local.demo.sale import Sale
from infra.local.demo.sandbox import Sandbox
from infra.local.demo.team import Team
from infra.local.demo.web import DemoError


@dataclass(kw_only=True)
class Scene:
    """One sale's onboarding, as it is seen from outside."""

    sale: Sale
    app: str
    sandbox: Sandbox
    team: Team
    onboarding: str = ""
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.sandbox.now()

    def now(self) -> Any:
        """Return everything about the onboarding."""
        return self.team.one(self.onboarding)

    def task(self, task: str) -> Any:
        """Return one of its tasks."""
        return next(item for item in self.now()["tasks"] if item["id"] == task)

    def mails(self, to: str, otherwise: str, *, more_than: int = 0) -> list[Any]:
        """Return the mails to somebody about this sale, as soon as there are more than so many."""

        def look() -> list[Any]:
            mails = self.about(self.sandbox.mails(to))
            return mails if len(mails) > more_than else []

        return self.sandbox.until(look, f"{self.sale.account}: {otherwise}.")

    def about(self, mails: list[Any]) -> list[Any]:
        """Return those of the mails that are about this sale, and not about that of an earlier run."""
        fresh = [mail for mail in mails if datetime.fromisoformat(mail["sent_at"]) >= self.began]
        return [mail for mail in fresh if self.sale.account in mail["subject"] + mail["text"]]

    def check(self, holds: bool, otherwise: str) -> None:
        """Stop the demo, with a sentence, unless something holds."""
        if not holds:
            raise DemoError(f"{self.sale.account}: {otherwise}.")
