"""The lists that a deal carries over: contacts, promises, and what sales learned."""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.crm import fields
from chalicelib.adapters.crm.model import PersonPart, PromisePart, WholePart
from chalicelib.application.personal import Sealer
from chalicelib.domain.deal import DealContact, DealPromise, Handoff
from chalicelib.domain.values import Personal

MOST_CONTACTS, MOST_PROMISES, MOST_LINES = 20, 20, 20
# A command's personal values are one item of the table (400 KB) and travel in one message (1 MB, as escaped JSON).
MOST_TEXT = 120_000


class Room:
    """How much text of one deal can still be carried over; what finds no room is noted in `wrong` and stays in the CRM."""

    def __init__(self, wrong: dict[str, Any]) -> None:
        self._wrong, self._left = wrong, MOST_TEXT

    def fits(self, text: str) -> bool:
        """Say whether a text finds room, and give it that room."""
        size = len(text.encode())
        if size > self._left:
            self._wrong["notes"] = f"over {MOST_TEXT // 1000} KB of text; what came first was taken"
            return False
        self._left -= size
        return True


def contacts(data: Mapping[str, Any], sealer: Sealer, wrong: dict[str, Any]) -> tuple[DealContact, ...]:
    """Return the contacts; those that cannot be mailed are quoted in `wrong`."""
    given = data.get("contacts")
    found: list[DealContact] = []
    lacking: list[str] = []
    for number, item in enumerate(given if isinstance(given, list) else [], 1):
        person = PersonPart.model_validate(object_of(item), context={})
        if not person.email:
            lacking.append(_lacking(number, person, object_of(item)))
        if person.email or person.name:
            found.append(
                DealContact(
                    name=sealer.seal_optional(person.name),
                    email=sealer.seal_optional(person.email),
                    role=person.role,
                )
            )
    if lacking:
        wrong["contact"] = "; ".join(lacking)
    if len(found) > MOST_CONTACTS:
        wrong["contacts"] = f"{len(found)} contacts; the first {MOST_CONTACTS} were taken"
    return tuple(found[:MOST_CONTACTS])


def _lacking(number: int, person: PersonPart, said: dict[str, Any]) -> str:
    """Say who has no address, and what stands in its place: ``Grace Lind: grace(at)acme``."""
    email = said.get("email")
    given = fields.line_or_none(email) or ("no address" if email in (None, "") else type(email).__name__)
    return f"{person.name or f'contact {number}'}: {given}"


def promise_days(data: Mapping[str, Any]) -> str:
    """Return the days of all promises as they are written, each behind its promise."""
    given = object_of(data.get("handoff")).get("promises")
    items = [item for item in (given if isinstance(given, list) else []) if isinstance(item, dict)]
    days = [(fields.line_or_none(item.get("text")), fields.line_or_none(item.get("due"))) for item in items]
    return "; ".join(f"{(text or 'a promise')[:60]}: {day}" for text, day in days if day)


def promises(
    data: Mapping[str, Any], sealer: Sealer, wrong: dict[str, Any], room: Room
) -> tuple[DealPromise, ...]:
    """Return the promises made during the sale."""
    given = object_of(data.get("handoff")).get("promises")
    found = [
        PromisePart.model_validate(
            item if isinstance(item, dict) else {"text": item}, context=aside(wrong, "promise")
        )
        for item in (given if isinstance(given, list) else [])
    ]
    kept = [promise for promise in found if promise.text]
    if len(kept) > MOST_PROMISES:
        wrong["promises"] = f"{len(kept)} promises; the first {MOST_PROMISES} were taken"
    return tuple(
        DealPromise(
            text=sealer.seal(promise.text),
            made_by=sealer.seal_optional(promise.made_by),
            due=promise.due,
        )
        for promise in kept[:MOST_PROMISES]
        if promise.text and room.fits(promise.text)
    )


def handoff(data: Mapping[str, Any], whole: WholePart, sealer: Sealer, room: Room) -> Handoff:
    """Return what sales learned."""
    given = object_of(data.get("handoff"))

    def sealed(name: str) -> tuple[Personal, ...]:
        items = given.get(name)
        texts = [fields.prose_or_none(item) for item in (items if isinstance(items, list) else [items])]
        return tuple(sealer.seal(text) for text in texts[:MOST_LINES] if text and room.fits(text))

    return Handoff(
        goals=sealed("goals"),
        scope=sealed("scope"),
        risks=sealed("risks"),
        history=sealer.seal(whole.history) if whole.history and room.fits(whole.history) else None,
    )


def aside(wrong: dict[str, Any], part: str) -> dict[str, Any]:
    """Return a context that notes problems in `wrong`, under the name of their part."""
    return _Under(wrong, part)


class _Under(dict[str, Any]):
    """Notes problems of a part under the part's name."""

    def __init__(self, wrong: dict[str, Any], part: str) -> None:
        super().__init__()
        self._wrong, self._part = wrong, part

    def __setitem__(self, name: str, value: Any) -> None:
        self._wrong[f"{self._part}_{name}"] = value


def object_of(value: Any) -> dict[str, Any]:
    """Return a JSON object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}
