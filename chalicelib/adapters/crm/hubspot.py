"""HubSpot: events name a deal and little else, so the deal, its company, contacts and owner are read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from chalicelib.adapters.crm.answers import as_expected, object_or_none
from chalicelib.adapters.crm.hubspot_events import CLOSED, SOURCE, STAGE, WON, data_of, deals_of, hint_of
from chalicelib.adapters.crm.mapping import names
from chalicelib.adapters.crm.raw import identifier
from chalicelib.adapters.crm.shape import moment, of_account, of_contact, state_of_stage
from chalicelib.adapters.http import JsonReader
from chalicelib.application.crm import Arrived, Hint, Reading
from chalicelib.domain.deal import DealState

MOST_CONTACTS = 10


class HubspotCrm:
    """Translates batches of events and reads deals with the v3 API."""

    def __init__(self, reader: JsonReader) -> None:
        self._reader = reader

    def hints(self, arrived: Arrived) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
        """Return one hint a deal, in the order in which the deals first appear, whatever the order of their events."""
        by_deal: dict[str, list[Mapping[str, Any]]] = {}
        notes = []
        for number, event in enumerate(arrived.body["events"]):
            ids = list(deals_of(event))
            if not ids:
                notes.append(f"Event {number} names no deal.")
            for deal in ids:
                by_deal.setdefault(deal, []).append(event)
        tenant = arrived.body["tenant"]
        return tuple(hint_of(tenant, deal, events) for deal, events in by_deal.items()), tuple(notes)

    @as_expected
    def read(self, hint: Hint, received_at: datetime) -> Reading:
        """Read the deal; one that is gone is deleted, one that is not won is read no further."""
        found = self._get(
            "deals", hint.ref.id, "deal", "state", "attributes", associations="companies,contacts"
        )
        if found is None:
            return Reading(state="deleted", data={}, modified_at=received_at)
        fields = _properties(found)
        state = self._state(fields)
        data = data_of(hint.ref, fields)
        if state == "won":
            self._complete(data, found, fields)
        changed = moment(fields.get("hs_lastmodifieddate")) or hint.at or received_at
        return Reading(state=state, data=data, modified_at=changed)

    def _complete(self, data: dict[str, Any], found: Mapping[str, Any], fields: Mapping[str, Any]) -> None:
        company = next(iter(_associated(found, "companies", first="deal_to_company")), None)
        if company and (read := self._get("companies", company, "account")):
            data["account"] = of_account(SOURCE, _properties(read), data["account"])
        contacts = [
            self._get("contacts", contact, "contact")
            for contact in _associated(found, "contacts", first="")[:MOST_CONTACTS]
        ]
        data["contacts"] = [of_contact(SOURCE, _properties(contact)) for contact in contacts if contact]
        owner = identifier(fields.get("hubspot_owner_id"))
        person = self._reader.get(f"/crm/v3/owners/{quote(owner, safe='')}") if owner else None
        if isinstance(person, dict):
            name = " ".join(filter(None, (person.get("firstName"), person.get("lastName"))))
            data["owner"] = {"name": name, "email": person.get("email")}

    def _get(self, kind: str, key: str, *sections: str, **query: str) -> Any:
        wanted = ",".join(sorted(names(SOURCE, *sections)))
        found = self._reader.get(f"/crm/v3/objects/{kind}/{quote(key, safe='')}", properties=wanted, **query)
        return object_or_none(found)

    def _state(self, fields: Mapping[str, Any]) -> DealState:
        stage = fields.get(STAGE)
        known = state_of_stage(SOURCE, stage)
        if known:
            return known
        if fields.get(WON) == "true":
            return "won"
        if fields.get(WON) == "false":
            return "lost" if fields.get(CLOSED) == "true" else "open"
        return self._state_by_pipeline(stage)

    def _state_by_pipeline(self, stage: Any) -> DealState:
        pipelines = self._reader.get("/crm/v3/pipelines/deals")
        rows = pipelines.get("results", []) if isinstance(pipelines, dict) else []
        for row in (stage for pipeline in rows for stage in pipeline.get("stages", [])):
            about = row.get("metadata") or {}
            if row.get("id") == stage and str(about.get("isClosed")).lower() == "true":
                return "won" if str(about.get("probability")) in {"1", "1.0"} else "lost"
        return "open"


def _properties(found: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = object_or_none(found["properties"])
    if not properties:
        raise KeyError("properties")
    return properties


def _associated(found: Mapping[str, Any], kind: str, *, first: str) -> list[str]:
    """Return the ids associated with a deal, each once, those of the type `first` (the primary company) in front."""
    links = (found.get("associations") or {}).get(kind) or {}
    rows = [row for row in links.get("results", []) if isinstance(row, dict)]
    rows.sort(key=lambda row: row.get("type") != first)
    return list(dict.fromkeys(filter(None, (identifier(row.get("id")) for row in rows))))
