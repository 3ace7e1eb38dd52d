"""The product clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


class OffsetClock:
    """The machine's clock plus an offset, in seconds, kept in a file: how the local cloud travels in time."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def now(self) -> datetime:
        """Return the present instant of the product in UTC."""
        offset = float(self._path.read_text() or 0) if self._path.exists() else 0.0
        return datetime.now(UTC) + timedelta(seconds=offset)
