"""The plan that a migration, or taking one back, comes to."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.context import Context
from chalicelib.domain.onboarding import Gate, Onboarding, Stage, Task
from chalicelib.domain.playbook import StageRule, TaskRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole plan: what the state holds after a migration."""

    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    gates: tuple[Gate, ...]
    added: tuple[TaskRule, ...]
    kept_stages: tuple[StageRule, ...]
    target_at: datetime
    warn_at: datetime | None


def added_to(
    rules: tuple[TaskRule, ...],
    tasks: tuple[Task, ...],
    state: Onboarding,
    context: Context,
    *,
    and_by: tuple[TaskRule, ...] = (),
) -> tuple[TaskRule, ...]:
    """Return the rules that a version lacks: of tasks added by hand, and of those that stay without it."""
    known = {rule.id for rule in rules}
    mine = {rule.id: rule for rule in (*and_by, *state.added)}
    mine |= {task.id: rule for task in tasks if (rule := context.playbook.task(task.id))}
    return tuple(rule for name, rule in mine.items() if name not in known)


def kept_beside(
    rules: tuple[StageRule, ...],
    stages: tuple[Stage, ...],
    context: Context,
    *,
    and_by: tuple[StageRule, ...] = (),
) -> tuple[StageRule, ...]:
    """Return the rules of stages that stay although a version lacks them."""
    known = {rule.id for rule in rules}
    mine = {rule.id: rule for rule in (*and_by, *context.playbook.stages)}
    return tuple(mine[stage.id] for stage in stages if stage.id not in known)
