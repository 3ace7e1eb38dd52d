"""A store in which somebody else is faster."""

from collections.abc import Callable
from typing import Any


class RacedStore:
    """A store in which somebody else is faster whenever `meanwhile` is set: it runs right before the save."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.meanwhile: Callable[[], None] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def save(self, commit: Any) -> Any:
        if (faster := self.meanwhile) is not None:
            self.meanwhile = None
            faster()
        return self._store.save(commit)
