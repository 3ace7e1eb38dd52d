"""How many files one onboarding takes: so many that nobody meets the limit by working, and that a state stays small.

What comes by a closed page has a small room of its own: whoever kept somebody's page open takes nothing from them.
"""

from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.phrases import phrase

MOST_UNJUDGED = 40
MOST_OF_TASK = 60
MOST_IN_ALL = 150
MOST_OUTSIDE = 10

UNJUDGED_FULL = phrase(
    "There are 40 files of yours here that have not been checked yet, which is as many as we take at a time."
    " This one was not kept. Please send it again once the others have been checked."
)
TASK_FULL = phrase(
    "60 files have been sent here, which is as many as we take for one task. This one was not kept."
    " Please write to us, and we will find another way."
)
ALL_FULL = phrase(
    "150 files have been sent to us, which is as many as we take in all. This one was not kept."
    " Please write to us, and we will find another way."
)


def no_room(state: Onboarding, task_id: str) -> str:
    """Return why no other file can be taken for a task, in words for the customer; empty while one can."""
    files = [d for d in state.documents if not d.by_closed_page]
    unjudged = sum(d.status in {"received", "checking", "needs_person"} for d in files)
    if unjudged >= MOST_UNJUDGED:
        return UNJUDGED_FULL
    if sum(d.task == task_id for d in files) >= MOST_OF_TASK:
        return TASK_FULL
    return ALL_FULL if len(files) >= MOST_IN_ALL else ""


def closed_door(state: Onboarding, key: str, *, outside: bool) -> str:
    """Return why nothing more is taken by a closed page (`outside`) or by the form that signed `key`; empty otherwise."""
    before = [d for d in state.documents if d.outside]
    if any(d.key == key for d in before):
        return "A file has come by this form since its page was closed. Another one is not taken."
    if outside and len(before) >= MOST_OUTSIDE:
        return "Ten files have come by pages that were closed. Another one is not taken."
    return ""
