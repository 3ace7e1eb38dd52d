"""Items as DynamoDB takes them: keys of the right type, at most 400 KB, and one way to store them."""

from __future__ import annotations

import base64
import weakref
from typing import Any

from moto.dynamodb.exceptions import (
    InvalidAttributeTypeError,
    ItemSizeTooLarge,
    MockValidationException,
)
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import StreamRecord, StreamShard, Table

from infra.local.ordering import Keys, Ordering
from infra.local.pulse import Pulse

LARGEST_ITEM = 400 * 1024

_orderings: weakref.WeakKeyDictionary[Table, dict[str | None, Ordering]] = weakref.WeakKeyDictionary()


def size_of(value: DynamoType) -> int:
    """Count the bytes of a value as DynamoDB does, without its name."""
    inner = value.value
    match value.type:
        case "S":
            return len(str(inner).encode())
        case "N":
            return len(str(inner).lstrip("-0.")) // 2 + 2
        case "B":
            return len(inner) if isinstance(inner, bytes) else len(base64.b64decode(inner))
        case "L":
            return 3 + sum(1 + size_of(element) for element in inner)
        case "M":
            return 3 + sum(1 + len(name.encode()) + size_of(element) for name, element in inner.items())
        case "SS" | "NS" | "BS":
            return sum(size_of(DynamoType({value.type[0]: element})) for element in inner)
    return 1


def build_item(table: Table, attributes: dict[str, Any]) -> Item:
    """Make an item of wire attributes; refuse it as DynamoDB would.

    Raises
    ------
    MockValidationException
        A key is missing, has another type than declared, or the item is over 400 KB.
    """
    for name in table.table_key_attrs:
        if name not in attributes:
            raise MockValidationException(
                f"One or more parameter values were invalid: Missing the key {name} in the item"
            )
    table._validate_item_types(attributes)
    table._validate_key_sizes(attributes)
    attrs = LimitedSizeDict.__new__(LimitedSizeDict)
    for name, value in attributes.items():
        dict.__setitem__(attrs, name, DynamoType(value))
    item: Item = Item.__new__(Item)
    item.attrs = attrs
    item.hash_key = attrs[table.hash_key_attr]
    item.range_key = attrs[table.range_key_attr] if table.range_key_attr else None
    check_item(table, item)
    return item


def check_item(table: Table, item: Item) -> None:
    """Refuse an item whose keys have the wrong type or that is too large."""
    declared = {attribute["AttributeName"]: attribute["AttributeType"] for attribute in table.attr}
    for name, kind in declared.items():
        value = item.attrs.get(name)
        if value is not None and value.type != kind:
            raise InvalidAttributeTypeError(name, expected_type=kind, actual_type=value.type)
    if sum(len(name.encode()) + size_of(value) for name, value in item.attrs.items()) > LARGEST_ITEM:
        raise ItemSizeTooLarge


def orderings(table: Table) -> dict[str | None, Ordering]:
    """Answer the table's orderings: None names the table itself, other names its indexes."""
    names = {None, *(index.name for index in table.all_indexes())}
    known = _orderings.get(table)
    if known is None or known.keys() != names:
        known = {None: Ordering(_own_keys(table))}
        for index in table.all_indexes():
            partition, *sort = (key["AttributeName"] for key in index.schema)
            known[index.name] = Ordering(Keys(partition=partition, sort=(*sort, *table.table_key_attrs)))
        for item in table.all_items():
            for ordering in known.values():
                ordering.replace(None, item)
        _orderings[table] = known
    return known


def _own_keys(table: Table) -> Keys:
    sort = (table.range_key_attr,) if table.range_key_attr else (table.hash_key_attr,)
    return Keys(partition=table.hash_key_attr, sort=sort)


def store(table: Table, old: Item | None, new: Item | None) -> None:
    """Carry out one write: the item, its places in every ordering, its stream record."""
    ordered = orderings(table)
    key = new if new is not None else old
    if key is None:
        return
    if table.range_key_attr is None:
        if new is None:
            table.items.pop(key.hash_key, None)
        else:
            table.items[key.hash_key] = new
    elif new is None:
        table.items[key.hash_key].pop(key.range_key, None)
        if not table.items[key.hash_key]:
            del table.items[key.hash_key]
    else:
        table.items[key.hash_key][key.range_key] = new
    for ordering in ordered.values():
        ordering.replace(old, new)
    unchanged = old is not None and new is not None and old == new  # such a put leaves no record
    if table.stream_shard is not None and not unchanged:
        table.stream_shard.add(old, new)


def install_stream(pulse: Pulse) -> None:
    """Let every stream record wake who waits."""

    def add(shard: StreamShard, old: Item | None, new: Item | None) -> None:
        name = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        view = shard.table.stream_specification["StreamViewType"]
        sequence = shard.starting_sequence_number + len(shard.items)
        shard.items.append(StreamRecord(shard.table, view, name, old, new, sequence))
        pulse.beat()

    StreamShard.add = add
    LimitedSizeDict.__setitem__ = dict.__setitem__  # the size is judged once, on the whole item
