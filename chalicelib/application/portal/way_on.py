"""Where somebody goes on who has given something: with the same task while it wants more, then with the next one."""

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.portal.tasks import TO_DO, TaskLine, task_line

WHAT_IS_NEXT = "what-is-next"  # stands where a link names a task; no task has such an id


def to_do_lines(about: Circumstances) -> tuple[TaskLine, ...]:
    """Return what is open for the customer, most urgent first; what is with others or waits for us comes last."""
    if about.onboarding.ended:
        return ()
    lines = (task_line(about, task) for task in about.onboarding.tasks if task.by_customer)
    return tuple(sorted((line for line in lines if line.state in TO_DO), key=_urgency))


def next_line(about: Circumstances) -> TaskLine | None:
    """Return what the reader does next; None where nothing is theirs to do now."""
    return next((line for line in to_do_lines(about) if _leads(about, line)), None)


def asked_by_name(about: Circumstances) -> bool:
    """Say whether the reader is a colleague who was asked for certain things: only those are theirs to be led to."""
    reader, first = about.contact, about.onboarding.reachable()[:1]
    if reader is None or first == (reader,):
        return False
    return any(task.handed and task.handed.contact == reader.id for task in about.onboarding.tasks)


def goes_on_with(about: Circumstances, task_id: str) -> str:
    """Return the task that follows what was just given to a task: itself while it wants more; empty where nothing does."""
    mine = [line for line in to_do_lines(about) if not line.elsewhere]
    if any(line.id == task_id for line in mine):
        return task_id
    ahead = next_line(about)
    return ahead.id if ahead else ""


def _leads(about: Circumstances, line: TaskLine) -> bool:
    return not line.elsewhere and (line.yours or not asked_by_name(about))


def _urgency(line: TaskLine) -> tuple[bool, bool, bool, str]:
    """Sort what the reader was asked to do by name before what anybody may do."""
    return line.elsewhere, not line.yours, line.state != "again", line.due.iso if line.due else "9"
