"""Everything about one onboarding, its journal, and what a command came to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.application.api.shapes.course import (
    ActivityView,
    ClockView,
    ForecastView,
    HoldView,
    StageView,
)
from chalicelib.application.api.shapes.customer import (
    AsksView,
    ContactView,
    MeetingView,
    OpinionView,
    QuestionView,
)
from chalicelib.application.api.shapes.escalations import EscalationView
from chalicelib.application.api.shapes.lists import ListedView
from chalicelib.application.api.shapes.proof import GateView, PromiseView
from chalicelib.application.api.shapes.tasks import TaskView
from chalicelib.domain.onboarding import Status
from chalicelib.domain.values import PlaybookRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DealView:
    """Which deal of which CRM account."""

    source: str
    tenant: str
    id: str
    name: str
    url: str | None
    amount: str | None
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingView(ListedView):
    """Everything about one onboarding."""

    deal: DealView
    playbook: PlaybookRef
    opened_at: datetime
    hold: HoldView | None
    cancelled_code: str | None
    clocks: ClockView
    forecast: ForecastView | None
    last_activity: ActivityView | None
    requests: int
    milestones: dict[str, datetime | None]
    contacts: tuple[ContactView, ...]
    promises: tuple[PromiseView, ...]
    stages: tuple[StageView, ...]
    tasks: tuple[TaskView, ...]
    gates: tuple[GateView, ...]
    escalations: tuple[EscalationView, ...]
    questions: tuple[QuestionView, ...]
    asks: AsksView
    feedback: tuple[OpinionView, ...]
    meetings: tuple[MeetingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntryView:
    """One event. Its hash is SHA-256 over the RFC 8785 form of the nine fields from `sequence` to `previous_hash`.

    `because` tells its `why` to a person.
    """

    sequence: int
    type: str
    v: int
    at: datetime
    actor: str
    data: dict[str, Any]
    why: dict[str, Any] | None
    cause: str
    previous_hash: str
    hash: str
    resolved: dict[str, str]
    because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalView:
    """Journal entries, oldest first; `next` continues after the last."""

    items: tuple[JournalEntryView, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedView:
    """What a command came to: the types of the events that it caused, none for a repetition."""

    onboarding: str
    status: Status
    stage: str | None
    sequence: int
    events: tuple[str, ...]
    repeated: bool
