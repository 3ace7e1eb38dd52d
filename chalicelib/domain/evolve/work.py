"""Stages, gates, tasks and documents."""

from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.events.work import MovedDate
from chalicelib.domain.evolve.colleagues import no_longer_stuck
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Decline, Onboarding, Task

READ_TASK = "handoff-read"


def stages(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what happened to stages and gates; None for other events."""
    match event:
        case e.StageEntered():
            changes = {
                "status": "active",
                "owner": event.owner,
                "entered_at": event.at,
                "due_at": event.due_at,
            }
            return replace(s, stages=with_item(s.stages, event.stage, **changes))
        case e.StageCompleted():
            return replace(s, stages=with_item(s.stages, event.stage, status="done", left_at=event.at))
        case e.GatePassed():
            return replace(s, gates=with_item(s.gates, event.gate, proof=event.proof, passed_at=event.at))
        case e.OverrideRequested():
            return replace(
                s, gates=with_item(s.gates, event.gate, override_by=event.by, override_reason=event.reason)
            )
        case e.MilestoneReached():
            return replace(s, milestones=replace(s.milestones, **{event.milestone: event.at}))
    return None


def tasks(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what happened to tasks; None for other events."""
    match event:
        case e.TaskOpened():
            changes: dict[str, Any] = {"status": "open", "owner": event.owner}
            changes |= {"opened_at": event.at, "due_at": event.due_at}
            changes |= {"anchor": event.anchor, "anchored_at": event.anchored_at, "stuck_at": event.stuck_at}
            return replace(s, tasks=with_item(s.tasks, event.task, **changes))
        case e.ProvisioningRetried():
            return replace(s, tasks=with_item(s.tasks, event.task, stuck_at=event.stuck_at))
        case e.DatesMoved():
            dates = {date.task: date for date in event.moved}
            return replace(s, tasks=tuple(_moved(t, dates[t.id]) if t.id in dates else t for t in s.tasks))
        case e.TaskCompleted():
            return _settled(s, event, "done")
        case e.TaskWaived():
            return _settled(s, event, "waived")
        case e.TaskReviewed():
            changes = {"status": event.status}
            if event.status != "open":
                changes |= {"remind_at": None}  # what is with us is reminded of anew when it comes back
            return replace(s, tasks=with_item(s.tasks, event.task, **changes))
        case e.ApprovalDeclined():
            declined = Decline(by=event.by, at=event.at, reason=event.reason, answer_by=event.answer_by)
            return replace(s, tasks=with_item(s.tasks, event.task, declined=declined))
        case e.AnswersRecorded():
            task = s.task(event.task)
            over = {*(answer.field for answer in event.answers), *event.hidden, *event.cleared}
            kept = tuple(answer for answer in task.answers if answer.field not in over) if task else ()
            answers: dict[str, Any] = {"answers": kept + event.answers, "hidden": event.hidden}
            answers |= {"answered_at": event.at} if task and task.reopened_at else {}
            return replace(s, tasks=with_item(s.tasks, event.task, **answers))
    return None


def _moved(task: Task, date: MovedDate) -> Task:
    return replace(task, due_at=date.new, anchor=date.anchor, anchored_at=date.anchored_at)


def _settled(s: Onboarding, event: e.TaskCompleted | e.TaskWaived, status: str) -> Onboarding:
    """Settle a task; who has read the deal by hand ends the opening, too."""
    read = event.task == READ_TASK and s.status == "opening"
    over: dict[str, Any] = {"blocked": None, "waiver": None, "remind_at": None}
    tasks = with_item(s.tasks, event.task, status=status, proof=event.proof, **over)
    questions = no_longer_stuck(s.questions, event.task, at=event.at)
    return replace(s, tasks=tasks, questions=questions, status="active" if read else s.status)
