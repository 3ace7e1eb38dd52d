"""Clocks and dates: who waits for whom, and when it will be live."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPaused(Happened):
    """We wait for the customer, on open requests: the net clock of a stage stands still, or that of the `whole`, or both.

    `tasks` is what we wait for, `contact` whom we have asked, `request` the number of the last message that asked.
    """

    tasks: tuple[str, ...]
    contact: str
    request: int
    stage: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed(Happened):
    """It is our turn again in a stage, in the whole, or in both.

    `waited` and `whole_waited` are how long the customer was waited for since the pause, in whole working seconds; the
    stage's `due_at` has moved by it.
    """

    stage: str | None = None
    waited: int = 0
    due_at: datetime | None = None
    whole_waited: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastChanged(Happened):
    """It will be live at another time than was thought, or can wait less or longer before it is too late.

    `silent_at` is when nothing will have happened for too long, if nobody does anything; None once it is live.
    """

    forecast: Forecast | None
    silent_at: datetime | None
