"""The light DynamoDB: one table in memory, as botocore's callers see it.

A write is planned first (condition evaluated, new item built) and stored after, so a transaction of which one action is
refused has changed nothing. Items are replaced, never changed in place, so copies share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tests.faults.cloud.attributes import Item, Value, invalid
from tests.faults.cloud.ordered import Ordering
from tests.faults.cloud.queries import query
from tests.faults.cloud.refused import Refused
from tests.faults.cloud.requests import check_parameters
from tests.faults.cloud.schema import Schema
from tests.faults.cloud.transactions import transact
from tests.faults.cloud.writes import PLANS, Place

_FIRST_RECORD = 10**20


class Record(NamedTuple):
    """What the table's stream tells of one write. `name`: INSERT, MODIFY or REMOVE; `image`: the new item, if any."""

    number: str
    name: str
    keys: dict[str, Value]
    image: Item | None


class Table:
    """One DynamoDB table in memory.

    Parameters
    ----------
    name
        The table's name.
    definition
        The properties of an ``AWS::DynamoDB::Table``.

    Attributes
    ----------
    stream
        A record of every write that changed something, oldest first.
    page
        No page of a Query looks at more items than this; None for DynamoDB's own bounds.
    """

    def __init__(self, name: str, definition: Mapping[str, Any]) -> None:
        self.schema = Schema(name, definition)
        self.stream: list[Record] = []
        self.page: int | None = None
        self.items = Ordering(self.schema.keys)
        self.indexes = {one.name: Ordering(one.ordering) for one in self.schema.indexes.values()}
        self.tokens: dict[str, str] = {}
        self._pending: list[tuple[Item | None, Item | None]] | None = None

    @property
    def name(self) -> str:
        """The table's name."""
        return self.schema.name

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a request.

        Raises
        ------
        Refused
            As DynamoDB would, by code.
        """
        serve = _OPERATIONS.get(operation)
        if serve is None:
            raise Refused("UnknownOperationException", f"The light table knows no {operation}.")
        check_parameters(operation, request)
        if operation != "TransactWriteItems":
            self.check_name(request)
        return serve(self, request)

    def copy(self) -> Table:
        """Return an independent copy; it costs as much as there are partitions."""
        other = Table.__new__(Table)
        other.schema = self.schema
        other.stream = self.stream.copy()
        other.page = self.page
        other.items = self.items.copy()
        other.indexes = {name: index.copy() for name, index in self.indexes.items()}
        other.tokens = self.tokens.copy()
        other._pending = None if self._pending is None else self._pending.copy()
        return other

    def lag(self) -> None:
        """Let the indexes fall behind: from now on they show the table as it is."""
        if self._pending is None:
            self._pending = []

    def catch_up(self, count: int | None = None) -> None:
        """Let the indexes learn of the oldest `count` writes; without a count of all, and they lag no more."""
        pending = self._pending or []
        for old, new in pending[:count]:
            self._index(old, new)
        self._pending = None if count is None else pending[count:]

    def index(self, name: str) -> Iterator[Item]:
        """Return the whole items that an index holds, each partition in order."""
        return iter(self.indexes[name])

    def partitions(self) -> list[str]:
        """Return the partition keys that the table holds."""
        return [str(key) for key in self.items.partitions()]

    def of(self, key: str) -> list[Item]:
        """Return the items of a partition, in order."""
        partition = self.items.partition(key)
        return partition.items if partition else []

    def check_name(self, request: Mapping[str, Any]) -> None:
        """Refuse a request for another table."""
        if request.get("TableName") != self.schema.name:
            raise Refused("ResourceNotFoundException", "Requested resource not found")

    def store(self, place: Place, old: Item | None, new: Item | None) -> None:
        """Put an item in another's place, and tell of it where that changes something."""
        if old == new:
            return
        if new is None:
            self.items.drop(*place)
        else:
            self.items.put(*place, new)
        if self._pending is None:
            self._index(old, new)
        else:
            self._pending.append((old, new))
        name = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        number = str(_FIRST_RECORD + len(self.stream))
        self.stream.append(Record(number, name, self.schema.key_of(old or new or {}), new))

    def _index(self, old: Item | None, new: Item | None) -> None:
        for index in self.indexes.values():
            index.replace(old, new)

    def get(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Read one item."""
        found = self.items.get(*self.schema.place(request["Key"]))
        return {} if found is None else {"Item": dict(found)}

    def write(self, kind: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out one write."""
        wanted = request.get("ReturnValues", "NONE")
        if wanted != "NONE" and wanted not in _SHOWN[kind]:
            raise invalid(f"Return values set to invalid value: {wanted}")
        plan = PLANS[kind](self.schema, request)
        old = self.items.get(*plan.place)
        new = plan.make(old)
        self.store(plan.place, old, new)
        if wanted == "NONE":
            return {}
        shown: Mapping[str, Value] = (old if wanted.endswith("OLD") else new) or {}
        if wanted.startswith("UPDATED"):
            shown = {name: shown[name] for name in plan.attributes if name in shown}
        return {"Attributes": dict(shown)} if shown else {}


_SHOWN = {
    "Put": frozenset({"ALL_OLD"}),
    "Delete": frozenset({"ALL_OLD"}),
    "Update": frozenset({"ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"}),
}
_OPERATIONS: dict[str, Callable[[Table, Mapping[str, Any]], dict[str, Any]]] = {
    "GetItem": Table.get,
    "PutItem": lambda table, request: table.write("Put", request),
    "UpdateItem": lambda table, request: table.write("Update", request),
    "DeleteItem": lambda table, request: table.write("Delete", request),
    "Query": query,
    "TransactWriteItems": transact,
}
