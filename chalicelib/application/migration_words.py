"""A migration's differences as a person reads them."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.migrated import Difference

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
}


def sentences(items: Iterable[Difference], *, zone: str) -> tuple[str, ...]:
    """Return a sentence for each difference; dates are told in a time zone."""
    return tuple(sentence(item, zone=zone) for item in items)


def sentence(item: Difference, *, zone: str) -> str:
    """Return one difference in words: ``Task “Floor plan” is added.``"""
    what = "; ".join(_FIELDS.get(one, one.replace("_", " ")) for one in item.what)
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
    details = ": ".join(part for part in (item.note, what) if part)
    details = ", ".join(part for part in (details, f"due {moves}" if moves else "") if part)
    return head + said + (f": {details}." if details else ".")


def _say(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
