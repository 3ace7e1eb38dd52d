"""Who of the customer does what, and what they ask us."""

from dataclasses import dataclass

from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import Nudge, Question
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAssigned(Happened):
    """One of the customer's people has a task now; its reminders begin anew, and go to them.

    `invited`: they are new, and the mail about it is the one that brings their link.
    """

    customer_sees = True
    task: str
    contact: str
    by: str
    nudge: Nudge
    invited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTakenBack(Happened):
    """A task is with the first contact again."""

    customer_sees = True
    task: str
    by: str
    nudge: Nudge


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSet(Happened):
    """A contact has another role."""

    customer_sees = True
    contact: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryPassed(Happened):
    """Another contact is asked first from now on."""

    customer_sees = True
    contact: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Happened):
    """A contact has asked something, or says that they are stuck."""

    customer_sees = True
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(Happened):
    """Somebody of the team has answered."""

    customer_sees = True
    question: str
    by: str
    text: Personal
