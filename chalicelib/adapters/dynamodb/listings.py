"""Lists by index. They may lag a moment behind: what they name is checked where it is acted on."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from chalicelib.adapters.crm.deal_ids import one_form
from chalicelib.adapters.indexes import SHARDS, SHOWN_ON_BOARD, STATUSES
from chalicelib.application.ports import Json, Page
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.values import DealRef, instant

_NO_CURSOR = "This cursor is not one that a list has given."
_FILTERS = {"stage": "stage", "owner": "owner", "tier": "tier"}


class DynamoListings:
    """Queries the table's indexes.

    Parameters
    ----------
    client
        A boto3 DynamoDB client.
    table
        The table's name.
    tenants
        The CRM account of each source, for the `deal` filter.
    """

    def __init__(self, client: Any, table: str, tenants: Mapping[str, str]) -> None:
        self._client, self._table, self._tenants = client, table, tenants

    def due(self, now: datetime, *, limit: int = 1000) -> tuple[tuple[str, datetime], ...]:
        """Return (onboarding id or ``person:<id>``, due instant) of what is due by `now`, the oldest of each shard first."""
        found: list[tuple[str, datetime]] = []
        for shard in range(SHARDS):
            answer = self._client.query(
                TableName=self._table,
                IndexName="due",
                KeyConditionExpression="due_pk = :pk AND due_sk <= :now",
                ExpressionAttributeValues={":pk": {"S": f"DUE#{shard}"}, ":now": {"S": f"{instant(now)}#~"}},
                Limit=max(limit // SHARDS, 1),
            )
            for item in answer["Items"]:
                due, _, name = item["due_sk"]["S"].partition("#")
                found.append((name, datetime.fromisoformat(due)))
        return tuple(found)

    def board(self, *, filters: Mapping[str, str], cursor: str | None = None, limit: int = 50) -> Page:
        """Return onboardings, newest first by status; `filters`: stage, owner, status, tier, deal."""
        if "deal" in filters:
            return self._of_deal(filters)
        statuses = [filters["status"]] if "status" in filters else list(STATUSES)
        status, start = _read(cursor, statuses)
        items: list[Json] = []
        for current in statuses[statuses.index(status) :]:
            while True:
                answer = self._page(self._board_query(current, filters, limit - len(items)) | start)
                items += [_row(item) for item in answer["Items"]]
                last = answer.get("LastEvaluatedKey")
                start = {"ExclusiveStartKey": last} if last else {}
                if last and len(items) >= limit:
                    return Page(items=tuple(items), next=_write(current, last))
                if not last:
                    break
            following = statuses[statuses.index(current) + 1 :]
            if len(items) >= limit and following:
                return Page(items=tuple(items), next=_write(following[0], None))
        return Page(items=tuple(items))

    def needs_you(self, person: str) -> tuple[Json, ...]:
        """Return what is in front of a person, the oldest first."""
        return tuple(_entry(item) for item in self._by_owner(f"OWNER#{person}"))

    def owned(self, person: str) -> tuple[str, ...]:
        """Return the onboardings in which a person owns anything that is not over, the oldest first."""
        return tuple(item["pk"]["S"].removeprefix("ONB#") for item in self._by_owner(f"OWNS#{person}"))

    def _by_owner(self, pk: str) -> Iterator[dict[str, Any]]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName="owner",
            KeyConditionExpression="owner_pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
        )
        return (item for page in pages for item in page["Items"])

    def _of_deal(self, filters: Mapping[str, str]) -> Page:
        source, _, deal = filters["deal"].partition(":")
        ref = DealRef(source=source, tenant=self._tenants.get(source, ""), id=one_form(source, deal))
        key = {"pk": {"S": f"ONB#{ref.onboarding_id()}"}, "sk": {"S": "S#HEAD"}}
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        rest = {name: value for name, value in filters.items() if name != "deal"}
        row = _row(item) if item else None
        return Page(items=(row,) if row and all(row[name] == value for name, value in rest.items()) else ())

    def _page(self, query: dict[str, Any]) -> dict[str, Any]:
        try:
            return cast("dict[str, Any]", self._client.query(**query))
        except self._client.exceptions.ClientError as error:
            if "ExclusiveStartKey" in query and error.response["Error"]["Code"] == "ValidationException":
                raise InvalidError(_NO_CURSOR) from error
            raise

    def _board_query(self, status: str, filters: Mapping[str, str], limit: int) -> dict[str, Any]:
        values: dict[str, Any] = {":pk": {"S": f"BOARD#{status}"}}
        names: dict[str, str] = {}
        conditions = []
        for name in _FILTERS.keys() & filters.keys():
            values[f":{name}"], names[f"#{name}"] = {"S": filters[name]}, name
            conditions.append(f"#{name} = :{name}")
        query = {
            "TableName": self._table,
            "IndexName": "board",
            "KeyConditionExpression": "board_pk = :pk",
            "ExpressionAttributeValues": values,
            "ScanIndexForward": False,
            "Limit": limit,
        }
        if conditions:
            query |= {"FilterExpression": " AND ".join(conditions), "ExpressionAttributeNames": names}
        return query


def _row(item: Mapping[str, Any]) -> Json:
    plain = {name: _plain(value) for name, value in item.items()}
    return {"id": plain["pk"].removeprefix("ONB#"), **{name: plain.get(name) for name in SHOWN_ON_BOARD}}


def _entry(item: Mapping[str, Any]) -> Json:
    plain = {name: _plain(value) for name, value in item.items()}
    return {
        "onboarding": plain["pk"].removeprefix("ONB#"),
        "id": plain["sk"].split("#", 2)[2],
        **{name: plain.get(name) for name in ("kind", "title", "due_at", "account")},
    }


def _plain(value: Mapping[str, str]) -> Any:
    return int(value["N"]) if "N" in value else value.get("S")


def _write(status: str, last: Mapping[str, Any] | None) -> str:
    return base64.urlsafe_b64encode(json.dumps([status, last]).encode()).decode()


def _read(cursor: str | None, statuses: list[str]) -> tuple[str, dict[str, Any]]:
    if cursor is None:
        return statuses[0], {}
    try:
        status, last = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        statuses.index(status)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise InvalidError(_NO_CURSOR) from error
    if last and not _is_key(last):
        raise InvalidError(_NO_CURSOR)
    return status, {"ExclusiveStartKey": last} if last else {}


def _is_key(last: Any) -> bool:
    """Say whether this could be the last key of a page of the board."""
    return (
        isinstance(last, dict)
        and last.keys() == {"pk", "sk", "board_pk", "board_sk"}
        and all(isinstance(value, dict) and value.keys() == {"S"} for value in last.values())
        and all(isinstance(value["S"], str) for value in last.values())
    )
