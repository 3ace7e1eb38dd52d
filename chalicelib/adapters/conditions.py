"""What becomes of a playbook's conditions for a deal: the deal's values, each of its kind, put into the language."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from chalicelib.adapters.condition_language import names_in, rule, types_of
from chalicelib.application.ports import Secret
from chalicelib.domain.deal import Deal
from chalicelib.domain.playbook import AttributeType, Playbook
from chalicelib.domain.values import NO_CURRENCY, Personal
from chalicelib.domain.variants import Judged, Lacking, conditions, decided_by

_YES_NO = {"true": True, "yes": True, "false": False, "no": False}


class RuleConditions:
    """Evaluates conditions."""

    def judge(self, playbook: Playbook, deal: Deal, personal: Mapping[str, Secret]) -> tuple[Judged, ...]:
        """Return what becomes of each condition; one that reads a value the deal lacks does not hold."""
        texts, known = conditions(playbook), types_of(playbook)
        if not texts:
            return ()
        values, lacking = _values(playbook, deal, personal)
        found = []
        for text in texts:
            lacks = tuple(lacking[name] for name in names_in(text, known) if name in lacking)
            holds = not lacks and bool(rule(text, tuple(known.items())).matches(values))
            found.append(Judged(text=text, holds=holds, lacking=lacks, decides=decided_by(playbook, text)))
        return tuple(found)


def _values(
    playbook: Playbook, deal: Deal, personal: Mapping[str, Secret]
) -> tuple[dict[str, dict[str, Any]], dict[str, Lacking]]:
    account, given = deal.account, dict(deal.attributes)
    money = deal.amount
    known: dict[str, Any] = {
        "deal.amount": money.amount if money else None,
        "deal.currency": money.currency if money and money.currency != NO_CURRENCY else None,
        "deal.products": tuple(name.casefold() for name in deal.products) or None,
        "deal.source": deal.ref.source,
        "account.country": account.country,
        "account.domain": account.domain,
        "account.language": account.language,
        "account.partner": account.partner or "",  # a deal without a partner says so by naming none
        "account.tier": deal.tier or playbook.name,
        "account.time_zone": account.time_zone,
    }
    quotes: dict[str, Personal | None] = {
        name: given.get(f"problem:{name.partition('.')[2]}") for name in known
    }
    for declared in playbook.attributes:
        quotes[name := f"attributes.{declared.id}"] = quote = given.get(declared.id)
        secret = personal.get(quote.p) if quote else None
        known[name] = read(secret.value, declared.type) if secret else None
    groups: dict[str, dict[str, Any]] = {}
    for name, value in known.items():
        group, _, field = name.partition(".")
        groups.setdefault(group, {})[field] = value.casefold() if isinstance(value, str) else value
    lacking = {n: Lacking(name=n, quote=quotes[n]) for n, value in known.items() if value is None}
    return groups, lacking


def read(text: str, kind: AttributeType) -> Any:
    """Return an attribute's value as its kind; None where it is no such value."""
    if kind == "yes_no":
        return _YES_NO.get(text.strip().casefold())
    if kind == "number":
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    return text.strip() or None
