"""Changing a value, and changing one item of a collection."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, Protocol, TypeVar

Value = TypeVar("Value")


def replace(value: Value, /, **changes: Any) -> Value:
    """Return a value with some of its fields changed: `dataclasses.replace`, its fields looked up once for each class.

    A replay changes states by the million.
    """
    cls: type = type(value)
    names, read = _reader(cls)
    made: Value = cls(**(dict(zip(names, read(value), strict=True)) | changes))
    return made


@cache
def _reader(cls: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(cls))
    return names, attrgetter(*names)


class Named(Protocol):
    """An item that can be told from others."""

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        ...


Item = TypeVar("Item", bound=Named)


def with_item(items: tuple[Item, ...], item_id: str, **changes: Any) -> tuple[Item, ...]:
    """Return `items` with the fields of one of them changed."""
    return tuple(replace(item, **changes) if item.id == item_id else item for item in items)
