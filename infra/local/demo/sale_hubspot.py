"""HubSpot: the event says hardly anything, so deal, company, contact and owner are read."""

from __future__ import annotations

import base64
import hmac
import json
import time
from typing import Any

from infra.local.demo.sale import OWNER, Message, Sale, written
from infra.local.demo.sandbox import Sandbox


def webhook(sale: Sale, app: str) -> Message:
    """Write the event, signed v3."""
    event = {
        "eventId": time.time_ns() % 10**10,
        "subscriptionId": 12345,
        "portalId": 62515,
        "appId": 54321,
        "occurredAt": int(time.time() * 1000),
        "subscriptionType": "deal.propertyChange",
        "attemptNumber": 0,
        "objectId": int(sale.deal),
        "propertyName": "dealstage",
        "propertyValue": "closedwon",
        "changeSource": "CRM_UI",
    }
    body, uri, now = json.dumps([event]).encode(), f"{app}/webhooks/hubspot", str(int(time.time() * 1000))
    signed = b"POST" + uri.encode() + body + now.encode()
    signature = base64.b64encode(hmac.digest(b"local-hubspot-client-secret", signed, "sha256")).decode()
    headers = {"X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": now}
    return Message(url=uri, headers={**headers, "Content-Type": "application/json"}, body=body)


def answers(sale: Sale, sandbox: Sandbox) -> None:
    """Store what the CRM's API answers about the deal."""
    first, last = sale.contact.split(" ")
    company, contact, owner = f"7{sale.deal}", f"8{sale.deal}", "901"
    deal = {
        "dealname": f"{sale.account}: annual plan",
        "dealstage": "closedwon",
        "pipeline": "default",
        "hs_is_closed_won": "true",
        "hs_is_closed": "true",
        "amount": "18000",
        "deal_currency_code": "EUR",
        "closedate": written(sale.signed),
        "hs_lastmodifieddate": written(sale.signed),
        "hubspot_owner_id": owner,
        "golive_tier": sale.tier,
        "golive_live_date": sale.live,
        "golive_goals": "First delivery planned with the product within a month",
        "golive_time_zone": "Europe/Berlin",
    }
    linked = {
        "companies": {"results": [{"id": company, "type": "deal_to_company"}]},
        "contacts": {"results": [{"id": contact, "type": "deal_to_contact"}]},
    }
    people = {"firstname": first, "lastname": last, "email": sale.email, "jobtitle": "Head of operations"}
    told = {
        f"objects/deals/{sale.deal}": {"id": sale.deal, "properties": deal, "associations": linked},
        f"objects/companies/{company}": {
            "id": company,
            "properties": {"name": sale.account, "country": "Germany"},
        },
        f"objects/contacts/{contact}": {"id": contact, "properties": people},
        f"owners/{owner}": {"id": owner, "email": OWNER, "firstName": "Ada", "lastName": "Park"},
        "pipelines/deals": {"results": [{"id": "default", "stages": [_won_stage()]}]},
    }
    for path, value in told.items():
        sandbox.fake("hubspot", f"crm/v3/{path}", value)


def _won_stage() -> dict[str, Any]:
    return {"id": "closedwon", "label": "Closed won", "metadata": {"isClosed": "true", "probability": "1.0"}}
