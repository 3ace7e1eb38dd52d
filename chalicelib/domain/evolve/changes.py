"""What the team has changed in a plan that is under way."""

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Block, Onboarding, Waiver


def changes(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what the team changed; None for other events."""
    match event:
        case e.TaskReopened():
            return replace(s, tasks=with_item(s.tasks, event.task, **_open_again(event)))
        case e.WaiverRequested():
            waiver = Waiver(by=event.by, at=event.at, reason=event.reason)
            return replace(s, tasks=with_item(s.tasks, event.task, waiver=waiver))
        case e.TaskBlocked():
            return replace(s, tasks=with_item(s.tasks, event.task, blocked=_block(s, event)))
        case e.TaskUnblocked():
            return replace(s, tasks=with_item(s.tasks, event.task, blocked=None))
        case e.TargetSet():
            return replace(s, target_at=event.target_at, warn_at=event.warn_at)
    return None


def _open_again(event: e.TaskReopened) -> dict[str, object]:
    """Return what is told of a task that is open again: what settled it and who was asked no longer counts."""
    again = {"status": "open", "owner": event.owner, "opened_at": event.at, "due_at": event.due_at}
    return again | {"proof": None, "asked": False, "waiver": None, "reopened_at": event.at, "stuck_at": None}


def _block(s: Onboarding, event: e.TaskBlocked) -> Block:
    """Return the block; one whose reason is only put better goes on since it began."""
    task = s.task(event.task)
    since = task.blocked.since if task and task.blocked else event.at
    return Block(code=event.code, since=since, by=event.by, note=event.note)
