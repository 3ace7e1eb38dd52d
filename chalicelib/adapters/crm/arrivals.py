"""What is kept of a webhook's body: just enough is read here to refuse the unreadable and to drop the irrelevant.

This runs before the answer, so it loads nothing but the standard library. What is kept is JSON in the CRM's own words;
the translators beside this module read it later, behind the queue.
"""

from collections import Counter
from typing import Any

from chalicelib.adapters.crm.mapping import names
from chalicelib.adapters.crm.raw import Arrival, UnreadableError, fingerprint, identifier, read_json, shorten

DEAL_EVENTS = ("deal.won", "deal.updated", "deal.lost", "deal.reopened", "deal.deleted")
_HUBSPOT_ACTS = ("creation", "propertyChange", "deletion", "restore", "merge", "associationChange")
_HUBSPOT_DEAL = "0-3"
_PIPEDRIVE_ACTS = {
    "added": "create", "updated": "change", "deleted": "delete", "merged": "change",
    "create": "create", "change": "change", "delete": "delete",
}  # fmt: skip


def hubspot(raw: bytes, *, portal: str) -> Arrival:
    """Keep a batch's events about our portal's deals, in the order in which they came.

    Raises
    ------
    UnreadableError
        It is no list of events.
    """
    batch = read_json(raw)
    if not isinstance(batch, list) or not batch:
        raise UnreadableError("The body must be a JSON array of HubSpot events.")
    kept, ignored = [], Counter[str]()
    for event in batch:
        reason = _hubspot_refusal(event, portal)
        if reason:
            ignored[reason] += 1
        else:
            name = str(event.get("propertyName"))
            keep = frozenset({"propertyValue"}) if name in names("hubspot", "deal") else frozenset[str]()
            kept.append(shorten(event, keep))
    if not kept:
        return Arrival(ignored=ignored)
    same = [{name: item for name, item in event.items() if name != "attemptNumber"} for event in kept]
    return Arrival(delivery=fingerprint(same), body={"tenant": portal, "events": kept}, ignored=ignored)


def _hubspot_refusal(event: Any, portal: str) -> str | None:
    if not isinstance(event, dict):
        return "unreadable"
    if identifier(event.get("portalId")) != portal:
        return "foreign"
    kind, _, act = str(event.get("subscriptionType")).partition(".")
    about_deal = kind == "deal" or (kind == "object" and event.get("objectTypeId") == _HUBSPOT_DEAL)
    if not about_deal or act not in _HUBSPOT_ACTS:
        return "irrelevant"
    if act == "propertyChange" and str(event.get("propertyName")) not in names(
        "hubspot", "deal", "state", "attributes"
    ):
        return "irrelevant"
    ids = [event.get(name) for name in ("objectId", "fromObjectId", "toObjectId")]
    return None if any(identifier(value) for value in ids) else "unreadable"


def pipedrive(raw: bytes, *, company: str) -> Arrival:
    """Keep a v1 or v2 event that may concern a won deal: won, lost, reopened, deleted, or an edit of a won one.

    Raises
    ------
    UnreadableError
        It has no ``meta`` or names no deal.
    """
    event = read_json(raw)
    meta = event.get("meta") if isinstance(event, dict) else None
    if not isinstance(meta, dict):
        raise UnreadableError("The body must be a Pipedrive event: a JSON object with `meta`.")
    if identifier(meta.get("company_id")) != company:
        return Arrival(ignored=Counter(foreign=1))
    second = "entity" in meta
    deal = identifier(meta.get("entity_id") if second else meta.get("id"))
    act = _PIPEDRIVE_ACTS.get(str(meta.get("action")))
    if str(meta.get("entity" if second else "object")) != "deal" or act is None:
        return Arrival(ignored=Counter(irrelevant=1))
    if deal is None:
        raise UnreadableError("The event names no deal: its id in `meta` is missing.")
    now, before = _object(event.get("data" if second else "current")), _object(event.get("previous"))
    if not _pipedrive_relevant(act, now, before):
        return Arrival(ignored=Counter(irrelevant=1))
    keep = names("pipedrive")
    kept = {
        "deal": deal,
        "act": act,
        "now": shorten(now, keep),
        "before": shorten(before, keep),
        "at": meta.get("timestamp"),
        "host": meta.get("host"),
    }
    return Arrival(delivery=fingerprint(kept), body={"tenant": company, "events": [kept]})


def _pipedrive_relevant(act: str, now: dict[str, Any], before: dict[str, Any]) -> bool:
    closed = ("won", "lost", "deleted")
    return act == "delete" or now.get("status") in closed or before.get("status") in closed


def deals(raw: bytes, *, tenant: str, message: str, sent_at: int) -> Arrival:
    """Keep a message of the generic webhook.

    Raises
    ------
    UnreadableError
        It says neither what happened nor to which deal; the message names what is missing.
    """
    body = read_json(raw)
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise UnreadableError('The body must be a JSON object with a `type` such as "deal.won".')
    if body["type"] not in DEAL_EVENTS:
        return Arrival(ignored=Counter(irrelevant=1))
    data = _object(body.get("data"))
    deal, account = _object(data.get("deal")), _object(data.get("account"))
    missing = [] if identifier(deal.get("id")) else ["data.deal.id"]
    if body["type"] == "deal.won":
        missing += [] if _text(deal.get("name")) else ["data.deal.name"]
        missing += [] if _text(account.get("name")) else ["data.account.name"]
    if missing:
        raise UnreadableError(f"{body['type']} needs {', '.join(missing)}: a text that is not empty.")
    kept = {
        "type": body["type"],
        "timestamp": body.get("timestamp"),
        "sent_at": sent_at,
        "data": data,
    }
    same = {"message": message, "type": kept["type"], "timestamp": kept["timestamp"], "data": data}
    return Arrival(delivery=fingerprint(same), body={"tenant": tenant, "events": [kept]})


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
