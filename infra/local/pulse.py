"""Wakes who waits for something to happen in the emulator, so that nobody has to poll."""

from __future__ import annotations

import threading


class Pulse:
    """Counts beats; a waiter sleeps until there is one that it has not seen."""

    def __init__(self) -> None:
        self._beats = 0
        self._changed = threading.Condition()

    @property
    def beats(self) -> int:
        """How many beats there have been."""
        return self._beats

    def beat(self) -> None:
        """Say that something happened."""
        with self._changed:
            self._beats += 1
            self._changed.notify_all()

    def wait(self, *, seen: int, seconds: float) -> int:
        """Wait at most so many seconds for a beat after `seen`; answer the count."""
        with self._changed:
            self._changed.wait_for(lambda: self._beats != seen, timeout=max(0.0, seconds))
            return self._beats
