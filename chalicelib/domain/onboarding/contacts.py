"""The customer's people: who they are, what they ask, and what they think of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.values import Personal

ContactStatus = Literal["active", "left", "unreachable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code that was mailed to a contact: what it is derived from, never the code.

    `visit` stands for the session that asked for it: in any other it is wrong. `tries` counts the wrong ones.
    """

    challenge: str
    visit: str
    at: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person of the customer.

    Attributes
    ----------
    status
        active, left (said so themselves) or unreachable (mail came back).
    reminders
        Whether they want to be reminded; everything else is mailed all the same.
    renewed
        How often their link alone was replaced: its epoch is the onboarding's and this.
    since
        The sequence from which on mail goes to their present address.
    code
        The newest code that was mailed to them, until it has done its work.
    """

    id: str
    name: Personal | None
    email: Personal | None
    role: str
    language: str = "en"
    time_zone: str = "UTC"
    status: ContactStatus = "active"
    invited_by: str | None = None
    welcomed: bool = False
    reminders: bool = True
    renewed: int = 0
    since: int = 0
    code: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a contact asks us, or where they are stuck; its words are seen by all contacts.

    Attributes
    ----------
    task
        What it is about; None for the whole.
    stuck
        Why they cannot go on, a key of `questions.STUCK`; None for a question.
    answer_by
        Until when we mean to answer.
    over_at
        When it needed no answer any more: the task is done, or somebody else has it.
    """

    id: str
    at: datetime
    contact: str
    text: Personal | None
    answer_by: datetime
    task: str | None = None
    stuck: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    answer: Personal | None = None
    over_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Say whether it waits for an answer."""
        return self.answered_at is None and self.over_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody of the customer thinks of a milestone: asked for at `asked_at`, and `score` from 1 to 5 once given.

    `given_at` is when it was given first; it may be changed for a while after that.
    """

    milestone: str
    contact: str
    asked_at: datetime
    score: int | None = None
    comment: Personal | None = None
    given_at: datetime | None = None
