"""Worlds to begin with: the furnished cloud, and the CRMs' records."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.faults.cloud.cloud import Cloud
from tests.faults.cloud.port import PORT
from tests.faults.outside import SECRET
from tests.faults.runtime import World

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC).timestamp()
_EVENTS = Path(__file__).parents[1] / "events"


def event(name: str) -> Any:
    """Return a recorded webhook or record."""
    return json.loads((_EVENTS / name).read_text("utf-8"))


def furnished() -> World:
    """Return a world with directory and playbooks, and nothing else: a copy, to do with as one likes."""
    return _furnished().copy()


@cache
def _furnished() -> World:
    from chalicelib import bootstrap
    from infra.furnish import furnish
    from infra.local.seed import people

    world = World(cloud=Cloud(secret=json.dumps(SECRET)), now=MONDAY)
    PORT.world = world
    furnish(people(), people=bootstrap.people(), playbooks=bootstrap.playbooks())
    world.cloud.downstream.records |= _records()
    world.read = len(world.cloud.table.stream)
    return world


def _records() -> dict[str, Any]:
    """Return what the CRMs hold, by path."""
    salesforce, base = event("salesforce/records.json"), "/services/data/v61.0"
    pipedrive = event("pipedrive/records.json")
    return {
        "/crm/v3/objects/deals/21346988012": event("hubspot/deal.json"),
        "/crm/v3/objects/companies/901": event("hubspot/company.json"),
        "/crm/v3/objects/contacts/501": event("hubspot/contacts.json")[0],
        "/crm/v3/owners/52530071": event("hubspot/owner.json"),
        "/crm/v3/pipelines/deals": event("hubspot/pipelines.json"),
        **{
            f"/v1/{kind}s/{key}": pipedrive[kind]
            for kind, key in (("organization", 5), ("person", 8), ("user", 11))
        },
        f"{base}/sobjects/Opportunity/0065g00000AbCdEAAV": salesforce["opportunity"],
        f"{base}/sobjects/Account/0015g00000XyZaBAAV": salesforce["account"],
        f"{base}/sobjects/User/0055g00000OwNeRAAV": salesforce["user"],
        f"{base}/query": salesforce["roles"],
    }
