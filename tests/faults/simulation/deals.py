"""Deals as four CRMs hold them: what each would send, and what it answers when it is read.

Everything that belongs to one customer carries its mark, ``zq7q`` for the seventh, so that it is known wherever it turns up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from chalicelib.adapters.crm.deal_ids import one_form
from chalicelib.adapters.crm.salesforce import _ROLES
from chalicelib.domain.values import DealRef
from tests.faults.cloud.port import ENVIRONMENT, PUBLIC_URL
from tests.faults.outside import webhook
from tests.unit.webhooks import senders

MARK = re.compile(r"zq(\d+)q")
SOURCES = ("hubspot", "salesforce", "pipedrive", "deals")
TENANTS = {"hubspot": "62515", "salesforce": senders.ORGANIZATION, "pipedrive": "1001", "deals": "default"}
_SALESFORCE = "/services/data/v61.0"
Webhook = Callable[[float], dict[str, Any]]


def written(at: float) -> str:
    """Write an instant as CRMs do."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True, kw_only=True)
class Deal:
    """A deal in its CRM, as it is now."""

    number: int
    source: str
    tier: str
    owner: str
    signed_at: float
    modified_at: float
    amount: int
    state: str = "won"

    @property
    def mark(self) -> str:
        """Return the mark of its customer."""
        return f"zq{self.number}q"

    @property
    def id(self) -> str:
        """Return its id in the CRM."""
        names = {
            "salesforce": one_form("salesforce", f"006{self.number:012d}"),
            "deals": f"D-{self.number}",
        }
        return names.get(self.source, str(900_000 + 10 * self.number))

    @property
    def onboarding(self) -> str:
        """Return the id of its onboarding."""
        return DealRef(source=self.source, tenant=TENANTS[self.source], id=self.id).onboarding_id()

    @property
    def email(self) -> str:
        """Return the address of its contact."""
        return f"grace@{self.mark}.example"

    @property
    def _live(self) -> str:
        return written(self.signed_at + 21 * 86400)[:10]

    def webhook(self, was: str) -> Webhook:
        """Return what the CRM sends about its present state; `was` is the state before."""
        return {"hubspot": _hubspot, "salesforce": _salesforce, "pipedrive": _pipedrive, "deals": _deals}[
            self.source
        ](self, was)

    def records(self) -> dict[str, Any]:
        """Return what the CRM answers when it is read, by path."""
        made = {"hubspot": _in_hubspot, "salesforce": _in_salesforce, "pipedrive": _in_pipedrive}
        return made[self.source](self) if self.source in made else {}


def _hubspot(deal: Deal, was: str) -> Webhook:
    event = senders.hubspot_event(
        eventId=int(deal.modified_at) * 100 + deal.number,
        occurredAt=int(deal.modified_at * 1000),
        objectId=int(deal.id),
        propertyName="amount" if was == deal.state else "dealstage",
        propertyValue=str(deal.amount) if was == deal.state else f"closed{deal.state}",
    )
    return lambda now: webhook(senders.hubspot([event], at=now, public_url=PUBLIC_URL))


def _in_hubspot(deal: Deal) -> dict[str, Any]:
    company, contact, owner = (str(int(deal.id) + n) for n in (1, 2, 3))
    won = "true" if deal.state == "won" else "false"
    fields = {
        "dealname": f"{deal.mark}: annual plan", "dealstage": f"closed{deal.state}", "pipeline": "default",
        "hs_is_closed_won": won, "hs_is_closed": "true", "amount": str(deal.amount), "deal_currency_code": "EUR",
        "closedate": written(deal.signed_at), "hs_lastmodifieddate": written(deal.modified_at),
        "hubspot_owner_id": owner, "golive_tier": deal.tier, "golive_live_date": deal._live,
        "golive_goals": f"Goal of {deal.mark}", "golive_time_zone": "Europe/Berlin",
    }  # fmt: skip
    linked = {
        "companies": {"results": [{"id": company, "type": "deal_to_company"}]},
        "contacts": {"results": [{"id": contact, "type": "deal_to_contact"}]},
    }
    person = {"firstname": "Grace", "lastname": deal.mark, "email": deal.email, "jobtitle": "Head"}
    name = {"name": f"{deal.mark} GmbH", "country": "Germany"}
    base = "/crm/v3"
    return {
        f"{base}/objects/deals/{deal.id}": {"id": deal.id, "properties": fields, "associations": linked},
        f"{base}/objects/companies/{company}": {"id": company, "properties": name},
        f"{base}/objects/contacts/{contact}": {"id": contact, "properties": person},
        f"{base}/owners/{owner}": {"id": owner, "email": deal.owner, "firstName": "A", "lastName": "B"},
    }


