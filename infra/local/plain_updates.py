"""Update expressions of the plainest kind, carried out at once: `SET a = :v, b = if_not_exists(b, :w) REMOVE c`.

moto walks the tree of an expression ten times to check and carry it out. Whatever is not plain, and whatever is wrong in
any way, is left to it: it knows every rule, and the words of every refusal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

NAME = r"(#?[A-Za-z_][A-Za-z0-9_]*)"
VALUE = r"(:[A-Za-z0-9_]+)"
WHOLE = re.compile(r"\s*SET\s+(?P<set>.*?)(?:\s+REMOVE\s+(?P<remove>[\w#\s,]+))?\s*", re.DOTALL)
SET = re.compile(rf"\s*{NAME}\s*=\s*(?:{VALUE}|if_not_exists\s*\(\s*{NAME}\s*,\s*{VALUE}\s*\))\s*")
UNUSABLE = (None, {"S": ""}, {"B": ""}, {"B": b""})  # not there, or not to be had in a key
REMOVE = re.compile(rf"\s*{NAME}\s*")


class Setting(NamedTuple):
    """`name = value`, or `name = if_not_exists(known, value)`."""

    name: str
    known: str | None
    value: str


class Update(NamedTuple):
    """What a plain expression does."""

    settings: tuple[Setting, ...]
    removed: tuple[str, ...]


@lru_cache(maxsize=1024)
def read(expression: str) -> Update | None:
    """Read an expression; None when it is not of this kind."""
    whole = WHOLE.fullmatch(expression)
    if whole is None:
        return None
    settings = [SET.fullmatch(part) for part in re.split(r",(?![^(]*\))", whole["set"])]
    removed = [REMOVE.fullmatch(part) for part in (whole["remove"] or "").split(",") if whole["remove"]]
    if None in settings or None in removed:
        return None
    return Update(
        tuple(Setting(found[1], found[3], found[2] or found[4]) for found in settings if found),
        tuple(found[1] for found in removed if found),
    )


def carry_out(
    update: Update, item: Item, table: Table, names: Mapping[str, str], values: Mapping[str, Any]
) -> bool:
    """Change the item, or answer False and leave it as it is: then something about the update is not plain."""
    meant = {name: _meant(name, names) for name in _names(update)}
    changed = [meant[name] for name in (*(one.name for one in update.settings), *update.removed)]
    if None in meant.values() or len({*changed, *table.table_key_attrs}) < len(changed) + len(
        table.table_key_attrs
    ):
        return False
    if any(values.get(one.value) in UNUSABLE for one in update.settings):
        return False
    before = dict(item.attrs)
    for name, known, value in update.settings:
        kept = before.get(meant[known]) if known is not None else None
        dict.__setitem__(item.attrs, meant[name], kept if kept is not None else DynamoType(values[value]))
    for name in update.removed:
        dict.pop(item.attrs, meant[name], None)
    return True


def _names(update: Update) -> tuple[str, ...]:
    known = (one.known for one in update.settings if one.known is not None)
    return (*(one.name for one in update.settings), *known, *update.removed)


def _meant(name: str, names: Mapping[str, str]) -> str | None:
    if name.startswith("#"):
        return names.get(name)
    return None if name.upper() in _reserved() else name


@cache
def _reserved() -> frozenset[str]:
    return frozenset(ReservedKeywords.get_reserved_keywords())
