"""An onboarding as items, and items as an onboarding: which part stands under which sort key.

What changes together stands together: the head, the deal, stages, gates and contacts are one item each, and every
task, document, promise and escalation has its own. `n` keeps the order inside a collection. What few onboardings have
is an item only where there is something. Nothing is ever deleted: what a state no longer has leaves a gravestone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from chalicelib.adapters.codec import dump, load
from chalicelib.adapters.indexes import beside, head_index, part_index
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.onboarding import Document, Escalation, Onboarding, Promise, Question, Task

MOST_ACTIONS = 100
HEAD = "S#HEAD"
_WHOLE = {"deal": "S#DEAL", "stages": "S#STAGES", "gates": "S#GATES", "contacts": "S#CONTACTS"}
_IF_ANY = {
    "added": "S#ADDED",
    "kept_stages": "S#KEPT",
    "migration": "S#MIGRATION",
    "opinions": "S#OPINIONS",
    "meetings": "S#MEETINGS",
}
_GONE = {"gone": True}
_EACH = {
    "tasks": "S#TASK#",
    "documents": "S#DOC#",
    "promises": "S#PROMISE#",
    "escalations": "S#ESC#",
    "questions": "S#ASKED#",
}
Part = tuple[Any, dict[str, Any]]


def to_parts(state: Onboarding) -> dict[str, Part]:
    """Return (plain data, index attributes) of every item of the state, by sort key."""
    return {HEAD: head_part(state)} | {key: _part(source, state) for key, source in _sources(state).items()}


def head_part(state: Onboarding) -> Part:
    """Return (plain data, index attributes) of the head."""
    apart = _WHOLE | _IF_ANY | _EACH
    data = {f.name: dump(getattr(state, f.name)) for f in fields(state) if f.name not in apart}
    return data, head_index(state)


def changes(before: Onboarding | None, after: Onboarding) -> Iterator[tuple[str, Part]]:
    """Yield what must be written beside the head to get from one state to the next.

    That is each part that differs, and gravestones for what is gone. A state shares with the one before it what its
    events have not touched, so most parts are known to be the same without being written out.
    """
    was, now = _sources(before) if before else {}, _sources(after)
    alike = before is not None and beside(before) == beside(after)
    for key, source in now.items():
        known = was.get(key)
        if known and alike and known.value is source.value and known.number == source.number:
            continue
        part = _part(source, after)
        if not (before and known and _part(known, before) == part):
            yield key, part
    yield from ((key, (_GONE, {})) for key in was if key not in now)


@dataclass(frozen=True, slots=True)
class _Source:
    """What an item is written from; `number` is its place among its like, None where it stands alone."""

    value: Any
    number: int | None = None


def _sources(state: Onboarding) -> dict[str, _Source]:
    """Return what every item but the head is written from, by sort key."""
    found = {key: _Source(getattr(state, name)) for name, key in _WHOLE.items()}
    found |= {key: _Source(value) for name, key in _IF_ANY.items() if (value := getattr(state, name))}
    for name, prefix in _EACH.items():
        found |= {prefix + _sort(item): _Source(item, n) for n, item in enumerate(getattr(state, name))}
    return found


def _part(source: _Source, state: Onboarding) -> Part:
    if source.number is None:
        return dump(source.value), {}
    return {**dump(source.value), "n": source.number}, part_index(source.value, state)


def from_parts(parts: Mapping[str, Any]) -> Onboarding:
    """Return the onboarding that plain data by sort key holds."""
    data = dict(parts[HEAD])
    parts = {key: part for key, part in parts.items() if part != _GONE}
    data |= {name: parts[key] for name, key in _WHOLE.items()}
    data |= {name: parts[key] for name, key in _IF_ANY.items() if key in parts}
    for name, prefix in _EACH.items():
        found = sorted(
            (part for key, part in parts.items() if key.startswith(prefix)), key=lambda part: part["n"]
        )
        data[name] = [{key: value for key, value in part.items() if key != "n"} for part in found]
    return load(Onboarding, data)


def _sort(item: Task | Document | Promise | Escalation | Question) -> str:
    return f"{item.task}#{item.number:04d}" if isinstance(item, Document) else item.id


def refuse_too_many(actions: int) -> None:
    """Refuse a commit that no transaction can hold.

    Raises
    ------
    InvalidError
        It writes more than 100 items.
    """
    if actions > MOST_ACTIONS:
        raise InvalidError(f"This step writes {actions} items at once; {MOST_ACTIONS} is the most. Split it.")
