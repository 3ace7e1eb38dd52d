"""Lists by index, and the count of openings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.application.ports.json import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a listing, and the cursor of the next one."""

    items: tuple[Json, ...]
    next: str | None = None


class Listings(Protocol):
    """Lists by index; they may lag a moment behind."""

    def due(self, now: datetime, *, limit: int = 1000) -> tuple[tuple[str, datetime], ...]:
        """Return (onboarding id or ``person:<id>``, due instant) of what is due by `now`, the oldest of each shard first."""
        ...

    def board(self, *, filters: Mapping[str, str], cursor: str | None = None, limit: int = 50) -> Page:
        """Return onboardings, newest first by status; `filters`: stage, owner, status, tier, deal."""
        ...

    def owned(self, person: str) -> tuple[str, ...]:
        """Return the onboardings in which a person owns anything that is not over, the oldest first."""
        ...

    def needs_you(self, person: str) -> tuple[Json, ...]:
        """Return what is in front of a person: open tasks and raised escalations, the oldest first.

        Each has ``onboarding``, ``account``, ``kind`` (task or escalation), ``id``, ``title`` or ``rule``, ``due_at``,
        ``since``.
        """
        ...


class Openings(Protocol):
    """Counts openings, so that a flood of old deals mails nobody by mistake; remembers deals that were lost before."""

    def place(self, onboarding_id: str, *, hour: datetime, limit: int) -> bool:
        """Say whether this opening is among the first `limit` of its hour; asking again answers the same."""
        ...

    def stop(self, onboarding_id: str, *, at: datetime) -> None:
        """Remember that a deal without an onboarding was lost at `at`; an earlier instant changes nothing."""
        ...

    def stopped(self, onboarding_id: str) -> datetime | None:
        """Return when the deal was lost before anything was opened for it; None if it was not."""
        ...
