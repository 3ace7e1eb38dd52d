"""The course of the whole: held, released, live, ended."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import (
    Escalation,
    Stage,
    Status,
    Task,
    Waiting,
)
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingHeld(Happened):
    """Clocks and mails stop. `held` says how it came to that, `code` (of the group ``hold``) why a person did it."""

    customer_sees = True
    held: str
    note: Personal | None = None
    code: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted(Happened):
    """Clocks run again; every instant ahead is the one that the working time spent standing has moved it to."""

    status: Status
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    escalations: tuple[Escalation, ...]
    next_reminder_at: datetime | None
    target_at: datetime
    warn_at: datetime | None
    waiting: Waiting | None = None
    waited: int = 0
    held_for: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingReleased(Restarted):
    """It runs (again), after a hold."""

    customer_sees = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingCancelled(Happened):
    """It ended without going live; `code` is of the group ``cancel``."""

    customer_sees = True
    reason: Personal | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WentLive(Happened):
    """Setup, customer communication and ownership handoff are complete and logged.

    `complete` says whether nothing at all is left to do; None in old journals: as the stages say.
    """

    customer_sees = True
    complete: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingClosed(Happened):
    """Live, and every stage behind it complete too."""

    customer_sees = True
