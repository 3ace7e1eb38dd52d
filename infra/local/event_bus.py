"""Publishes what AWS's services publish on the default event bus; the template's rules take it from there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from moto.events.models import events_backends

ACCOUNT = "123456789012"


def publish(
    *, region: str, source: str, detail_type: str, detail: Mapping[str, Any], resources: list[str], at: float
) -> None:
    """Send an event to every rule whose pattern it matches.

    Parameters
    ----------
    at
        Seconds since the epoch.
    """
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": ACCOUNT,
        "time": at,
        "region": region,
        "resources": resources,
        "detail": dict(detail),
    }
    for rule in events_backends[ACCOUNT][region].event_buses["default"].rules.values():
        rule.send_to_targets(dict(event), transform_input=False)
