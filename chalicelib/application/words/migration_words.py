"""A migration's differences as a person reads them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.migration.difference import Difference
from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.people import Directory

_KINDS = {"stage": "Stage", "task": "Task", "gate": "Gate"}
_FIELDS = {
    "documents": "other files are asked for",
    "fields": "other questions are asked",
    "help": "its explanation differs",
    "statement": "its statement differs",
    "after": "it waits for others",
    "opens": "it opens at another time",
    "customer_title": "its title for the customer differs",
    "remind": "its reminders differ",
    "calendar": "working time differs, for dates from now on",
    "reminders": "reminders differ",
    "rung_hours": "escalations climb at another pace",
    "codes": "other reasons can be chosen",
    "stall": "it is called silent after another time",
}
_MEASURES = {
    "hours": "working hours",
    "due": "due",
    "role": "done by the role",
    "warn_days": "working days of warning before the go-live date",
    "most_snooze_hours": "working hours for which something can be put off at most",
    "waive": "who may do without it",
    "provision": "the call to another system",
    "title": "title",
}


def sentences(
    items: Iterable[Difference],
    *,
    zone: str,
    after: Onboarding | None = None,
    directory: Directory | None = None,
) -> tuple[str, ...]:
    """Return a sentence for each difference; dates are told in a time zone.

    With the onboarding as it would go on, tasks are named by their titles, and what is added says with whom it is.
    """
    titles = {f"task:{task.id}": f"“{task.title}”" for task in after.tasks} if after else {}
    added = dict(_added(items, after, directory, zone)) if after and directory else {}
    return tuple(sentence(item, zone=zone, titles=titles, more=added.get(item.id, "")) for item in items)


def undo_sentences(
    before: Onboarding, after: Onboarding, kept: Iterable[Difference], *, zone: str
) -> tuple[str, ...]:
    """Return what taking a migration back would do, in sentences: what goes, what comes back, which dates move."""
    lines = [f"Task “{task.title}” goes." for task in before.tasks if after.task(task.id) is None]
    for task in after.tasks:
        was = before.task(task.id)
        if was is None:
            lines.append(f"Task “{task.title}” comes back.")
        elif was.due_at and task.due_at and was.due_at != task.due_at:
            lines.append(
                f"Task “{task.title}” moves: due {_say(was.due_at, zone)} → {_say(task.due_at, zone)}."
            )
    if before.target_at != after.target_at:
        lines.append(
            f"The go-live date moves: {_say(before.target_at, zone)} → {_say(after.target_at, zone)}."
        )
    return (*lines, *sentences(kept, zone=zone))


def _added(
    items: Iterable[Difference], after: Onboarding, directory: Directory, zone: str
) -> Iterator[tuple[str, str]]:
    """Yield what is to be known of each task that is added: with whom it is, until when, and what it sets off."""
    for item in items:
        task = after.task(item.id) if item.kind == "task" and item.change == "added" else None
        if task is not None:
            yield item.id, _with_whom(task, directory, zone)


def _with_whom(task: Task, directory: Directory, zone: str) -> str:
    person = directory.get(task.owner)
    name = person.name if person else task.owner
    who = f"the customer does it, {name} looks after it" if task.by_customer else f"{name} does it"
    if task.status == "waiting":
        return f"{who}; it opens later"
    due = f", due {_say(task.due_at, zone)}" if task.due_at else ""
    return f"{who}{due}" + ("; the customer is asked for it at once, by mail" if task.asked else "")


def sentence(item: Difference, *, zone: str, titles: Mapping[str, str] | None = None, more: str = "") -> str:
    """Return one difference in words: ``Task “Floor plan” is added.``"""
    what = "; ".join(_field(one, titles or {}) for one in item.what)
    moves = ""
    if item.due_before and item.due_after:
        moves = f"{_say(item.due_before, zone)} → {_say(item.due_after, zone)}"
    if item.kind == "target":
        return f"The go-live date moves: {moves}."
    if item.kind == "policy":
        return f"Clocks and reasons: {what}."
    head = f"{_KINDS[item.kind]} “{item.title}” "
    said = {
        "added": "is added",
        "dropped": "is dropped",
        "changed": "changes",
        "moved": "moves",
        "kept": "stays",
    }[item.change]
    details = ": ".join(part for part in (item.note, what, more) if part)
    details = ", ".join(part for part in (details, f"due {moves}" if moves else "") if part)
    return head + said + (f": {details}." if details else ".")


def _field(written: str, titles: Mapping[str, str]) -> str:
    """Return what differs in plain words: ``warn_days: 2 → 3``, ``requires task:logo``."""
    name, measured, values = written.partition(": ")
    if measured:
        return f"{_MEASURES.get(name, name.replace('_', ' '))}: {values}"
    verb, _, subject = written.rpartition(" ")
    if verb in {"requires", "no longer requires"}:
        return f"{verb} {titles.get(subject, subject.partition(':')[2].replace('_', ' ') or subject)}"
    return _FIELDS.get(written, written.replace("_", " "))


def _say(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
