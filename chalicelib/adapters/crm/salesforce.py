"""Salesforce: outbound messages carry the fields that somebody ticked; what they lack is read."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.adapters.crm.answers import as_expected, object_or_none
from chalicelib.adapters.crm.deal_ids import one_form
from chalicelib.adapters.crm.mapping import mapping, pick
from chalicelib.adapters.crm.raw import identifier
from chalicelib.adapters.crm.shape import moment, of_account, of_contact, shaped, state_of_stage
from chalicelib.adapters.http import JsonReader
from chalicelib.application.crm import Arrived, Hint, Reading
from chalicelib.domain.deal import DealState
from chalicelib.domain.values import DealRef

SOURCE = "salesforce"
_API = "/services/data/v61.0"
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?", re.ASCII)
_ROLES = (
    "SELECT Role, IsPrimary, Contact.Name, Contact.Email FROM OpportunityContactRole "
    "WHERE OpportunityId = '{}' ORDER BY IsPrimary DESC LIMIT 20"
)


class SalesforceCrm:
    """Translates outbound messages and reads records with the REST API and our own token, never the message's."""

    def __init__(self, reader: JsonReader) -> None:
        self._reader = reader

    def hints(self, arrived: Arrived) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
        """Return one hint an opportunity: of several notifications the one modified last counts."""
        newest: dict[str, Hint] = {}
        notes = []
        for number, event in enumerate(arrived.body["events"]):
            fields = event["fields"]
            if not _ID.fullmatch(str(fields.get("Id"))):
                notes.append(f"Notification {number} has no Salesforce id.")
                continue
            hint = _hint(arrived.body["tenant"], fields)
            known = newest.get(hint.ref.id)
            if known is None or (hint.at and known.at and hint.at >= known.at):
                newest[hint.ref.id] = hint
        return tuple(newest.values()), tuple(notes)

    @as_expected
    def read(self, hint: Hint, received_at: datetime) -> Reading:
        """Read what the message lacks; a record that is not for us to see is known by the message alone."""
        fields, key = hint.raw, hint.raw["Id"]  # read under the id that was sent, whichever form it has
        if hint.state is None or not _enough(fields):
            found = self._record("Opportunity", key)
            if found is None and hint.state is None:
                return Reading(state="deleted", data={}, modified_at=received_at)
            fields = {**fields, **(found or {})}
        state = "deleted" if fields.get("IsDeleted") is True else _state(fields) or "open"
        data = shaped(SOURCE, fields, deal=hint.ref.id, url={})
        if state == "won":
            self._complete(data, key, pick(fields, mapping(SOURCE)["deal"]))
        changed = moment(pick(fields, mapping(SOURCE)["deal"]).get("modified_at")) or received_at
        return Reading(state=state, data=data, modified_at=changed)

    def _complete(self, data: dict[str, Any], deal: str, picked: Mapping[str, Any]) -> None:
        account = self._record("Account", picked.get("account"))
        if account:
            data["account"] = of_account(SOURCE, account, data["account"])
        owner = self._record("User", picked.get("owner"))
        if owner:
            data["owner"] = {"name": owner.get("Name"), "email": owner.get("Email")}
        answer = self._reader.get(f"{_API}/query", q=_ROLES.format(deal))
        rows = answer.get("records", []) if isinstance(answer, dict) else []
        data["contacts"] = [
            {**of_contact(SOURCE, row["Contact"]), "role": row.get("Role")}
            for row in rows
            if isinstance(row, dict) and isinstance(row.get("Contact"), dict)
        ]

    def _record(self, kind: str, key: Any) -> dict[str, Any] | None:
        if not _ID.fullmatch(str(key)):
            return None
        return object_or_none(self._reader.get(f"{_API}/sobjects/{kind}/{key}"))


def _hint(tenant: str, fields: Mapping[str, Any]) -> Hint:
    deal = identifier(fields.get("Id")) or ""
    picked = pick(fields, mapping(SOURCE)["deal"])
    return Hint(
        ref=DealRef(source=SOURCE, tenant=tenant, id=one_form(SOURCE, deal)),
        opens=True,
        state=_state(fields),
        said=shaped(SOURCE, fields, deal=deal, url={}),
        at=moment(picked.get("modified_at")),
        raw=fields,
    )


def _state(fields: Mapping[str, Any]) -> DealState | None:
    won, closed = (_flag(fields.get(name)) for name in ("IsWon", "IsClosed"))
    if won:
        return "won"
    if won is False and closed is not None:
        return "lost" if closed else "open"
    return state_of_stage(SOURCE, fields.get("StageName")) or ("open" if won is False else None)


def _flag(value: Any) -> bool | None:
    return {"true": True, "false": False}.get(str(value).lower())


def _enough(fields: Mapping[str, Any]) -> bool:
    """Say whether a message carries all that a deal needs; Salesforce leaves out what is empty and what nobody ticked."""
    return all(fields.get(name) for name in mapping(SOURCE)["needed"])
