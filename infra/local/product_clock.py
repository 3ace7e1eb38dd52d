"""The product's clock: wall time plus an offset, kept in a file that every process reads."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path


class ProductClock:
    """Tells product time, in seconds since the epoch, and moves it forward.

    Parameters
    ----------
    file
        Holds the offset in seconds as text; read by app and pump (`CLOCK_FILE`).
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._offset = float(file.read_text()) if file.exists() else 0.0
        self._write()

    @property
    def offset(self) -> float:
        """How many seconds product time is ahead of wall time."""
        return self._offset

    def now(self) -> float:
        """Product time in seconds since the epoch."""
        return time.time() + self._offset

    def millis(self) -> float:
        """Product time in milliseconds since the epoch."""
        return self.now() * 1000

    def move_to(self, instant: float) -> None:
        """Move product time to an instant; an instant already passed changes nothing."""
        ahead = instant - self.now()
        if ahead > 0:
            self._offset += ahead
            self._write()

    def set_offset(self, offset: float) -> None:
        """Take over the offset of a kept state."""
        self._offset = offset
        self._write()

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self._offset:.6f}")
        fresh.replace(self._file)


def rfc3339(instant: float) -> str:
    """Write an instant as RFC 3339 in UTC with milliseconds."""
    moment = datetime.fromtimestamp(instant, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant_of(text: str) -> float:
    """Read an RFC 3339 instant as seconds since the epoch."""
    return datetime.fromisoformat(text).timestamp()
