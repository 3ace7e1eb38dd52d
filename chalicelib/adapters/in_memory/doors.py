"""What the customers' doors remember, in memory: how often something was asked for, and where links were used."""

from collections import Counter
from datetime import datetime, timedelta

from chalicelib.application.uses import Use


class InMemoryLimits:
    """Counts by name and window."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, float]] = Counter()

    def allow(self, name: str, *, now: datetime, most: int, per: timedelta) -> bool:
        """Count one more and say whether it is within `most` of the window of length `per`."""
        window = (name, now.timestamp() // per.total_seconds())
        if self._counted[window] >= most:
            return False
        self._counted[window] += 1
        return True


class InMemoryUses:
    """Uses by onboarding and contact."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[Use]] = {}

    def add(self, onboarding: str, contact: str, use: Use) -> None:
        """Write one down."""
        self._kept.setdefault((onboarding, contact), []).append(use)

    def of(self, onboarding: str, contact: str) -> tuple[Use, ...]:
        """Return the uses of a contact's links, newest first, at most 50."""
        return tuple(self._kept.get((onboarding, contact), [])[::-1][:50])
