"""How many files one onboarding takes: so many that nobody meets the limit by working, and that a state stays small."""

from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.phrases import phrase

MOST_UNJUDGED = 40
MOST_OF_TASK = 60
MOST_IN_ALL = 150

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
    unjudged = sum(d.status in {"received", "checking", "needs_person"} for d in state.documents)
    if unjudged >= MOST_UNJUDGED:
        return UNJUDGED_FULL
    if len(state.of_task(task_id)) >= MOST_OF_TASK:
        return TASK_FULL
    return ALL_FULL if len(state.documents) >= MOST_IN_ALL else ""
