"""Any CRM: everything is in the message, signed as Standard Webhooks says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

from infra.local.demo.sale import OWNER, Message, Sale, written
from infra.local.demo.sandbox import Sandbox


def webhook(sale: Sale, app: str) -> Message:
    """Write `deal.won`."""
    data = {
        "deal": {
            "id": sale.deal,
            "name": f"{sale.account}: with a partner",
            "amount": "48000.00",
            "currency": "EUR",
            "signed_at": written(sale.signed),
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
    body = json.dumps({"type": "deal.won", "timestamp": written(sale.signed), "data": data}).encode()
    return signed(f"{app}/webhooks/deals", body, f"msg_{hashlib.sha256(body).hexdigest()[:24]}")


def signed(url: str, body: bytes, message: str) -> Message:
    """Write a message signed as Standard Webhooks says."""
    now = str(int(time.time()))
    key = base64.b64decode("bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE=")
    signature = base64.b64encode(hmac.digest(key, f"{message}.{now}.".encode() + body, "sha256")).decode()
    headers = {"webhook-id": message, "webhook-timestamp": now, "webhook-signature": f"v1,{signature}"}
    return Message(url=url, headers={**headers, "Content-Type": "application/json"}, body=body)


def answers(sale: Sale, sandbox: Sandbox) -> None:
    """Store nothing: nothing is read."""
