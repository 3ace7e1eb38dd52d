"""What the team has changed in a plan that is under way."""

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.events.changes import PlanChanged
from chalicelib.domain.evolve.colleagues import no_longer_stuck
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Block, Gate, Migration, Onboarding, Stage, Task, Waiver


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
        case e.TaskAdded():
            return replace(s, tasks=(*s.tasks, event.task), added=(*s.added, event.rule))
        case e.TaskDropped():
            left = tuple(task for task in s.tasks if task.id != event.task)
            questions = no_longer_stuck(s.questions, event.task, at=event.at)
            return replace(s, tasks=left, questions=questions, dropped=(*s.dropped, event.task))
        case e.OnboardingMigrated():
            return _with_plan(s, event, migration=_undoable(s, event))
        case e.MigrationUndone():
            return _with_plan(s, event, migration=None)
    return None


def _with_plan(s: Onboarding, event: PlanChanged, *, migration: Migration | None) -> Onboarding:
    return replace(
        s,
        playbook=event.after,
        stages=event.stages,
        tasks=event.tasks,
        gates=event.gates,
        added=event.added,
        kept_stages=event.kept_stages,
        target_at=event.target_at,
        warn_at=event.warn_at,
        migration=migration,
    )


def _undoable(s: Onboarding, event: e.OnboardingMigrated) -> Migration:
    """Return what the migration changes or drops, as it is before it."""
    order = tuple(_names(stage=s.stages, task=s.tasks, gate=s.gates))
    stay = set(_names(stage=event.stages, task=event.tasks, gate=event.gates))
    return Migration(
        at=event.at,
        before=s.playbook,
        after=event.after,
        order=order,
        dropped=tuple(name for name in order if name not in stay),
        stages=tuple(one for one in s.stages if one not in event.stages),
        tasks=tuple(one for one in s.tasks if one not in event.tasks),
        gates=tuple(one for one in s.gates if one not in event.gates),
        added=s.added,
        kept_stages=s.kept_stages,
        target_at=s.target_at,
        warn_at=s.warn_at,
        moved_to=event.target_at,
    )


def _open_again(event: e.TaskReopened) -> dict[str, object]:
    """Return what is told of a task that is open again: what settled it and who was asked no longer counts."""
    again = {"status": "open", "owner": event.owner, "opened_at": event.at, "due_at": event.due_at}
    again |= {"proof": None, "asked": False, "waiver": None, "reopened_at": event.at, "stuck_at": None}
    return again | {"handed": None, "again": True, "declined": None}


def _block(s: Onboarding, event: e.TaskBlocked) -> Block:
    """Return the block; one whose reason is only put better goes on since it began."""
    task = s.task(event.task)
    since = task.blocked.since if task and task.blocked else event.at
    return Block(code=event.code, since=since, by=event.by, note=event.note)


def _names(**parts: tuple[Stage, ...] | tuple[Task, ...] | tuple[Gate, ...]) -> Iterator[str]:
    return (f"{kind}:{one.id}" for kind, items in parts.items() for one in items)
