"""Changing one item of a collection."""

from dataclasses import replace
from typing import Any, Protocol, TypeVar


class Named(Protocol):
    """An item that can be told from others."""

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        ...


Item = TypeVar("Item", bound=Named)


def with_item(items: tuple[Item, ...], item_id: str, **changes: Any) -> tuple[Item, ...]:
    """Return `items` with the fields of one of them changed."""
    return tuple(replace(item, **changes) if item.id == item_id else item for item in items)  # type: ignore[type-var]
