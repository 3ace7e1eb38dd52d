"""Clocks and dates: who waits for whom, and when it will be live."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened

WHOLE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPaused(Happened):
    """We wait for the customer, on open requests: the net clock of a stage (of the whole, without one) stands still.

    `tasks` is what we wait for, `contact` whom we have asked, `request` the number of the last message that asked.
    """

    tasks: tuple[str, ...]
    contact: str
    request: int
    stage: str = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed(Happened):
    """It is our turn again: `waited` is how long the customer was waited for since the pause, in whole working seconds.

    A stage's `due_at` has moved by it.
    """

    waited: int
    stage: str = WHOLE
    due_at: datetime | None = None
