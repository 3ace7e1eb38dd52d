"""Pipedrive: events of version 1 and 2 carry the deal itself; person, organization and owner are read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.adapters.crm.answers import as_expected, object_or_none
from chalicelib.adapters.crm.mapping import mapping, pick
from chalicelib.adapters.crm.raw import identifier
from chalicelib.adapters.crm.shape import moment, of_account, of_contact, shaped
from chalicelib.adapters.http import JsonReader
from chalicelib.application.crm import Arrived, Hint, Reading
from chalicelib.domain.deal import DealState
from chalicelib.domain.values import DealRef

SOURCE = "pipedrive"
_STATES: dict[str, DealState] = {"won": "won", "open": "open", "lost": "lost", "deleted": "deleted"}


class PipedriveCrm:
    """Translates events and reads what they only point to."""

    def __init__(self, reader: JsonReader) -> None:
        self._reader = reader

    def hints(self, arrived: Arrived) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
        """Return the hint of the one deal; only the change to won may open an onboarding, a later edit may not."""
        (event,) = arrived.body["events"]
        fields, before = _fields(event["now"]), event["before"]
        state: DealState = "deleted" if event["act"] == "delete" or not fields else _state(fields)
        opens = state == "won" and (event["act"] == "create" or before.get("status") not in (None, "won"))
        ref = DealRef(source=SOURCE, tenant=arrived.body["tenant"], id=event["deal"])
        data = shaped(SOURCE, fields, deal=ref.id, url={"host": event.get("host")})
        if name := fields.get("org_name") or _embedded(fields.get("org_id")).get("name"):
            data["account"] = {**data["account"], "name": name}
        if owner := _embedded(fields.get("user_id")):
            data["owner"] = {"name": owner.get("name"), "email": owner.get("email")}
        changed = moment(pick(fields, mapping(SOURCE)["deal"]).get("modified_at"))
        at = (None if state == "deleted" else changed) or moment(event.get("at"))
        return (Hint(ref=ref, opens=opens, state=state, said=data, at=at, raw=fields),), ()

    @as_expected
    def read(self, hint: Hint, received_at: datetime) -> Reading:
        """Read what the event points to, if the deal is won."""
        data, state = dict(hint.said), hint.state or "open"
        if state == "won":
            picked = pick(hint.raw, mapping(SOURCE)["deal"])
            if organization := self._get("organizations", picked.get("account")):
                data["account"] = of_account(SOURCE, _fields(organization), data["account"])
            if person := self._get("persons", picked.get("contact")):
                data["contacts"] = [_contact(_fields(person))]
            if user := self._get("users", picked.get("owner")):
                data["owner"] = {"name": user.get("name"), "email": user.get("email")}
        return Reading(state=state, data=data, modified_at=hint.at or received_at)

    def _get(self, kind: str, given: Any) -> dict[str, Any] | None:
        key = identifier(_embedded(given).get("value") or _embedded(given).get("id") or given)
        if key is None or not key.isdecimal():
            return None
        answer = object_or_none(self._reader.get(f"/v1/{kind}/{key}"))
        return None if answer is None else object_or_none(answer["data"])


def _state(fields: Mapping[str, Any]) -> DealState:
    return _STATES.get(str(fields.get("status")), "open")


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with version 2's custom fields beside the others."""
    custom = given.get("custom_fields")
    flat = {
        name: value.get("value", value.get("id")) if isinstance(value, dict) else value
        for name, value in (custom.items() if isinstance(custom, dict) else ())
    }
    return {**flat, **{name: value for name, value in given.items() if name != "custom_fields"}}


def _contact(person: Mapping[str, Any]) -> dict[str, Any]:
    emails = person.get("email", person.get("emails"))
    rows = [row for row in (emails if isinstance(emails, list) else []) if isinstance(row, dict)]
    rows.sort(key=lambda row: row.get("primary") is not True)
    address = rows[0].get("value") if rows else emails if isinstance(emails, str) else None
    return of_contact(SOURCE, {**person, "email": address})


def _embedded(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
