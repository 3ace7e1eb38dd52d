"""What the team changes in a plan that is under way: tasks, dates, and the course of the whole."""

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.codes import OTHER
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTask:
    """Open a task again that was done or waived, with the reason; what followed from it stays."""

    task: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWaiver:
    """Ask a second person to do without a task, with the reason."""

    task: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveWaiver:
    """Agree to do without a task; must be somebody else than who asked."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTask:
    """Say what a task waits for, by a reason code of the group ``blocked``."""

    task: str
    code: str = OTHER
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnblockTask:
    """Say that nothing blocks a task any more."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTarget:
    """Move the go-live date to a day, with a reason code of the group ``late``."""

    date: date
    code: str = OTHER
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenOnboarding:
    """Let an onboarding go on that was cancelled or is complete; `tasks` are opened again with it."""

    reason: Personal
    tasks: tuple[str, ...] = ()
