"""Passwords and keys of the customer: shown once to who does the task, and asked for again on purpose only."""

from chalicelib.domain import commands as c
from chalicelib.domain.context import Context
from chalicelib.domain.decide.reopening import reopen
from chalicelib.domain.errors import NotAllowedError, NotFoundError, WrongStateError
from chalicelib.domain.events import Event, SecretAskedAgain, SecretGiven, SecretRevealed
from chalicelib.domain.onboarding import Onboarding, SecretAnswer, Task
from chalicelib.domain.values import Personal


def given(task: Task, command: c.SubmitAnswers, context: Context) -> tuple[Event, ...]:
    """Return that secrets were given: each replaces the one before."""
    before = {each.field: each.number for each in task.secrets}
    return tuple(
        SecretGiven(
            at=context.now,
            task=task.id,
            field=field,
            contact=command.contact,
            by=context.actor,
            number=before.get(field, 0) + 1,
        )
        for field in command.secrets
    )


def reveal(state: Onboarding, command: c.RevealSecret, context: Context) -> tuple[Event, ...]:
    """Show a secret to who does the task; there is nothing to show afterwards."""
    task, secret = _found(state, command.task, command.field)
    _may_see(task, context)
    if not secret.kept:
        raise WrongStateError(
            "It was shown once and is deleted. Ask the customer for it again if you still need it."
            if secret.shown_at
            else "It was deleted when the onboarding ended."
        )
    if command.number != secret.number:
        raise WrongStateError("The customer has replaced it at this moment. Look again.")
    return (
        SecretRevealed(
            at=context.now,
            task=task.id,
            field=secret.field,
            by=context.actor,
            number=secret.number,
            reason=command.reason,
        ),
    )


def ask_again(state: Onboarding, command: c.AskSecretAgain, context: Context) -> tuple[Event, ...]:
    """Ask the customer once more for a secret that is not there any more; its task opens again."""
    task, secret = _found(state, command.task, command.field)
    _may_see(task, context)
    if state.ended:
        raise WrongStateError("This onboarding has ended. Reopen it first.")
    if secret.kept:
        raise WrongStateError("It is there, and nobody has seen it: look at it instead of asking again.")
    asked = SecretAskedAgain(
        at=context.now, task=task.id, field=secret.field, by=context.actor, reason=command.reason
    )
    if not task.settled:
        return (asked,)
    return (asked, *reopen(state, c.ReopenTask(task=task.id, reason=command.reason), context))


def lost(state: Onboarding, reason: Personal, context: Context) -> tuple[Event, ...]:
    """Ask again for what an end has deleted unseen, now that the onboarding goes on; what has to be given opens its task."""
    over = {stage.id for stage in state.stages if stage.status == "done"}
    events: tuple[Event, ...] = ()
    for task in state.tasks:
        if task.settled and (task.status != "done" or task.stage in over):
            continue
        gone = _gone(task, context)
        events += tuple(
            SecretAskedAgain(at=context.now, task=task.id, field=field, by=context.actor, reason=reason)
            for field in gone
        )
        if gone and task.settled:
            events += reopen(state, c.ReopenTask(task=task.id, reason=reason), context)
    return events


def _gone(task: Task, context: Context) -> tuple[str, ...]:
    """Return the questions of a task that must be answered, and whose secrets were deleted before anybody saw them."""
    rule = context.playbook.task(task.id)
    required = {field.id for field in rule.fields if field.required} if rule else set()
    return tuple(
        each.field for each in task.secrets if each.gone and not each.shown_at and each.field in required
    )


def _found(state: Onboarding, task_id: str, field: str) -> tuple[Task, SecretAnswer]:
    task = state.task(task_id)
    secret = next((each for each in task.secrets if each.field == field), None) if task else None
    if task is None or secret is None:
        raise NotFoundError("There is no such secret.")
    return task, secret


def _may_see(task: Task, context: Context) -> None:
    """Refuse everybody but the owner of the task, and who stands in for them."""
    if context.person not in (task.owner, context.directory.stand_in(task.owner, context.now)):
        raise NotAllowedError("Only who does this task, or stands in for them, may see it.")
