"""How far it has come: stages, whom they wait for, milestones and what is expected."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """We wait for the customer: since when, for which tasks, of whom, and since which of our messages."""

    since: datetime
    tasks: tuple[str, ...]
    contact: str
    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step with one accountable owner.

    Attributes
    ----------
    due_at
        When its clock runs out; while the customer is waited for, it stands still.
    waiting
        The request on which it waits for the customer; None while it is our turn.
    waited, held_for
        Working seconds waited for the customer, and spent on hold, so far; what goes on now is not in them.
    """

    id: str
    owner: str
    status: Literal["waiting", "active", "done"] = "waiting"
    entered_at: datetime | None = None
    due_at: datetime | None = None
    left_at: datetime | None = None
    waiting: Waiting | None = None
    waited: int = 0
    held_for: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """Separate facts, in any order the playbook allows; UTC."""

    signed: datetime | None = None
    handed_off: datetime | None = None
    inputs_complete: datetime | None = None
    setup_complete: datetime | None = None
    first_value: datetime | None = None
    live: datetime | None = None
    transitioned: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When it will be live.

    Attributes
    ----------
    live_at
        By the longest way through what is left, `path`: the tasks on it, in order.
    late
        Whether that is after the target.
    slips_at
        From when on it is, if nothing is done until then; None where it is late already.
    """

    live_at: datetime
    late: bool
    slips_at: datetime | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The last thing that counted as activity: the event, when, and by whom, where the event says so."""

    what: str
    at: datetime
    by: str = ""
