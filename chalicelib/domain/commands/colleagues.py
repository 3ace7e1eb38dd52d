"""Who of the customer does what, and what they ask us."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTask:
    """Give a task of the customer to one of their people: to a `contact`, or to somebody new by name and address.

    `by` is the contact who asks for it; None when the team does. Whose language nobody says has the account's.
    """

    task: str
    contact: str | None = None
    name: Personal | None = None
    email: Personal | None = None
    language: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackTask:
    """Take a task back from the colleague who has it: by who gave it, who has it, the first contact, or the team."""

    task: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRole:
    """Say what a contact does for the customer; who signs is their ``approver``."""

    contact: str
    role: Literal["contact", "champion", "approver", "technical", "billing", "colleague"]
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassPrimary:
    """Let another contact be the first one, who is asked for everything that is nobody else's."""

    contact: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStuck:
    """Say that a task cannot go on, and why; reminders of it stop until somebody answers."""

    task: str
    contact: str
    code: Literal["missing", "unclear", "somebody_else", "technical", "other"]
    text: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuestion:
    """Ask the owner something, about a task or the whole."""

    contact: str
    text: Personal
    task: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """Answer what a contact has asked, or where they are stuck; they read these words, by mail and on their page."""

    question: str
    text: Personal
