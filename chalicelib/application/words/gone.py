"""Tasks as a journal tells of them: also those that a version, or its undoing, has taken away since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """A task as an event held it."""

    title: str
    stage: str
    by_customer: bool


def told_tasks(entries: Iterable[Mapping[str, Any]]) -> dict[str, Told]:
    """Return the tasks that journal entries hold whole, by id; the latest word counts."""
    return {
        str(one["id"]): Told(str(one["title"]), str(one.get("stage", "")), bool(one.get("by_customer")))
        for entry in entries
        for one in _held(entry.get("data") or {})
    }


def _held(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    many = data.get("tasks")
    for one in (*(many if isinstance(many, list | tuple) else ()), data.get("task")):
        if isinstance(one, Mapping) and "id" in one and "title" in one:
            yield one
