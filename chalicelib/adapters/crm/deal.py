"""From what was read of a deal to the product's own deal: personal values sealed, people found, what is unusable quoted."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.crm import fields
from chalicelib.adapters.crm.deal_parts import Room, contacts, handoff, object_of, promise_days, promises
from chalicelib.adapters.crm.model import AccountPart, DealPart, PersonPart, WholePart
from chalicelib.application.crm import Reading
from chalicelib.application.personal import Sealer
from chalicelib.domain.deal import Account, Deal
from chalicelib.domain.people import Directory
from chalicelib.domain.values import NO_CURRENCY, DealRef, Money, Personal, whole_milliseconds

LABELS = {"hubspot": "HubSpot", "salesforce": "Salesforce", "pipedrive": "Pipedrive", "deals": "CRM"}
MOST_ATTRIBUTES = 30
_LONGEST_QUOTE = 200


def shape(reading: Reading, ref: DealRef, *, sealer: Sealer, directory: Directory) -> Deal:
    """Make the product's deal of what was read of it; nothing that is missing or wrong can stop it."""
    data, wrong = reading.data, dict[str, Any]()
    deal = DealPart.model_validate(object_of(data.get("deal")), context=wrong)
    account = AccountPart.model_validate(object_of(data.get("account")), context=wrong)
    whole = WholePart.model_validate(
        {**object_of(data.get("handoff")), "committed_live_date": data.get("committed_live_date")},
        context=wrong,
    )
    owner = PersonPart.model_validate(object_of(data.get("owner")), context={})
    person = directory.by_email(owner.email) if owner.email else None
    room = Room(wrong)
    people, kept = contacts(data, sealer, wrong), promises(data, sealer, wrong, room)
    name = deal.name or f"Deal {ref.id} ({LABELS.get(ref.source, ref.source)})"
    if reading.state == "won" and reading.complete and not account.name:
        wrong["account"] = "no company"
    return Deal(
        ref=ref,
        name=sealer.seal(name),
        account=Account(
            name=account.name or name,
            domain=account.domain,
            country=account.country,
            time_zone=account.time_zone,
            language=account.language,
            partner=account.partner,
        ),
        state=reading.state,
        modified_at=whole_milliseconds(reading.modified_at),
        complete=reading.complete,
        amount=_money(deal, wrong),
        signed_at=whole_milliseconds(deal.signed_at) if deal.signed_at else None,
        url=deal.url,
        products=_lines(object_of(data.get("deal")).get("products")),
        tier=account.tier,
        owner=person.id if person else None,
        owner_email=None if person else sealer.seal_optional(owner.email),
        contacts=people,
        committed=whole.committed_live_date,
        handoff=handoff(data, whole, sealer, room),
        promises=kept,
        attributes=_attributes(data, wrong, sealer),
        written=_written(data, whole, account, sealer, owned=person is not None),
    )


def _written(
    data: Mapping[str, Any], whole: WholePart, account: AccountPart, sealer: Sealer, *, owned: bool
) -> tuple[tuple[str, Personal], ...]:
    """Return the exact words for what was read and may turn out impossible."""
    said, of_account = object_of(data.get("owner")), object_of(data.get("account"))
    owner = [fields.line_or_none(said.get(name)) for name in ("name", "email")]
    words = {
        "committed": data.get("committed_live_date") if whole.committed_live_date else None,
        "tier": of_account.get("tier") if account.tier else None,
        "promise_due": promise_days(data),
        "owner": ", ".join(filter(None, owner)) if not owned else None,
    }
    return tuple(
        (name, sealer.seal(_quote(value))) for name, value in words.items() if value not in (None, "")
    )


def _money(deal: DealPart, wrong: dict[str, Any]) -> Money | None:
    if deal.amount is None:
        return None
    if deal.currency is None:
        wrong.setdefault("currency", "none given")
    return Money(amount=deal.amount, currency=deal.currency or NO_CURRENCY)


def _attributes(
    data: Mapping[str, Any], wrong: dict[str, Any], sealer: Sealer
) -> tuple[tuple[str, Personal], ...]:
    given = object_of(data.get("attributes"))
    plain = {
        str(fields.line_or_none(name)): fields.line_or_none(value) for name, value in sorted(given.items())
    }
    kept = [(name, value) for name, value in plain.items() if value and not name.startswith("problem:")]
    quoted = [(f"problem:{name}", _quote(value)) for name, value in sorted(wrong.items())]
    return tuple((name, sealer.seal(value)) for name, value in (*kept[:MOST_ATTRIBUTES], *quoted))


def _quote(value: Any) -> str:
    """Return the exact words of a value; what is no text is told as it stands in JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return (fields.line_or_none(text) or "an empty text")[:_LONGEST_QUOTE]


def _lines(value: Any) -> tuple[str, ...]:
    found = [fields.line_or_none(item) for item in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(item for item in found if item))[:50]
