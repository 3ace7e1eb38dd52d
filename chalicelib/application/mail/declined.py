"""What a mail says of a sign-off that was declined: by whom, why, and how that was settled."""

from dataclasses import dataclass

from chalicelib.application.personal import Names
from chalicelib.application.words.plain import name_of, plain
from chalicelib.domain.onboarding import Contact, Onboarding
from chalicelib.domain.phrases import phrase

_LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """How a sign-off was declined. `by` is empty where that is the receiver; `note` is what we say that was done."""

    by: str
    reason: str
    settled: bool
    note: str


def declined_of(
    tasks: tuple[str, ...], contact: Contact, onboarding: Onboarding, names: Names
) -> Declined | None:
    """Return how the one thing that a mail asks for was declined; None where it was not, or is as good as forgotten."""
    task = onboarding.task(tasks[0]) if len(tasks) == 1 else None
    if task is None or task.declined is None:
        return None
    who = onboarding.contact(task.declined.by.partition(":")[2])
    settled = task.declined.settled_at is not None
    if who is None or not (settled or onboarding.declined(task.id)):
        return None
    return Declined(
        by="" if who.id == contact.id else name_of(names.reveal(who.name)) or phrase("Your colleague"),
        reason=plain(names.reveal(task.declined.reason), longest=_LONGEST),
        settled=settled,
        note=plain(names.reveal(task.declined.note), longest=_LONGEST) if task.declined.note else "",
    )


def says_of(kind: str, task_id: str, onboarding: Onboarding, names: Names) -> tuple[str, ...]:
    """Return what a receipt says of a decline: the reason, and once it is settled how."""
    task = onboarding.task(task_id)
    if task is None or task.declined is None:
        return ()
    reason = plain(names.reveal(task.declined.reason), longest=_LONGEST)
    note = plain(names.reveal(task.declined.note), longest=_LONGEST) if task.declined.note else ""
    said = (phrase("The reason: “%(reason)s”", reason=reason),) if reason else ()
    done = (phrase("What was done: “%(note)s”", note=note),) if kind == "settled" and note else ()
    return (*said, *done)
