"""How far an onboarding has come: stages, clocks, holds and what is expected."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.api.shapes.lists import PersonView


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """Why it is on hold: how it came to that, the reason code and title of who did it, when its owner is reminded."""

    how: str
    code: str | None
    title: str | None
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """Since when the customer is waited for, for which tasks, who was asked, and by which of our messages."""

    since: datetime
    tasks: tuple[str, ...]
    contact: str
    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """Working minutes by the playbook's calendar, without holds: `net` is what `total` leaves after `waited`."""

    total_minutes: int
    waited_minutes: int
    net_minutes: int
    waiting: WaitingView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """When it will be live; `path` is the longest way there. At `slips_at` the target is lost if nothing is done."""

    live_at: datetime
    late: bool
    slips_at: datetime | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """The last thing that counted as activity: which event, when, and by whom where the event says so."""

    what: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A step with its accountable owner and its clock."""

    id: str
    title: str
    status: str
    owner: PersonView
    entered_at: datetime | None
    due_at: datetime | None
    left_at: datetime | None
    clock: ClockView | None
