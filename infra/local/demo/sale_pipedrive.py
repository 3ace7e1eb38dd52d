"""Pipedrive: a webhook of version 2 with ids only; person, organization and owner are read."""

from __future__ import annotations

import base64
import json
import uuid

from infra.local.demo.sale import OWNER, Message, Sale, written
from infra.local.demo.sandbox import Sandbox


def webhook(sale: Sale, app: str) -> Message:
    """Write the webhook, with basic authentication."""
    ids = {"owner_id": 31, "person_id": int(sale.deal) + 1, "org_id": int(sale.deal) + 2}
    data = {
        "id": int(sale.deal),
        "title": f"{sale.account}: starter",
        "value": 3600,
        "currency": "EUR",
        "status": "won",
        "stage_id": 5,
        "pipeline_id": 1,
        "won_time": written(sale.signed),
        "update_time": written(sale.signed),
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
        "timestamp": written(sale.signed),
        "type": "application",
        "version": "2.0",
        "attempt": 1,
        "host": "fjord.pipedrive.com",
    }
    body = json.dumps({"data": data, "previous": {"status": "open", "stage_id": 4}, "meta": meta}).encode()
    basic = base64.b64encode(b"pipedrive:local-pipedrive-password").decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/json"}
    return Message(url=f"{app}/webhooks/pipedrive", headers=headers, body=body)


def answers(sale: Sale, sandbox: Sandbox) -> None:
    """Store what the CRM's API answers about the deal."""
    person = {"name": sale.contact, "email": [{"value": sale.email, "primary": True, "label": "work"}]}
    told = {
        f"persons/{int(sale.deal) + 1}": {"id": int(sale.deal) + 1, **person},
        f"organizations/{int(sale.deal) + 2}": {"id": int(sale.deal) + 2, "name": sale.account},
        "users/31": {"id": 31, "name": "Ada Park", "email": OWNER},
    }
    for path, value in told.items():
        sandbox.fake("pipedrive", f"v1/{path}", {"success": True, "data": value})
