"""The customer's people, their questions and opinions, and the meetings with them."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.onboarding import ContactStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting with the customer: the times that are proposed, the one that was chosen, what they wish for, and how we meet."""

    task: str
    minutes: int
    times: tuple[datetime, ...]
    chosen: datetime | None
    contact: str | None
    wish: str | None
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    """What a contact was asked about a milestone, and what they said: `score` from 1 (bad) to 5 (very good), or null."""

    milestone: str
    contact: str
    asked_at: datetime
    score: int | None
    comment: str | None
    given_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question of the customer; `stuck` is a reason code where a task cannot go on."""

    id: str
    contact: str
    at: datetime
    text: str | None
    task: str | None
    stuck: str | None
    open: bool
    answer_by: datetime
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A person of the customer; `reminders` says whether they want any, `first` whether they are asked first."""

    id: str
    name: str | None
    email: str | None
    role: str
    language: str
    time_zone: str
    status: ContactStatus
    reminders: bool
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksView:
    """How often the customer was asked for `things`: by how many `requests`, of which `repeated` asked once more.

    `asked_once_percent` of the things were asked for exactly once; null where nothing was.
    """

    things: int
    asked_once_percent: int | None
    requests: int
    repeated: int
