"""What the team changes in a plan that is under way: tasks, dates, and the course of the whole."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.domain.codes import OTHER
from chalicelib.domain.playbook import DocumentRule, FieldRule, TaskKind
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTask:
    """Add a task that the playbook does not have, to a stage that is not done. Its words are like a playbook's: no names.

    `role` says who signs an approval off (``customer`` or a role of the team), `owner` who does it or answers for it;
    without them it is the stage's. It is due on `due`, else `hours` working hours after it opens. `signer` says who of the
    customer signs. What was asked for already is refused, unless `again` says why it is wanted again.
    """

    title: str
    stage: str
    kind: TaskKind = "internal"
    help: str = ""
    role: str | None = None
    owner: str | None = None
    hours: int = 8
    due: date | None = None
    after: tuple[str, ...] = ()
    documents: DocumentRule | None = None
    fields: tuple[FieldRule, ...] = ()
    statement: str = ""
    signer: Literal["anyone", "approver"] = "anyone"
    again: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTask:
    """Take a task out of the plan that nothing was given for and no gate requires, with the reason."""

    task: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTask:
    """Open a task again that was done or waived, with the reason; what followed from it stays."""

    task: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWaiver:
    """Ask a second person to do without a task, with the reason."""

    task: str
    reason: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveWaiver:
    """Agree to do without a task; must be somebody else than who asked."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTask:
    """Say what a task waits for, by a reason code of the group ``blocked``."""

    task: str
    code: str = OTHER
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnblockTask:
    """Say that nothing blocks a task any more."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTarget:
    """Move the go-live date to a day, with a reason code of the group ``late``."""

    date: date
    code: str = OTHER
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenOnboarding:
    """Let an onboarding go on that was cancelled or is complete; `tasks` are opened again with it."""

    reason: Personal
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrateOnboarding:
    """Go on by a version of its playbook, exactly as a preview with this `digest` has shown."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMigration:
    """Go back to the version before the last migration; what was done meanwhile is kept."""
