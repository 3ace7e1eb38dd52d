"""What a page says of what was just done, on the way from one task to the next."""

from typing import Any

from chalicelib.application.portal.tasks import GIVEN, has_given, task_line
from chalicelib.entrypoints.portal.drafts import kept_as
from chalicelib.entrypoints.portal.visits import Visit


def just_done(visit: Visit, done: str, task_id: str, *, here: str = "") -> dict[str, Any]:
    """Return what a page says was just done, and the task it was done for where that is another than the one `here`.

    With it comes whose answers the script need not keep any more, as they were sent or saved: those alone.
    An address can be typed, shared or opened a year later: nothing has arrived because an address says so.
    """
    task = visit.about.onboarding.task(task_id)
    line = task_line(visit.about, task) if task and task.by_customer and task_id != here else None
    so = done not in GIVEN or (task is not None and has_given(visit.about, task, done))
    forgets = {"answered": task_id, "saved": here}.get(done, "") if so else ""
    return {
        "flash": done if so else "",
        "given": line,
        "given_keep": kept_as(visit, forgets) if forgets else "",
    }
