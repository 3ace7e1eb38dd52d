"""What the customer answers, declines to sign, and gives in confidence."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import (
    Answer,
)
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRecorded(Happened):
    """The customer answered, or changed what they had answered; `hidden` questions are not asked after these answers.

    Answers to `hidden` and `cleared` questions are gone.
    """

    customer_sees = True
    task: str
    contact: str
    answers: tuple[Answer, ...]
    hidden: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    corrects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDeclined(Happened):
    """An approver refused, with the reason; the task stays open and its owner is told.

    A customer is answered by `answer_by`, as we mean to.
    """

    customer_sees = True
    task: str
    by: str
    reason: Personal
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretGiven(Happened):
    """The customer gave a password or key, or replaced it; the value lies encrypted beside the onboarding."""

    customer_sees = True
    task: str
    field: str
    contact: str
    by: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretRevealed(Happened):
    """Who does the task has looked at a password or key; with that it is deleted."""

    customer_sees = True
    task: str
    field: str
    by: str
    number: int
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretAskedAgain(Happened):
    """A password or key that was shown and deleted is asked for once more."""

    customer_sees = True
    task: str
    field: str
    by: str
    reason: Personal
