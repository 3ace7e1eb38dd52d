"""Answers that were saved and not sent: kept beside the onboarding, and no part of what has happened in it.

A draft is no answer: nothing is decided by it, nobody is told, the journal does not hear of it. It belongs to the task,
so that a colleague goes on where somebody stopped. It counts only while the answers are the same as when it was saved:
a draft that outlives its sending (a process that ended in between) is nothing any more. What was typed is personal: the commit
that settles a task, or ends the onboarding, empties its draft in the same transaction, and leaves its number there: who has
not seen that commit keeps nothing any more, however late their request arrives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.onboarding import Onboarding

MOST_OVER = 40  # emptied with one commit, which has room for 100 items: of any others time makes an end


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed for a task so far.

    Attributes
    ----------
    by
        The contact who saved it.
    base
        Which answers it was typed over (`given.stamp`).
    values
        By question, as typed; never a secret.
    version
        Tells it from any other draft of the task.
    """

    task: str
    by: str
    at: datetime
    base: str
    values: Mapping[str, str]
    version: str


def over(before: Onboarding | None, after: Onboarding) -> tuple[str, ...]:
    """Return the tasks whose drafts nobody goes on from any more: those settled or taken out just now; at the end, all."""
    if before is None:
        return ()
    was = {task.id: task for task in before.tasks if task.by_customer}
    if after.ended:
        gone = () if before.ended else tuple(was)
    else:
        now = {task.id: task for task in after.tasks}
        gone = tuple(
            key for key, task in was.items() if not task.settled and (key not in now or now[key].settled)
        )
    return gone[:MOST_OVER]


class Drafts(Protocol):
    """Where drafts are kept."""

    def read(self, onboarding: str, task: str) -> Draft | None:
        """Return the draft of a task."""
        ...

    def keep(self, onboarding: str, draft: Draft, *, over: str, seen: int) -> bool:
        """Keep a draft in place of the version `over` (empty: of none), by whoever has `seen` the onboarding up to a sequence.

        False where there is another one by now, or where a later commit has emptied it.
        """
        ...

    def drop(self, onboarding: str, draft: Draft) -> None:
        """Forget a draft, unless there is another one by now."""
        ...
