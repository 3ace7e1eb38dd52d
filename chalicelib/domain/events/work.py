"""Stages, gates and tasks."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import (
    Proof,
    TaskStatus,
)
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEntered(Happened):
    """A stage began, with its accountable owner and the end of its clock."""

    customer_sees = True
    stage: str
    owner: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCompleted(Happened):
    """Everything of a stage is settled."""

    customer_sees = True
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePassed(Happened):
    """A gate holds: what proved it, by whom, when; an override names both persons in its proof."""

    customer_sees = True
    gate: str
    opens: str
    proof: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRequested(Happened):
    """Somebody asks to open a gate without its proof; a second person must approve."""

    gate: str
    by: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(Happened):
    """A task can be done now, until `due_at`. `provision` names the downstream call that does it.

    `anchor` and `anchored_at` say what the date counts from, where that is not the task's own opening. At `stuck_at`
    somebody is told, if nobody has signed or the other system has not answered.
    """

    customer_sees = True
    task: str
    owner: str
    due_at: datetime
    provision: str | None = None
    anchor: str | None = None
    anchored_at: datetime | None = None
    stuck_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDate:
    """The due date of one task, as it was and as it is; `anchored_at` is what it counts from by now."""

    task: str
    old: datetime | None
    new: datetime
    anchor: str
    anchored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesMoved(Happened):
    """What dates count from has moved, or is known now, and they with it. `reason`: ``target`` or milestones."""

    customer_sees = True
    moved: tuple[MovedDate, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted(Happened):
    """A task is done, with its proof."""

    customer_sees = True
    task: str
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWaived(Happened):
    """Somebody decided to do without a task, with the reason in the proof's note."""

    customer_sees = True
    task: str
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReviewed(Happened):
    """A customer task waits for the check or a person (`in_review`), or is the customer's again (`open`)."""

    customer_sees = True
    task: str
    status: TaskStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReached(Happened):
    """One of the milestone times is known."""

    customer_sees = True
    milestone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningFailed(Happened):
    """A downstream system refused or could not be reached; the task stays open."""

    task: str
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningRetried(Happened):
    """The downstream call of a task is made once more."""

    task: str
    provision: str
    stuck_at: datetime | None = None
