"""What the team has changed in a plan that is under way."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.events.course import Restarted
from chalicelib.domain.migration.difference import Difference
from chalicelib.domain.onboarding import Gate, Stage, Task
from chalicelib.domain.playbook import StageRule, TaskRule
from chalicelib.domain.values import Personal, PlaybookRef


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(Happened):
    """A task that the playbook does not have, with its rule; `again` says why it asks for what is there already."""

    task: Task
    rule: TaskRule
    again: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDropped(Happened):
    """A task is no longer part of the plan; nothing had been given for it."""

    task: str
    title: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReopened(Happened):
    """A task is open again. `stays` names what followed from it and stays: ``gate:…`` passed, ``stage:…`` done."""

    customer_sees = True
    task: str
    reason: Personal
    owner: str
    due_at: datetime
    stays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRequested(Happened):
    """Somebody asks to do without a task; a second person must agree."""

    task: str
    by: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskBlocked(Happened):
    """A task waits for something; `code` is of the group ``blocked``."""

    task: str
    code: str
    by: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUnblocked(Happened):
    """Nothing blocks the task any more."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet(Happened):
    """The go-live date was moved by hand; `code` is of the group ``late``."""

    target_at: datetime
    warn_at: datetime | None
    before: datetime
    code: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingReopened(Restarted):
    """It goes on after its end; every instant ahead is moved by the working time since it stopped."""

    customer_sees = True
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Happened):
    """The onboarding goes on by another version: its whole plan as it is now, and what differs, for people."""

    before: PlaybookRef
    after: PlaybookRef
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    gates: tuple[Gate, ...]
    added: tuple[TaskRule, ...]
    kept_stages: tuple[StageRule, ...]
    target_at: datetime
    warn_at: datetime | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingMigrated(PlanChanged):
    """It was moved to another version, as previewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationUndone(PlanChanged):
    """The last migration was taken back; `differences` name what was done meanwhile and is kept."""
