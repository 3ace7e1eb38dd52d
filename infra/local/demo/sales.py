"""Four deals that are won, one in each CRM: what their API would answer, and the webhook they would send."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from infra.local.demo.sandbox import Sandbox
from infra.local.demo.web import Page, send

OWNER = "ada@vendor.example"


@dataclass(frozen=True, kw_only=True)
class Sale:
    """A won deal. `number` makes it a fresh one at every run; `webhook` sends what its CRM sends."""

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


def sales(number: int, now: datetime) -> list[Sale]:
    """Return the four deals of a run."""
    signed, live = now - timedelta(hours=2), (now + timedelta(days=30)).date().isoformat()
    base: dict[str, Any] = {"signed": signed, "live": live, "promise": None}

    def person(first: str, last: str, domain: str) -> dict[str, Any]:
        return {"contact": f"{first} {last}", "email": f"{first.lower()}.{number}@{domain}"}

    return [
        Sale(
            crm="HubSpot", source="hubspot", deal=str(number), account="Birkenhof Logistik GmbH", tier="smb",
            webhook=_hubspot, prepare=_hubspot_answers, **person("Grace", "Lind", "birkenhof.example"), **base,
        ),
        Sale(
            crm="Salesforce", source="salesforce", deal=f"006{number:012d}AAA", account="Meridian Versicherung AG",
            tier="enterprise", webhook=_salesforce, prepare=_salesforce_answers,
            **person("Jonas", "Weber", "meridian.example"), **base,
        ),
        Sale(
            crm="Pipedrive", source="pipedrive", deal=str(number), account="Atelier Fjord", tier="simple",
            webhook=_pipedrive, prepare=_pipedrive_answers, **person("Signe", "Dahl", "fjord.example"), **base,
        ),
        Sale(
            crm="any CRM (Standard Webhooks)", source="deals", deal=f"D-{number}", account="Quellwasser eG",
            tier="partner", webhook=_deals, prepare=lambda sale, sandbox: None,
            **person("Mara", "Okafor", "quellwasser.example"), **(base | {"promise": "Single sign-on before go-live"}),
        ),
    ]  # fmt: skip


# ---- HubSpot: the event says hardly anything, so deal, company, contact and owner are read


def _hubspot(sale: Sale, app: str) -> Page:
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
    return send("POST", uri, body=body, headers={**headers, "Content-Type": "application/json"})


def _hubspot_answers(sale: Sale, sandbox: Sandbox) -> None:
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
        "closedate": _z(sale.signed),
        "hs_lastmodifieddate": _z(sale.signed),
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
    answers = {
        f"objects/deals/{sale.deal}": {"id": sale.deal, "properties": deal, "associations": linked},
        f"objects/companies/{company}": {
            "id": company,
            "properties": {"name": sale.account, "country": "Germany"},
        },
        f"objects/contacts/{contact}": {"id": contact, "properties": people},
        f"owners/{owner}": {"id": owner, "email": OWNER, "firstName": "Ada", "lastName": "Park"},
        "pipelines/deals": {"results": [{"id": "default", "stages": [_won_stage()]}]},
    }
    for path, value in answers.items():
        sandbox.fake("hubspot", f"crm/v3/{path}", value)


def _won_stage() -> dict[str, Any]:
    return {"id": "closedwon", "label": "Closed won", "metadata": {"isClosed": "true", "probability": "1.0"}}


# ---- Salesforce: an outbound message with the ticked fields; account, owner and contacts are read


def _salesforce(sale: Sale, app: str) -> Page:
    fields = {
        "Id": sale.deal,
        "Name": f"{sale.account}: enterprise",
        "AccountId": f"001{sale.deal[3:]}",
        "OwnerId": f"005{sale.deal[3:]}",
        "StageName": "Closed Won",
        "IsWon": "true",
        "IsClosed": "true",
        "Amount": "84000.0",
        "CloseDate": sale.signed.date().isoformat(),
        "LastModifiedDate": _z(sale.signed),
        "Golive_Tier__c": sale.tier,
        "Golive_Live_Date__c": sale.live,
        "Golive_Goals__c": "All claims of one branch handled in the product",
        "Golive_Time_Zone__c": "Europe/Berlin",
    }
    told = "".join(f"<sf:{name}>{escape(value)}</sf:{name}>" for name, value in fields.items())
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
        '<notifications xmlns="http://soap.sforce.com/2005/09/outbound">'
        "<OrganizationId>00D000000000001EAA</OrganizationId><ActionId>04k000000000001AAA</ActionId>"
        '<SessionId xsi:nil="true"/><EnterpriseUrl>https://example.my.salesforce.com</EnterpriseUrl>'
        f"<PartnerUrl>https://example.my.salesforce.com</PartnerUrl><Notification><Id>04l{sale.deal[3:]}</Id>"
        f'<sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">{told}</sObject>'
        "</Notification></notifications></soapenv:Body></soapenv:Envelope>"
    )
    headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
    return send(
        "POST", f"{app}/webhooks/salesforce/local-salesforce-token", body=body.encode(), headers=headers
    )


def _salesforce_answers(sale: Sale, sandbox: Sandbox) -> None:
    role = {
        "Role": "Decision Maker",
        "IsPrimary": True,
        "Contact": {"Name": sale.contact, "Email": sale.email},
    }
    account = {"Id": f"001{sale.deal[3:]}", "Name": sale.account, "BillingCountryCode": "DE"}
    answers = {
        f"sobjects/Account/001{sale.deal[3:]}": account,
        f"sobjects/User/005{sale.deal[3:]}": {
            "Id": f"005{sale.deal[3:]}",
            "Name": "Ada Park",
            "Email": OWNER,
        },
        "query": {"totalSize": 1, "done": True, "records": [role]},
    }
    for path, value in answers.items():
        sandbox.fake("salesforce", f"services/data/v61.0/{path}", value)


# ---- Pipedrive: a v2 webhook with ids only; person, organization and user are read


def _pipedrive(sale: Sale, app: str) -> Page:
    ids = {"owner_id": 31, "person_id": int(sale.deal) + 1, "org_id": int(sale.deal) + 2}
    data = {
        "id": int(sale.deal),
        "title": f"{sale.account}: starter",
        "value": 3600,
        "currency": "EUR",
        "status": "won",
        "stage_id": 5,
        "pipeline_id": 1,
        "won_time": _z(sale.signed),
        "update_time": _z(sale.signed),
        "custom_fields": {
            "golive_tier": {"type": "varchar", "value": sale.tier},
            "golive_live_date": {"type": "date", "value": sale.live},
            "golive_goals": {"type": "varchar", "value": "Every order in one place"},
            "golive_time_zone": {"type": "varchar", "value": "Europe/Copenhagen"},
        },
        **ids,
    }
    meta = {
        "action": "change",
        "entity": "deal",
        "entity_id": sale.deal,
        "company_id": "1001",
        "id": str(uuid.uuid4()),
        "timestamp": _z(sale.signed),
        "type": "application",
        "version": "2.0",
        "attempt": 1,
        "host": "fjord.pipedrive.com",
    }
    body = json.dumps({"data": data, "previous": {"status": "open", "stage_id": 4}, "meta": meta}).encode()
    basic = base64.b64encode(b"pipedrive:local-pipedrive-password").decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/json"}
    return send("POST", f"{app}/webhooks/pipedrive", body=body, headers=headers)


def _pipedrive_answers(sale: Sale, sandbox: Sandbox) -> None:
    person = {"name": sale.contact, "email": [{"value": sale.email, "primary": True, "label": "work"}]}
    answers = {
        f"persons/{int(sale.deal) + 1}": {"id": int(sale.deal) + 1, **person},
        f"organizations/{int(sale.deal) + 2}": {"id": int(sale.deal) + 2, "name": sale.account},
        "users/31": {"id": 31, "name": "Ada Park", "email": OWNER},
    }
    for path, value in answers.items():
        sandbox.fake("pipedrive", f"v1/{path}", {"success": True, "data": value})


# ---- any CRM: everything is in the message


def _deals(sale: Sale, app: str) -> Page:
    data = {
        "deal": {
            "id": sale.deal,
            "name": f"{sale.account}: with a partner",
            "amount": "48000.00",
            "currency": "EUR",
            "signed_at": _z(sale.signed),
            "products": ["core", "sso"],
        },
        "account": {
            "name": sale.account,
            "domain": "quellwasser.example",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "en",
            "tier": sale.tier,
            "partner": "Nordlicht Consulting",
        },
        "owner": {"name": "Ada Park", "email": OWNER},
        "contacts": [{"name": sale.contact, "email": sale.email, "role": "champion"}],
        "committed_live_date": sale.live,
        "handoff": {
            "goals": ["Every member is billed by the product from January"],
            "scope": ["Billing of 1,200 members"],
            "promises": [{"text": sale.promise, "made_by": "nia@vendor.example", "due": sale.live}],
            "history": "Chose us because the partner knows us.",
            "risks": ["The old system ends in spring"],
        },
        "attributes": {"region": "eu", "seats": 40},
    }
    body = json.dumps({"type": "deal.won", "timestamp": _z(sale.signed), "data": data}).encode()
    return send_standard(f"{app}/webhooks/deals", body, f"msg_{hashlib.sha256(body).hexdigest()[:24]}")


def send_standard(url: str, body: bytes, message: str) -> Page:
    """Send a body signed as Standard Webhooks says."""
    now = str(int(time.time()))
    key = base64.b64decode("bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE=")
    signature = base64.b64encode(hmac.digest(key, f"{message}.{now}.".encode() + body, "sha256")).decode()
    headers = {"webhook-id": message, "webhook-timestamp": now, "webhook-signature": f"v1,{signature}"}
    return send("POST", url, body=body, headers={**headers, "Content-Type": "application/json"})


def _z(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