def _salesforce(deal: Deal, was: str) -> Webhook:
    won = "true" if deal.state == "won" else "false"
    fields = {
        "Id": deal.id, "Name": f"{deal.mark}: enterprise", "AccountId": f"001{deal.id[3:]}",
        "OwnerId": f"005{deal.id[3:]}", "StageName": f"Closed {deal.state.title()}", "IsWon": won,
        "IsClosed": "true", "Amount": str(deal.amount), "CloseDate": written(deal.signed_at)[:10],
        "LastModifiedDate": written(deal.modified_at), "Golive_Tier__c": deal.tier,
        "Golive_Live_Date__c": deal._live, "Golive_Goals__c": f"Goal of {deal.mark}",
        "Golive_Time_Zone__c": "Europe/Berlin",
    }  # fmt: skip
    body = senders.outbound("".join(f"<sf:{name}>{value}</sf:{name}>" for name, value in fields.items()))
    return lambda _: webhook(senders.salesforce(body))


def _in_salesforce(deal: Deal) -> dict[str, Any]:
    person = {"Name": f"Grace {deal.mark}", "Email": deal.email}
    account, owner = f"001{deal.id[3:]}", f"005{deal.id[3:]}"
    roles = f"{_SALESFORCE}/query?{urlencode({'q': _ROLES.format(deal.id)})}"
    return {
        f"{_SALESFORCE}/sobjects/Account/{account}": {
            "Id": account,
            "Name": f"{deal.mark} AG",
            "BillingCountryCode": "DE",
        },
        f"{_SALESFORCE}/sobjects/User/{owner}": {"Id": owner, "Name": "A B", "Email": deal.owner},
        roles: {
            "totalSize": 1,
            "done": True,
            "records": [{"Role": "Decision Maker", "IsPrimary": True, "Contact": person}],
        },
    }


def _pipedrive(deal: Deal, was: str) -> Webhook:
    at = written(deal.modified_at)
    custom = {
        "golive_tier": {"type": "varchar", "value": deal.tier},
        "golive_live_date": {"type": "date", "value": deal._live},
        "golive_goals": {"type": "varchar", "value": f"Goal of {deal.mark}"},
        "golive_time_zone": {"type": "varchar", "value": "Europe/Copenhagen"},
    }
    number = int(deal.id)
    data = {
        "id": number, "title": f"{deal.mark}: starter", "value": deal.amount, "currency": "EUR",
        "status": deal.state, "stage_id": 5, "pipeline_id": 1, "won_time": written(deal.signed_at),
        "update_time": at, "custom_fields": custom,
        "owner_id": number + 1, "person_id": number + 2, "org_id": number + 3,
    }  # fmt: skip
    meta = {
        "action": "change", "entity": "deal", "entity_id": deal.id, "company_id": "1001",
        "id": f"id-{deal.number}-{at}", "timestamp": at, "version": "2.0", "attempt": 1, "host": "x.pipedrive.com",
    }  # fmt: skip
    previous = {"status": was} if was != deal.state else {"value": deal.amount - 1}
    return lambda _: webhook(senders.pipedrive({"meta": meta, "data": data, "previous": previous}))


def _in_pipedrive(deal: Deal) -> dict[str, Any]:
    number = int(deal.id)
    person = {
        "id": number + 2,
        "name": f"Grace {deal.mark}",
        "email": [{"value": deal.email, "primary": True}],
    }
    told = {
        f"users/{number + 1}": {"id": number + 1, "name": "A B", "email": deal.owner},
        f"persons/{number + 2}": person,
        f"organizations/{number + 3}": {"id": number + 3, "name": f"{deal.mark} ApS"},
    }
    return {f"/v1/{path}": {"success": True, "data": value} for path, value in told.items()}


def _deals(deal: Deal, was: str) -> Webhook:
    kind = "lost" if deal.state == "lost" else "updated" if was == "won" else "won"
    at = written(deal.modified_at)
    body = {
        "type": f"deal.{kind}",
        "timestamp": at,
        "data": {
            "deal": {"id": deal.id, "name": f"{deal.mark}: plan", "amount": f"{deal.amount}.00", "currency": "EUR",
                     "signed_at": written(deal.signed_at)},
            "account": {"name": f"{deal.mark} eG", "country": "DE", "time_zone": "Europe/Berlin", "tier": deal.tier},
            "owner": {"name": "A B", "email": deal.owner},
            "contacts": [{"name": f"Grace {deal.mark}", "email": deal.email, "role": "champion"}],
            "committed_live_date": deal._live,
            "handoff": {"goals": [f"Goal of {deal.mark}"],
                        "promises": [{"text": f"Promise to {deal.mark}", "due": deal._live}]},
        },
    }  # fmt: skip
    message = f"msg-{deal.number}-{int(deal.modified_at)}"
    return lambda now: webhook(senders.deals(body, message=message, at=now))


assert ENVIRONMENT["PIPEDRIVE_COMPANY"] == TENANTS["pipedrive"]
