"""Which onboardings a webhook may open at most, told independently of the product and as simply as can be."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

_TENANTS = {"hubspot": "62515", "salesforce": "00D000000000001EAA", "pipedrive": "1001", "deals": "default"}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def may_open(source: str, raw: bytes, answers: Mapping[str, str]) -> set[str]:
    """Return the ids of the onboardings that may open; an empty set for what nobody can read."""
    try:
        deals = _WON[source](raw, answers)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, ElementTree.ParseError):
        return set()
    return {_onboarding(source, deal) for deal in deals}


def _onboarding(source: str, deal: str) -> str:
    if source == "salesforce" and len(deal) == 15:
        fives = (deal[0:5], deal[5:10], deal[10:15])
        deal += "".join(_LETTERS[sum(2**n for n, c in enumerate(f) if c in _LETTERS[:26])] for f in fives)
    digest = hashlib.sha256(f"{source}|{_TENANTS[source]}|{deal}".encode()).digest()
    return "onb-" + base64.b32encode(digest).decode()[:16].lower()


def _ids(values: Iterable[Any]) -> set[str]:
    texts = {
        str(value).strip() for value in values if isinstance(value, str | int) and not isinstance(value, bool)
    }
    return {_whole(text) for text in texts if 0 < len(text) <= 200}


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _deals(raw: bytes, answers: Mapping[str, str]) -> set[str]:
    body = json.loads(raw, parse_float=str)
    deal, account = body["data"].get("deal"), body["data"].get("account")
    named = all(
        isinstance(part, dict) and isinstance(part.get("name"), str) and part["name"].strip()
        for part in (deal, account)
    )
    return _ids([deal.get("id")]) if body.get("type") == "deal.won" and named else set()


def _hubspot(raw: bytes, answers: Mapping[str, str]) -> set[str]:
    names = ("objectId", "fromObjectId", "toObjectId", "newObjectId", "primaryObjectId")
    events = [event for event in json.loads(raw, parse_float=str) if isinstance(event, dict)]
    ours = [event for event in events if str(event.get("portalId")).strip() == "62515"]
    merged = [event.get("mergedObjectIds") for event in ours]
    found = [event.get(name) for event in ours for name in names]
    found += [deal for deals in merged if isinstance(deals, list) for deal in deals]
    said_won = any(event.get("propertyValue") in {"closedwon", "true"} for event in ours if _plain(event))
    return {deal for deal in _ids(found) if said_won or _says_won(answers, f"/crm/v3/objects/deals/{deal}")}


def _plain(event: dict[str, Any]) -> bool:
    return isinstance(event.get("propertyValue"), str)


def _says_won(answers: Mapping[str, str], path: str) -> bool:
    """Say whether an answer names a stage or a flag of a won deal anywhere, in whatever words."""
    text = answers.get(path, "") + answers.get("/crm/v3/pipelines/deals", "")
    return "closedwon" in text or "hs_is_closed_won" in text or "isClosed" in text


def _pipedrive(raw: bytes, answers: Mapping[str, str]) -> set[str]:
    body = json.loads(raw, parse_float=str)
    meta, now = body["meta"], body.get("data") or body.get("current") or {}
    current = body.get("current") if "entity" not in meta else body.get("data")
    won = isinstance(current, dict) and current.get("status") == "won" and isinstance(now, dict)
    ours = str(meta.get("company_id")).strip() == "1001"
    deal = meta.get("entity_id") if "entity" in meta else meta.get("id")
    return _ids([deal]) if won and ours else set()


def _salesforce(raw: bytes, answers: Mapping[str, str]) -> set[str]:
    tree = ElementTree.fromstring(raw)
    ours = any(
        (e.text or "").strip()[:15] == "00D000000000001"
        for e in tree.iter()
        if e.tag.endswith("OrganizationId")
    )
    found: set[str] = set()
    for deal in (e for e in tree.iter() if e.tag.endswith("sObject")):
        texts = [(e.tag.rpartition("}")[2], (e.text or "").strip()) for e in deal]
        # A record that was read may say won, too; so may one whose answer is no record at all, and whose stage is known.
        won = any(
            (n, t.lower()) in {("IsWon", "true"), ("StageName", "closed won")} for n, t in texts
        ) or any(
            re.search(r'"IsWon":\s*(true|"true")|Closed Won', answers.get(path, ""), re.IGNORECASE)
            for path in answers
            if "/Opportunity/" in path
        )
        found |= {text for name, text in texts if name == "Id" and won and text}
    return found if ours else set()


_WON = {"deals": _deals, "hubspot": _hubspot, "pipedrive": _pipedrive, "salesforce": _salesforce}
