"""Attribute values as DynamoDB takes them: which are allowed, their one written form, their size and order.

Numbers and sets have one written form each (``1``, never ``1.0``; a set's members in order), so that equal values are
equal dicts. Items are never changed in place: whoever holds one may keep it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any

from tests.faults.cloud.refused import Refused

Value = dict[str, Any]
Scalar = Any  # str, bytes or Decimal: one kind for each key attribute
LARGEST_ITEM = 400 * 1024
CONTEXT = Context(prec=38, rounding=ROUND_HALF_UP)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_LARGEST, _SMALLEST = Decimal("9.9999999999999999999999999999999999999E+125"), Decimal("1E-130")
_DIGITS = 38


class Item(dict[str, Value]):
    """An item as it is stored, and its size in bytes."""

    __slots__ = ("size",)
    size: int


def invalid(message: str) -> Refused:
    """Return the refusal of a request that is not well-formed."""
    return Refused("ValidationException", message)


def build(attributes: Mapping[str, Value]) -> Item:
    """Return what is stored of these attributes; refuses what DynamoDB (or botocore before it) would not take."""
    item, size = Item(), 0
    for name, value in attributes.items():
        text = value.get("S") if value.__class__ is dict and len(value) == 1 else None
        if text.__class__ is str:  # nearly all of them
            size += len(name) + (len(text) if text.isascii() else len(text.encode()))
            item[name] = value
        else:
            item[name], inner = read(value)
            size += len(name.encode()) + inner
    item.size = size
    return item


def read(value: Any) -> tuple[Value, int]:
    """Return the written form of a value, and its size."""
    if not isinstance(value, dict) or len(value) != 1:
        raise invalid("Supplied AttributeValue has more than one datatypes set, must contain exactly one.")
    ((kind, inner),) = value.items()
    reader = _READERS.get(kind)
    if reader is None:
        raise invalid(f"Unknown parameter in AttributeValue: {kind}.")
    form, size = reader(inner)
    return (value if form is inner else {kind: form}), size


def number(text: str) -> Decimal:
    """Return the number that a text writes."""
    return _number(text)[0]


def written(value: Decimal) -> str:
    """Return the one text of a number; refuses what is too large or too small for DynamoDB."""
    if value and abs(value) > _LARGEST:
        raise invalid(
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        )
    if value and abs(value) < _SMALLEST:
        raise invalid(
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        )
    return format(value.normalize(CONTEXT), "f") if value else "0"


def scalar(value: Value) -> Scalar:
    """Return what keys are ordered by: numbers by value, texts as by their UTF-8 bytes, binaries by bytes."""
    text = value.get("S")
    if text is not None:
        return text
    ((kind, inner),) = value.items()
    return number(inner) if kind == "N" else inner


@lru_cache(maxsize=65536)
def _number(text: str) -> tuple[Decimal, str]:
    if not _NUMBER.fullmatch(text):
        raise invalid(f"A value provided cannot be converted into a number: {text}")
    value = Decimal(text)
    if len("".join(map(str, value.as_tuple().digits)).strip("0")) > _DIGITS:
        raise invalid("Attempting to store more than 38 significant digits in a Number")
    return value, written(value)


def _text(inner: Any) -> tuple[str, int]:
    _expect(inner, str)
    return inner, len(inner) if inner.isascii() else len(inner.encode())


def _numeral(inner: Any) -> tuple[str, int]:
    _expect(inner, str)
    _, form = _number(inner)
    return (inner if form == inner else form), len(form.strip("-0.").replace(".", "")) // 2 + 2


def _binary(inner: Any) -> tuple[bytes, int]:
    if not isinstance(inner, bytes | bytearray):
        raise invalid("A binary value holds bytes.")
    return bytes(inner), len(inner)


def _flag(inner: Any) -> tuple[bool, int]:
    _expect(inner, bool)
    return inner, 1


def _null(inner: Any) -> tuple[bool, int]:
    if inner is not True:
        raise invalid(
            "One or more parameter values were invalid: Null attribute value types must have the value of true"
        )
    return inner, 1


def _list(inner: Any) -> tuple[list[Value], int]:
    _expect(inner, list)
    members = [read(member) for member in inner]
    return [form for form, _ in members], 3 + sum(1 + size for _, size in members)


def _map(inner: Any) -> tuple[dict[str, Value], int]:
    _expect(inner, dict)
    members = {name: read(member) for name, member in inner.items()}
    size = 3 + sum(1 + len(name.encode()) + size for name, (_, size) in members.items())
    return {name: form for name, (form, _) in members.items()}, size


def _set(reader: Callable[[Any], tuple[Any, int]]) -> Callable[[Any], tuple[list[Any], int]]:
    def set_of(inner: Any) -> tuple[list[Any], int]:
        if not inner:
            raise invalid("One or more parameter values were invalid: An set may not be empty")
        members = [reader(member) for member in inner]
        forms = sorted(form for form, _ in members)
        if len(set(forms)) != len(forms):
            raise invalid(
                f"One or more parameter values were invalid: Input collection {inner} contains duplicates."
            )
        return forms, sum(size for _, size in members)

    return set_of


def _expect(inner: Any, kind: type) -> None:
    if inner.__class__ is not kind:
        raise invalid(f"Invalid type for parameter: {type(inner).__name__}, valid type: {kind.__name__}")


_READERS: dict[str, Callable[[Any], tuple[Any, int]]] = {
    "S": _text,
    "N": _numeral,
    "B": _binary,
    "BOOL": _flag,
    "NULL": _null,
    "L": _list,
    "M": _map,
    "SS": _set(_text),
    "NS": _set(_numeral),
    "BS": _set(_binary),
}
