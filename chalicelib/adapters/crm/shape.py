"""What every CRM's words become first: the shape of the generic webhook's ``data``."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.adapters.crm.mapping import mapping, pick
from chalicelib.domain.deal import DealState

_ACCOUNT = ("tier", "language", "time_zone", "partner")
_HANDOFF = ("goals", "scope", "risks")
_DEAL = ("name", "amount", "currency", "signed_at")


def shaped(source: str, fields: Mapping[str, Any], *, deal: str, url: Mapping[str, Any]) -> dict[str, Any]:
    """Translate the fields of a CRM's deal.

    Parameters
    ----------
    deal
        The deal's id.
    url
        What the mapping's address of a deal may name besides ``id``.
    """
    file = mapping(source)
    picked = pick(fields, file["deal"])
    return {
        "deal": {
            **file.get("defaults", {}),
            **{name: picked[name] for name in _DEAL if name in picked},
            "id": deal,
            "url": _address(file.get("url", ""), id=deal, **url),
            "products": _parts(picked.get("products"), ";,\n"),
        },
        "account": {name: picked[name] for name in _ACCOUNT if name in picked},
        "committed_live_date": picked.get("committed_live_date"),
        "handoff": {
            **{name: _parts(picked.get(name), "\n") for name in _HANDOFF},
            "promises": [{"text": text} for text in _parts(picked.get("promises"), "\n")],
            "history": picked.get("history"),
        },
        "attributes": pick(fields, file.get("attributes", {})),
    }


def of_account(source: str, fields: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Translate a CRM's company; what the deal itself says of it comes first, except for its name."""
    picked = pick(fields, mapping(source)["account"])
    return {**picked, **known, "name": picked.get("name") or known.get("name")}


def of_contact(source: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Translate a CRM's contact."""
    picked = pick(fields, mapping(source)["contact"])
    joined = " ".join(str(picked[name]) for name in ("first_name", "last_name") if name in picked)
    return {"name": joined or None, **picked}


def state_of_stage(source: str, stage: Any) -> DealState | None:
    """Return ``won`` or ``lost`` for a stage that the mapping names."""
    file = mapping(source)
    if stage in file.get("won_stages", []):
        return "won"
    return "lost" if stage in file.get("lost_stages", []) else None


def moment(value: Any) -> datetime | None:
    """Read an instant as any CRM writes it: RFC 3339, ``YYYY-MM-DD HH:MM:SS`` in UTC, seconds or milliseconds."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip()
    try:
        if re.fullmatch(r"[0-9]{9,13}", text, re.ASCII):
            read = datetime.fromtimestamp(int(text) / (1000 if len(text) > 11 else 1), UTC)
        else:
            read = datetime.fromisoformat(text)
        read = read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read if 2000 <= read.year < 2100 else None


def _parts(value: Any, separators: str) -> list[Any]:
    if isinstance(value, list):
        return value
    if value in (None, ""):
        return []
    return [part.strip() for part in re.split(f"[{re.escape(separators)}]", str(value)) if part.strip()]


def _address(template: str, **values: Any) -> str | None:
    if not template or not all(
        re.fullmatch(r"[\w.-]{1,100}", str(value), re.ASCII) for value in values.values()
    ):
        return None
    return template.format(**values)
