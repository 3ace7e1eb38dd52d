"""A task is open again that was done or waived. What followed from it stays, and the event says so."""

from collections.abc import Iterator

from chalicelib.domain import commands as c
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.errors import NotFoundError, WrongStateError
from chalicelib.domain.events import Event, TaskReopened
from chalicelib.domain.onboarding import Onboarding, Task

HOURS_WITHOUT_RULE = 8


def reopen(state: Onboarding, command: c.ReopenTask, context: Context) -> tuple[Event, ...]:
    """Open a settled task again, with its full time from now."""
    task = state.task(command.task)
    if task is None:
        raise NotFoundError(f"There is no task '{command.task[:60]}'.")
    if state.ended:
        raise WrongStateError("This onboarding has ended. Reopen it, and name the task with it.")
    if not task.settled:
        raise WrongStateError(
            f"'{task.title}' is {task.status.replace('_', ' ')}; there is nothing to open again."
        )
    rule = context.playbook.task(task.id)
    owner = context.directory.stand_in(task.owner, context.now)
    calendar = context.calendar_for(CUSTOMER if task.by_customer else f"person:{owner}")
    return (
        TaskReopened(
            at=context.now,
            task=task.id,
            reason=command.reason,
            owner=owner,
            due_at=calendar.due(context.now, rule.hours if rule else HOURS_WITHOUT_RULE),
            stays=tuple(_followed(task, state, context)),
        ),
    )


def _followed(task: Task, state: Onboarding, context: Context) -> Iterator[str]:
    """Yield what followed from a task and stays: gates that it has helped to pass, its stage if that is done."""
    stages = {stage.id for stage in state.stages if stage.status == "done"}
    if task.stage in stages:
        yield f"stage:{task.stage}"
    passed = {gate.id for gate in state.gates if gate.passed_at}
    for rule in context.playbook.gates:
        if rule.id in passed and {f"task:{task.id}", f"stage:{task.stage}"} & set(rule.requires):
            yield f"gate:{rule.id}"
