"""What was typed into a task's form and not sent: saved with us by somebody, or kept by the page's script."""

from chalicelib import bootstrap
from chalicelib.application.drafts import Draft
from chalicelib.domain.given import stamp
from chalicelib.entrypoints.portal.visits import Visit


def draft_of(visit: Visit, task_id: str) -> Draft | None:
    """Return what was saved of the answers to a task; None where it asks nothing, or nothing any more."""
    task, rule = visit.about.onboarding.task(task_id), visit.about.playbook.task(task_id)
    if task is None or rule is None or not rule.fields or visit.about.onboarding.ended:
        return None
    return bootstrap.drafts().read(visit.session.onboarding, task_id)


def draft_to_show(visit: Visit, task_id: str, draft: Draft | None) -> Draft | None:
    """Return the draft if it was begun from the answers that there are; what outlives them is nothing any more."""
    return draft if draft and draft.base == answers_stamp(visit, task_id) else None


def has_saved(visit: Visit, task_id: str) -> bool:
    """Say whether answers to a task were saved, and not sent."""
    return draft_to_show(visit, task_id, draft_of(visit, task_id)) is not None


def answers_stamp(visit: Visit, task_id: str) -> str:
    """Return what tells the answers of a task from any others."""
    task = visit.about.onboarding.task(task_id)
    return stamp(task) if task else ""


def seen_with(base: str, draft: Draft | None) -> str:
    """Return what a form tells about what it has shown: the answers, and the draft."""
    return f"{base}.{draft.version if draft else ''}"


def kept_as(visit: Visit, task_id: str) -> str:
    """Return the name under which the script keeps what is typed into a task's form."""
    return f"{visit.session.onboarding}/{visit.contact.id}/{task_id}"
