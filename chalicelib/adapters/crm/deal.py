"""From what was read of a deal to the product's own deal: personal values sealed, people found, what is unusable quoted."""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.crm import fields
from chalicelib.adapters.crm.model import (
    AccountPart,
    DealPart,
    PersonPart,
    PromisePart,
    WholePart,
)
from chalicelib.application.ingest import Reading
from chalicelib.application.personal import Sealer
from chalicelib.domain.deal import Account, Deal, DealContact, DealPromise, Handoff
from chalicelib.domain.people import Directory
from chalicelib.domain.values import DealRef, Money, Personal, whole_milliseconds

LABELS = {"hubspot": "HubSpot", "salesforce": "Salesforce", "pipedrive": "Pipedrive", "deals": "CRM"}
MOST_CONTACTS, MOST_PROMISES, MOST_LINES, MOST_ATTRIBUTES = 20, 20, 20, 30
_LONGEST_QUOTE = 200
_PERSONAL = ("email", "name", "made_by", "history", "text", "role")


def shape(reading: Reading, ref: DealRef, *, sealer: Sealer, directory: Directory) -> Deal:
    """Make the product's deal of what was read of it; nothing that is missing or wrong can stop it."""
    data, wrong = reading.data, dict[str, Any]()
    deal = DealPart.model_validate(_object(data.get("deal")), context=wrong)
    account = AccountPart.model_validate(_object(data.get("account")), context=wrong)
    whole = WholePart.model_validate(
        {**_object(data.get("handoff")), "committed_live_date": data.get("committed_live_date")},
        context=wrong,
    )
    owner = PersonPart.model_validate(_object(data.get("owner")), context=_aside(wrong, "owner"))
    person = directory.by_email(owner.email) if owner.email else None
    contacts = _contacts(data, sealer, wrong)
    promises = _promises(data, sealer, wrong)
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
        products=_lines(_object(data.get("deal")).get("products")),
        tier=account.tier,
        owner=person.id if person else None,
        owner_email=None if person else sealer.seal_optional(owner.email),
        contacts=contacts,
        committed=whole.committed_live_date,
        handoff=_handoff(data, whole, sealer),
        promises=promises,
        attributes=_attributes(data, wrong),
    )


def _money(deal: DealPart, wrong: dict[str, Any]) -> Money | None:
    if deal.amount is None:
        return None
    if deal.currency is None:
        wrong.setdefault("currency", "none given")
    return Money(amount=deal.amount, currency=deal.currency or "XXX")


def _contacts(data: Mapping[str, Any], sealer: Sealer, wrong: dict[str, Any]) -> tuple[DealContact, ...]:
    given = data.get("contacts")
    found: list[DealContact] = []
    for number, item in enumerate(given if isinstance(given, list) else [], 1):
        person = PersonPart.model_validate(_object(item), context={})
        if not person.email:
            wrong["contact"] = f"contact {number} has no address that mail can be sent to"
        if person.email or person.name:
            found.append(
                DealContact(
                    name=sealer.seal_optional(person.name),
                    email=sealer.seal_optional(person.email),
                    role=person.role,
                )
            )
    if len(found) > MOST_CONTACTS:
        wrong["contacts"] = f"{len(found)} contacts; the first {MOST_CONTACTS} were taken"
    return tuple(found[:MOST_CONTACTS])


def _promises(data: Mapping[str, Any], sealer: Sealer, wrong: dict[str, Any]) -> tuple[DealPromise, ...]:
    given = _object(data.get("handoff")).get("promises")
    found = [
        PromisePart.model_validate(
            item if isinstance(item, dict) else {"text": item}, context=_aside(wrong, "promise")
        )
        for item in (given if isinstance(given, list) else [])
    ]
    kept = [promise for promise in found if promise.text]
    if len(kept) > MOST_PROMISES:
        wrong["promises"] = f"{len(kept)} promises; the first {MOST_PROMISES} were taken"
    return tuple(
        DealPromise(
            text=sealer.seal(promise.text or ""),
            made_by=sealer.seal_optional(promise.made_by),
            due=promise.due,
        )
        for promise in kept[:MOST_PROMISES]
    )


def _handoff(data: Mapping[str, Any], whole: WholePart, sealer: Sealer) -> Handoff:
    given = _object(data.get("handoff"))

    def sealed(name: str) -> tuple[Personal, ...]:
        items = given.get(name)
        texts = [_prose(item) for item in (items if isinstance(items, list) else [items])]
        return tuple(sealer.seal(text) for text in texts[:MOST_LINES] if text)

    return Handoff(
        goals=sealed("goals"),
        scope=sealed("scope"),
        risks=sealed("risks"),
        history=sealer.seal_optional(whole.history),
    )


def _attributes(data: Mapping[str, Any], wrong: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    given = _object(data.get("attributes"))
    plain = {str(_line(name)): _line(value) for name, value in sorted(given.items())}
    kept = [(name, value) for name, value in plain.items() if value and not name.startswith("problem:")]
    quoted = [(f"problem:{name}", _quote(name, value)) for name, value in sorted(wrong.items())]
    return (*kept[:MOST_ATTRIBUTES], *quoted)


def _quote(name: str, value: Any) -> str:
    if name.endswith(_PERSONAL):
        return "not usable (see the CRM)"
    return (_line(value) or type(value).__name__)[:_LONGEST_QUOTE]


def _aside(wrong: dict[str, Any], part: str) -> dict[str, Any]:
    return _Under(wrong, part)


class _Under(dict[str, Any]):
    """Notes problems of a part under the part's name."""

    def __init__(self, wrong: dict[str, Any], part: str) -> None:
        super().__init__()
        self._wrong, self._part = wrong, part

    def __setitem__(self, name: str, value: Any) -> None:
        self._wrong[f"{self._part}_{name}"] = value


def _line(value: Any) -> str | None:
    try:
        return fields.line(value)
    except ValueError:
        return None


def _prose(value: Any) -> str | None:
    try:
        return fields.prose(value)
    except ValueError:
        return None


def _lines(value: Any) -> tuple[str, ...]:
    found = [_line(item) for item in (value if isinstance(value, list) else [value])]
    return tuple(dict.fromkeys(item for item in found if item))[:50]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
