"""Won deals for a crowd: customers of every tier, each with a name and a person of their own."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from infra.local.demo.sale import Message, written
from infra.local.demo.sale_deals import signed

TIERS = ("smb", "enterprise", "simple", "partner")
_FIRST = (
    "Alder",
    "Birken",
    "Cedern",
    "Dorn",
    "Eschen",
    "Fichten",
    "Ginster",
    "Hasel",
    "Iris",
    "Linden",
    "Mohn",
    "Ulmen",
)
_SECOND = ("bach", "berg", "feld", "garten", "haus", "hof", "land", "mark", "stein", "tal", "wald", "werk")
_KIND = ("Logistik GmbH", "Versicherung AG", "eG", "Studio", "Handel GmbH", "Technik AG")
_PEOPLE = (
    "Grace Lind",
    "Jonas Weber",
    "Signe Dahl",
    "Mara Okafor",
    "Piet Visser",
    "Ines Duarte",
    "Tove Berg",
    "Emil Roth",
)
_OWNERS = (("Ada Park", "ada@vendor.example"), ("Ben Ito", "ben@vendor.example"))
_PLACES = (
    ("DE", "Europe/Berlin"),
    ("AT", "Europe/Vienna"),
    ("GB", "Europe/London"),
    ("US", "America/New_York"),
)


@dataclass(frozen=True, kw_only=True)
class Won:
    """A won deal of a crowd."""

    deal: str
    account: str
    contact: str
    email: str
    data: dict[str, Any]
    at: datetime

    def webhook(self, app: str) -> Message:
        """Return what its CRM sends."""
        body = json.dumps({"type": "deal.won", "timestamp": written(self.at), "data": self.data}).encode()
        return signed(f"{app}/webhooks/deals", body, f"msg_{hashlib.sha256(body).hexdigest()[:24]}")


def won(run: str, number: int, now: datetime) -> Won:
    """Return one deal of a run; `now` is the product's present."""
    chance = Random(f"{run}/{number}")
    account = f"{chance.choice(_FIRST)}{chance.choice(_SECOND)} {chance.choice(_KIND)}"
    contact, owner = chance.choice(_PEOPLE), chance.choice(_OWNERS)
    deal, domain = f"S-{run}-{number}", f"c{number}.example"
    email = f"{contact.split()[0].lower()}.{run}@{domain}"
    country, zone = chance.choice(_PLACES)
    tier = TIERS[number % len(TIERS)]
    live = (now + timedelta(days=chance.randint(7, 40))).date().isoformat()
    data: dict[str, Any] = {
        "deal": {
            "id": deal,
            "name": f"{account}: annual plan",
            "amount": f"{chance.randint(2, 120) * 1000}.00",
            "currency": "EUR",
            "signed_at": written(now - timedelta(hours=chance.randint(1, 30))),
            "products": ["core", *(name for name in ("sso", "api") if chance.random() < 0.4)],
        },
        "account": {
            "name": account,
            "domain": domain,
            "country": country,
            "time_zone": zone,
            "language": "en",
            "tier": tier,
        },
        "owner": {"name": owner[0], "email": owner[1]},
        "contacts": [{"name": contact, "email": email, "role": "champion"}],
        "committed_live_date": live if chance.random() < 0.7 else None,
        "handoff": {"goals": ["Everybody works in it by the end of the quarter"]}
        if chance.random() < 0.8
        else {},
        "attributes": {"region": chance.choice(("eu", "us")), "seats": chance.randint(5, 400)},
    }
    return Won(deal=deal, account=account, contact=contact, email=email, data=data, at=now)
