"""Four deals that are won, one in each CRM."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from infra.local.demo import sale_deals, sale_hubspot, sale_pipedrive, sale_salesforce
from infra.local.demo.sale import Sale


def sales(number: int, now: datetime) -> list[Sale]:
    """Return the four deals of a run."""
    signed, live = now - timedelta(hours=2), (now + timedelta(days=30)).date().isoformat()
    base: dict[str, Any] = {"signed": signed, "live": live, "promise": None}

    def person(first: str, last: str, domain: str) -> dict[str, Any]:
        return {"contact": f"{first} {last}", "email": f"{first.lower()}.{number}@{domain}"}

    return [
        Sale(
            crm="HubSpot", source="hubspot", deal=str(number), account="Birkenhof Logistik GmbH", tier="smb",
            webhook=sale_hubspot.webhook, prepare=sale_hubspot.answers, **person("Grace", "Lind", "birkenhof.example"), **base,
        ),
        Sale(
            crm="Salesforce", source="salesforce", deal=f"006{number:012d}AAA", account="Meridian Versicherung AG",
            tier="enterprise", webhook=sale_salesforce.webhook, prepare=sale_salesforce.answers,
            **person("Jonas", "Weber", "meridian.example"), **base,
        ),
        Sale(
            crm="Pipedrive", source="pipedrive", deal=str(number), account="Atelier Fjord", tier="simple",
            webhook=sale_pipedrive.webhook, prepare=sale_pipedrive.answers, **person("Signe", "Dahl", "fjord.example"), **base,
        ),
        Sale(
            crm="any CRM (Standard Webhooks)", source="deals", deal=f"D-{number}", account="Quellwasser eG",
            tier="partner", webhook=sale_deals.webhook, prepare=sale_deals.answers,
            **person("Mara", "Okafor", "quellwasser.example"), **(base | {"promise": "Single sign-on before go-live"}),
        ),
    ]  # fmt: skip
