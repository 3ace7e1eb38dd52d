"""Who of the customer asks whom for what, as the page behind a colleague's link says it."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.personal import ERASED
from chalicelib.application.words.dates import When, local_time
from chalicelib.domain.onboarding import Onboarding, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody is asked for by name: `by` whom (empty where the plan says so), until when where that is not over."""

    by: str
    task: str
    due: When | None


def handed_to(onboarding: Onboarding, contact_id: str) -> tuple[Task, ...]:
    """Return what is open and was given to a contact by somebody else."""
    return tuple(
        task
        for task in (onboarding.outstanding() if onboarding.running else ())
        if task.handed and task.handed.contact == contact_id and task.handed.by != f"contact:{contact_id}"
    )


def asked_of(about: Circumstances, task_id: str) -> Asked | None:
    """Return what the reader was asked for: the task that their link is about, else the first; None for nothing."""
    theirs = handed_to(about.onboarding, about.contact.id) if about.contact else ()
    task = next((each for each in theirs if each.id == task_id), next(iter(theirs), None))
    if task is None or task.handed is None:
        return None
    by = name_of(about, task.handed.by)
    due = task.due_at if task.due_at and task.due_at >= about.now else None
    return Asked(
        by="" if by == ERASED else by, task=task.title, due=local_time(about.zone, about.now).when(due)
    )
