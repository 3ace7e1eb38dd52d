"""What the customer is still to be told: receipts and reminders."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One line of a receipt: what arrived or was decided.

    `kind`: received, accepted, rejected, withdrawn, answered, approved, declined, settled, asked, stuck, passed_on (what `contact`
    had given to a colleague is done).
    """

    kind: str
    task: str
    document: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """Receipts still to be mailed; what comes within two minutes of a mail waits until `due_at` and goes as one.

    `since` is when the last one was mailed, or the first of what waits for a verdict came; None in journals from before
    receipts waited for a pause.
    """

    due_at: datetime
    waiting: tuple[Notice, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """How often the customer was reminded of a task, and when the next reminder is due; None after the last."""

    task: str
    number: int
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """How often the customer was asked, and how many reminders were mailed, the last at `last_at`.

    From `tell_at` the owner is told that reminders have not helped. `next_at` is that of journals from before each task
    had its own.
    """

    requests: int = 0
    sent: int = 0
    next_at: datetime | None = None
    last_at: datetime | None = None
    tell_at: datetime | None = None
