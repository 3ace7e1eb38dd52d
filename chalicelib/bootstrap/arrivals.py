"""The world as what comes in needs it: webhooks and uploads."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib import bootstrap
from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.application.crm import Crm
    from chalicelib.application.found import Seen
    from chalicelib.application.ingest import Ingestion
    from chalicelib.application.intake import Arrival, Desk
    from chalicelib.domain.playbook import TableRule


def _crm(source: str) -> "Crm":
    from chalicelib.adapters.crm.hubspot import HubspotCrm
    from chalicelib.adapters.crm.pipedrive import PipedriveCrm
    from chalicelib.adapters.crm.salesforce import SalesforceCrm
    from chalicelib.adapters.crm.standard import StandardCrm
    from chalicelib.adapters.http import JsonReader

    def bearer() -> dict[str, str]:
        return {"Authorization": f"Bearer {bootstrap.secrets().get(source, {}).get('token', '')}"}

    def key() -> dict[str, str]:
        return {"x-api-token": bootstrap.secrets().get(source, {}).get("token", "")}

    match source:
        case "hubspot":
            return HubspotCrm(JsonReader(settings().hubspot_api, headers=bearer))
        case "salesforce":
            return SalesforceCrm(JsonReader(settings().salesforce_api, headers=bearer))
        case "pipedrive":
            return PipedriveCrm(JsonReader(settings().pipedrive_api, headers=key))
        case _:
            return StandardCrm()


def ingestion() -> "Ingestion":
    """Return the world as ingestion needs it."""
    from chalicelib.adapters.crm.deal import shape
    from chalicelib.application.ingest import Ingestion

    return Ingestion(
        inbox=bootstrap.inbox(),
        crm=_crm,
        shape=shape,
        store=bootstrap.store(),
        people=bootstrap.people(),
        clock=bootstrap.clock(),
        queue=bootstrap.queue("ingest"),
        submit=bootstrap.send_command,
    )


def desk() -> "Desk":
    """Return what judges uploads."""
    from chalicelib.adapters.dynamodb.inbox import InboxEntry
    from chalicelib.adapters.inspection.inspector import inspect
    from chalicelib.application.intake import SOURCE, Desk

    def keep(arrival: "Arrival", body: Mapping[str, Any]) -> bool:
        now = bootstrap.clock().now()
        return bootstrap.inbox().put(
            InboxEntry(source=SOURCE, delivery=arrival.delivery, received_at=now, body=dict(body))
        )

    def look(data: bytes, name: str, table: "TableRule | None") -> "Seen":
        return inspect(data, declared_name=name, table=table)

    return Desk(store=bootstrap.documents(), inspect=look, keep=keep)
