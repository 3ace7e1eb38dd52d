"""The aggregate: one won deal on its way to live, as immutable values."""

from chalicelib.domain.onboarding.contacts import Code, Contact, ContactStatus, Opinion, Question
from chalicelib.domain.onboarding.course import Activity, Forecast, Milestones, Stage, Waiting
from chalicelib.domain.onboarding.documents import Document, DocumentStatus
from chalicelib.domain.onboarding.escalations import Escalation
from chalicelib.domain.onboarding.meetings import Meeting
from chalicelib.domain.onboarding.migration import Migration
from chalicelib.domain.onboarding.proof import Gate, Promise, Proof
from chalicelib.domain.onboarding.tasks import (
    SETTLED,
    Answer,
    Block,
    Decline,
    Handed,
    SecretAnswer,
    Task,
    TaskStatus,
    Waiver,
)
from chalicelib.domain.onboarding.telling import Notice, Nudge, Receipts, Reminders
from chalicelib.domain.onboarding.whole import Onboarding, Status

__all__ = [
    "SETTLED",
    "Activity",
    "Answer",
    "Block",
    "Code",
    "Contact",
    "ContactStatus",
    "Decline",
    "Document",
    "DocumentStatus",
    "Escalation",
    "Forecast",
    "Gate",
    "Handed",
    "Meeting",
    "Migration",
    "Milestones",
    "Notice",
    "Nudge",
    "Onboarding",
    "Opinion",
    "Promise",
    "Proof",
    "Question",
    "Receipts",
    "Reminders",
    "SecretAnswer",
    "Stage",
    "Status",
    "Task",
    "TaskStatus",
    "Waiting",
    "Waiver",
]
