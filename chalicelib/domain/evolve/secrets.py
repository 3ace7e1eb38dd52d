"""Passwords and keys of the customer: what there is, and who has seen it. The values are never here."""

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Onboarding, SecretAnswer, Task


def secrets(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what happened to secrets; None for other events."""
    match event:
        case e.SecretGiven():
            given = SecretAnswer(field=event.field, number=event.number, by=event.by, at=event.at)
            return _with(s, event, (given,))
        case e.SecretRevealed():
            task = s.task(event.task)
            found = tuple(each for each in (task.secrets if task else ()) if each.field == event.field)
            shown = tuple(replace(each, shown_to=event.by, shown_at=event.at) for each in found)
            return _with(s, event, shown)
        case e.SecretAskedAgain():
            return _with(s, event, ())
    return None


def ended(task: Task) -> Task:
    """Return a task as it is after the end of its onboarding: its secrets are deleted."""
    if not task.secrets:
        return task
    return replace(task, secrets=tuple(replace(each, gone=True) for each in task.secrets))


def _with(
    s: Onboarding, event: e.SecretGiven | e.SecretRevealed | e.SecretAskedAgain, now: tuple[SecretAnswer, ...]
) -> Onboarding:
    task = s.task(event.task)
    others = tuple(each for each in (task.secrets if task else ()) if each.field != event.field)
    return replace(s, tasks=with_item(s.tasks, event.task, secrets=(*others, *now)))
