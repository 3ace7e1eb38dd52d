"""HubSpot's events: which deals they name and what they say of them, whatever their order."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.adapters.crm.raw import identifier
from chalicelib.adapters.crm.shape import moment, shaped, state_of_stage
from chalicelib.application.crm import Hint
from chalicelib.domain.deal import DealState
from chalicelib.domain.values import DealRef

SOURCE = "hubspot"
STAGE, WON, CLOSED = "dealstage", "hs_is_closed_won", "hs_is_closed"
_OPENS = (STAGE, "pipeline", WON, CLOSED)


def deals_of(event: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of the deals that an event is about."""
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


def hint_of(tenant: str, deal: str, events: list[Mapping[str, Any]]) -> Hint:
    """Return what the events of one deal say together: the newest first, won first among equals."""
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
        said=data_of(ref, fields),
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
    if name == WON and value == "true":
        return "won"
    return state_of_stage(SOURCE, value) if name == STAGE else None


def data_of(ref: DealRef, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Translate a deal's properties."""
    return shaped(SOURCE, fields, deal=ref.id, url={"tenant": ref.tenant})
