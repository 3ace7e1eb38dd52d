"""The CRMs as they would call: bodies, and headers that prove the sender, all made with the local values."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

PUBLIC_URL = "http://127.0.0.1:8000"
SECRETS = {
    "hubspot": {
        "client_secrets": ["new-secret", "local-hubspot-client-secret"],
        "token": "local-hubspot-token",
    },
    "salesforce": {"path_tokens": ["local-salesforce-token"], "token": "local-salesforce-oauth"},
    "pipedrive": {
        "user": "pipedrive",
        "passwords": ["local-pipedrive-password"],
        "token": "local-pipedrive-token",
    },
    "deals": {"secrets": ["whsec_bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE="]},
}
ORGANIZATION = "00D000000000001EAA"


def raw(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def hubspot(
    body: Any,
    *,
    secret: str = "local-hubspot-client-secret",
    at: float | None = None,
    public_url: str = PUBLIC_URL,
) -> dict[str, Any]:
    sent, timestamp = raw(body), str(int((at or time.time()) * 1000))
    signed = b"POST" + f"{public_url}/webhooks/hubspot".encode() + sent + timestamp.encode()
    signature = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()
    headers = {
        "Content-Type": "application/json",
        "X-HubSpot-Signature-Version": "v1",
        "X-HubSpot-Signature": hashlib.sha256(secret.encode() + sent).hexdigest(),
        "X-HubSpot-Signature-v3": signature,
        "X-HubSpot-Request-Timestamp": timestamp,
    }
    return {"path": "/webhooks/hubspot", "headers": headers, "body": sent}


def deals(body: Any, *, message: str = "msg_1", at: float | None = None) -> dict[str, Any]:
    sent, timestamp = raw(body), str(int(at or time.time()))
    key = base64.b64decode(SECRETS["deals"]["secrets"][0].removeprefix("whsec_"))
    signed = f"{message}.{timestamp}.".encode() + sent
    signature = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature,
    }
    return {"path": "/webhooks/deals", "headers": headers, "body": sent}


def pipedrive(body: Any, *, password: str = "local-pipedrive-password") -> dict[str, Any]:
    basic = base64.b64encode(f"pipedrive:{password}".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {basic}"}
    return {"path": "/webhooks/pipedrive", "headers": headers, "body": raw(body)}


def salesforce(body: bytes, *, token: str = "local-salesforce-token") -> dict[str, Any]:
    headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
    return {"path": f"/webhooks/salesforce/{token}", "headers": headers, "body": body}


def hubspot_event(**changes: Any) -> dict[str, Any]:
    return {
        "eventId": 4168025182,
        "subscriptionId": 12345,
        "portalId": 62515,
        "appId": 54321,
        "occurredAt": 1795338000000,
        "subscriptionType": "deal.propertyChange",
        "attemptNumber": 0,
        "objectId": 546500061938,
        "propertyName": "dealstage",
        "propertyValue": "closedwon",
        "changeSource": "CRM_UI",
        **changes,
    }


def deal_body(**changes: Any) -> dict[str, Any]:
    return {
        "type": "deal.won",
        "timestamp": "2026-11-21T09:00:00Z",
        "data": {
            "deal": {"id": "D-1001", "name": "Acme: annual plan", "amount": "48000.00", "currency": "EUR"},
            "account": {"name": "Acme GmbH"},
        },
        **changes,
    }


def pipedrive_v2(**changes: Any) -> dict[str, Any]:
    meta = {
        "action": "change",
        "entity": "deal",
        "company_id": "1001",
        "entity_id": "77",
        "id": "9b7f4c1e-0c7e-4f51-8a0f-3a6f0e6c2f11",
        "timestamp": "2026-11-21T09:00:00.000Z",
        "version": "2.0",
        "attempt": 1,
        "host": "acme.pipedrive.com",
    }
    data = {"id": 77, "title": "Acme", "status": "won", "value": 48000, "currency": "EUR", "org_id": 5}
    return {"meta": meta, "data": data, "previous": {"status": "open"}, **changes}


def outbound(*opportunities: str, organization: str = ORGANIZATION, session: str = "") -> bytes:
    """Return an outbound message; each opportunity is the XML of its fields."""
    notifications = "".join(
        f'<Notification><Id>04l{n:015d}</Id><sObject xsi:type="sf:Opportunity" '
        f'xmlns:sf="urn:sobject.enterprise.soap.sforce.com">{fields}</sObject></Notification>'
        for n, fields in enumerate(opportunities)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
        '<notifications xmlns="http://soap.sforce.com/2005/09/outbound">'
        f"<OrganizationId>{organization}</OrganizationId><ActionId>04k000000000001AAA</ActionId>"
        f"<SessionId>{session}</SessionId><EnterpriseUrl>https://x.example</EnterpriseUrl>"
        f"<PartnerUrl>https://x.example</PartnerUrl>{notifications}"
        "</notifications></soapenv:Body></soapenv:Envelope>"
    ).encode()


OPPORTUNITY = (
    "<sf:Id>006000000000001AAA</sf:Id><sf:Name>Acme</sf:Name><sf:IsWon>true</sf:IsWon>"
    "<sf:StageName>Closed Won</sf:StageName>"
)
