"""A crowd of deals won at once: mostly by signed standard webhooks, some in each of the other CRMs, some sent twice."""

import random
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from chalicelib.domain.values import DealRef
from infra.local.demo.sale import Message, Sale
from infra.local.demo.sales import sales
from infra.local.demo.sandbox import Sandbox

TENANTS = {
    "hubspot": "62515",
    "salesforce": "00D000000000001EAA",
    "pipedrive": "1001",
    "deals": "default",
}
OTHER_CRMS = ("hubspot", "salesforce", "pipedrive")
FIRST_DEAL = 7_000_000


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Different deals, won at once."""

    sales: tuple[Sale, ...]

    @property
    def onboardings(self) -> frozenset[str]:
        """Return the ids of the onboardings that must come of it."""
        return frozenset(
            DealRef(source=sale.source, tenant=TENANTS[sale.source], id=sale.deal).onboarding_id()
            for sale in self.sales
        )

    def prepare(self, sandbox: Sandbox) -> None:
        """Store what the CRMs would answer about the deals."""
        for sale in self.sales:
            sale.prepare(sale, sandbox)

    def messages(self, app: str, seed: int) -> list[Message]:
        """Write what the CRMs send: every deal once, a tenth of the messages again, in a random order."""
        order = random.Random(seed)
        written = [sale.webhook(sale, app) for sale in self.sales]
        sent = written + order.sample(written, max(1, len(written) // 10))
        order.shuffle(sent)
        return sent


def crowd(n: int, now: datetime, *, first: int = 0) -> Crowd:
    """Return `n` deals, numbered from `first`: one in fifty (one at least) is won in each of the three other CRMs."""
    each = max(1, n // 50)
    sources = [source for source in OTHER_CRMS for _ in range(each)][:n]
    sources += ["deals"] * (n - len(sources))
    return Crowd(sales=tuple(map(partial(_sale, now=now), range(first, first + n), sources)))


def _sale(number: int, source: str, *, now: datetime) -> Sale:
    deal = FIRST_DEAL + 10 * number  # apart, as companies and persons are numbered after the deal
    sale = next(one for one in sales(deal, now) if one.source == source)
    return replace(sale, account=f"{sale.account} {number}", tier="simple")
