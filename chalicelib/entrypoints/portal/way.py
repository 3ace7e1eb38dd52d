"""Where the pages lead on: from what was just given to what is next, without a stop in between."""

from typing import Any
from urllib.parse import urlencode

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.portal.way_on import goes_on_with, next_line

_BASE = "/portal"


def first_page(about: Circumstances) -> str:
    """Return the page of what the reader does next; the overview where nothing is theirs to do."""
    ahead = next_line(about)
    return _page(ahead.id if ahead else "")


def way_on(about: Circumstances, task_id: str, *, done: str = "") -> str:
    """Return the page on which somebody goes on who has just given something to a task."""
    ahead = goes_on_with(about, task_id)
    told = {"done": done, "of": task_id if done and ahead != task_id else ""}
    query = urlencode({name: value for name, value in told.items() if value})
    return f"{_page(ahead)}?{query}" if query else _page(ahead)


def ways(about: Circumstances, task_id: str) -> dict[str, Any]:
    """Return where a task's page leads on, and, once nothing more is wanted there, where its script goes by itself."""
    ahead = goes_on_with(about, task_id)
    return {
        "ahead": _page("" if ahead == task_id else ahead),
        "by_itself": "" if ahead == task_id else way_on(about, task_id, done="arrived"),
    }


def _page(task_id: str) -> str:
    return f"{_BASE}/tasks/{task_id}" if task_id else _BASE
