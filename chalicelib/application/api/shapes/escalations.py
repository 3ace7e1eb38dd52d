"""What is in front of people."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.application.api.shapes.lists import PersonView
from chalicelib.domain.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView(Why):
    """The reason of an automatic act; `text` tells it to a person."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationView:
    """An exception raised to a person, with its why."""

    id: str
    rung: int
    rule: str
    subject: str
    owner: PersonView
    since: datetime
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_after_minutes: int | None
    snoozed_until: datetime | None
    resolved_at: datetime | None
    resolved_after_minutes: int | None
    code: str | None
    why: WhyView


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInView:
    """For whom something is in front of somebody else: away until a day, or gone (`until` is null)."""

    id: str
    name: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsYouItemView:
    """Something in front of a person; `title` is the task's title or the escalation's rule.

    `kind` is ``task``, ``escalation``, or ``handover``: somebody has left and what they own waits for an owner; `id` is
    theirs then, and `onboarding` empty. `stands_in_for` is set on what is somebody else's, who is away or gone.
    """

    onboarding: str
    account: str
    kind: str
    id: str
    title: str
    due_at: str | None
    stands_in_for: StandInView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsYouView:
    """Everything in front of a person, the oldest first."""

    items: tuple[NeedsYouItemView, ...]
