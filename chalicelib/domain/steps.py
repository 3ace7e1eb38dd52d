"""Steps that begin at one moment, and which mail tells the customer of them: one for all, the one with something to do."""

from datetime import datetime

from chalicelib.domain.onboarding import Onboarding, Stage, Task


def begun_at(state: Onboarding, moment: datetime | None) -> tuple[Stage, ...]:
    """Return the steps that began at an instant and go on; of the very first, the welcome tells."""
    if moment is None:
        return ()
    return tuple(s for s in state.stages[1:] if s.entered_at == moment and s.status == "active")


def asks_to_meet(state: Onboarding, moment: datetime | None) -> bool:
    """Say whether the customer was asked when to meet, for a step that began at an instant."""
    tasks = {task.id for task in _opened(state, moment)}
    return any(meeting.task in tasks and (meeting.times or meeting.chosen) for meeting in state.meetings)


def asks_for_more(state: Onboarding, moment: datetime | None, contact: str) -> bool:
    """Say whether a contact was asked for something with a step that began at an instant, and it is still open."""
    first = [each.id for each in state.reachable()[:1]]
    return any(
        task.by_customer
        and task.asked
        and task.status == "open"
        and ([task.handed.contact] if task.handed else first) == [contact]
        for task in _opened(state, moment)
    )


def _opened(state: Onboarding, moment: datetime | None) -> tuple[Task, ...]:
    begun = {stage.id for stage in begun_at(state, moment)}
    return tuple(task for task in state.tasks if task.stage in begun and task.opened_at == moment)
