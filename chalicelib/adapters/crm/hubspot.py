"""HubSpot: events name a deal and little else, so the deal, its company, contacts and owner are read."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from chalicelib.adapters.crm.answers import as_expected
from chalicelib.adapters.crm.mapping import names
from chalicelib.adapters.crm.raw import identifier
from chalicelib.adapters.crm.shape import moment, of_account, of_contact, shaped, state_of_stage
from chalicelib.adapters.http import JsonReader
from chalicelib.application.ingest import Arrived, Hint, Reading
from chalicelib.domain.deal import DealState
from chalicelib.domain.values import DealRef

SOURCE = "hubspot"
MOST_CONTACTS = 10
_OPENS = ("dealstage", "pipeline", "hs_is_closed_won", "hs_is_closed")
_STAGE, _WON, _CLOSED = "dealstage", "hs_is_closed_won", "hs_is_closed"


class HubspotCrm:
    """Translates batches of events and reads deals with the v3 API."""

    def __init__(self, reader: JsonReader) -> None:
        self._reader = reader

    def hints(self, arrived: Arrived) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
        """Return one hint a deal, in the order in which the deals first appear, whatever the order of their events."""
        by_deal: dict[str, list[Mapping[str, Any]]] = {}
        notes = []
        for number, event in enumerate(arrived.body["events"]):
            ids = list(_deals_of(event))
            if not ids:
                notes.append(f"Event {number} names no deal.")
            for deal in ids:
                by_deal.setdefault(deal, []).append(event)
        tenant = arrived.body["tenant"]
        return tuple(_hint(tenant, deal, events) for deal, events in by_deal.items()), tuple(notes)

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
        data = _data(hint.ref, fields)
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
        return found if isinstance(found, dict) else None

    def _state(self, fields: Mapping[str, Any]) -> DealState:
        stage = fields.get(_STAGE)
        known = state_of_stage(SOURCE, stage)
        if known:
            return known
        if fields.get(_WON) == "true":
            return "won"
        if fields.get(_WON) == "false":
            return "lost" if fields.get(_CLOSED) == "true" else "open"
        return self._state_by_pipeline(stage)

    def _state_by_pipeline(self, stage: Any) -> DealState:
        pipelines = self._reader.get("/crm/v3/pipelines/deals")
        rows = pipelines.get("results", []) if isinstance(pipelines, dict) else []
        for row in (stage for pipeline in rows for stage in pipeline.get("stages", [])):
            about = row.get("metadata") or {}
            if row.get("id") == stage and str(about.get("isClosed")).lower() == "true":
                return "won" if str(about.get("probability")) in {"1", "1.0"} else "lost"
        return "open"


def _deals_of(event: Mapping[str, Any]) -> Iterator[str]:
    act = str(event.get("subscriptionType")).partition(".")[2]
    ids: list[Any] = [event.get("objectId")]
    if act == "associationChange":
        from_deal = (
            str(event.get("associationType", "")).startswith("DEAL") or event.get("fromObjectTypeId") == "0-3"
        )
        ids = [event.get("fromObjectId" if from_deal else "toObjectId")]
    if act == "merge":
        merged = event.get("mergedObjectIds")
        ids = [event.get("newObjectId"), event.get("primaryObjectId") or event.get("objectId")]
        ids += merged if isinstance(merged, list) else []
    yield from dict.fromkeys(filter(None, map(identifier, ids)))


def _hint(tenant: str, deal: str, events: list[Mapping[str, Any]]) -> Hint:
    ref = DealRef(source=SOURCE, tenant=tenant, id=deal)
    newest = sorted(events, key=lambda event: (_at(event), _state_said(event) == "won"), reverse=True)
    fields: dict[str, Any] = {}
    for event in newest:
        fields.setdefault(str(event.get("propertyName")), event.get("propertyValue"))
    telling = [event for event in newest if _tells_state(event)]
    return Hint(
        ref=ref,
        opens=bool(telling) or any(_act(event) in {"creation", "restore", "merge"} for event in events),
        state=_state_said(telling[0]) if telling else None,
        said=_data(ref, fields),
        at=moment(newest[0].get("occurredAt")),
    )


def _act(event: Mapping[str, Any]) -> str:
    return str(event.get("subscriptionType")).partition(".")[2]


def _at(event: Mapping[str, Any]) -> int:
    at = event.get("occurredAt")
    return at if isinstance(at, int) else 0


def _tells_state(event: Mapping[str, Any]) -> bool:
    return _act(event) == "deletion" or event.get("propertyName") in _OPENS


def _state_said(event: Mapping[str, Any]) -> DealState | None:
    name, value = event.get("propertyName"), event.get("propertyValue")
    if _act(event) == "deletion":
        return "deleted"
    if name == _WON and value == "true":
        return "won"
    return state_of_stage(SOURCE, value) if name == _STAGE else None


def _data(ref: DealRef, fields: Mapping[str, Any]) -> dict[str, Any]:
    return shaped(SOURCE, fields, deal=ref.id, url={"tenant": ref.tenant})


def _properties(found: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = found.get("properties")
    return properties if isinstance(properties, dict) else {}


def _associated(found: Mapping[str, Any], kind: str, *, first: str) -> list[str]:
    """Return the ids associated with a deal, each once, those of the type `first` (the primary company) in front."""
    links = (found.get("associations") or {}).get(kind) or {}
    rows = [row for row in links.get("results", []) if isinstance(row, dict)]
    rows.sort(key=lambda row: row.get("type") != first)
    return list(dict.fromkeys(filter(None, (identifier(row.get("id")) for row in rows))))
