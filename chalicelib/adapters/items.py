"""An onboarding as items, and items as an onboarding: which part stands under which sort key.

What changes together stands together: the head, the deal, stages, gates and contacts are one item each, and every
task, document, promise and escalation has its own. `n` keeps the order inside a collection. What few onboardings have
is an item only where there is something. Nothing is ever deleted: what a state no longer has leaves a gravestone.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.codec import dump, load
from chalicelib.domain.asked import count
from chalicelib.domain.deadlines import next_check_at
from chalicelib.domain.desk import Desk
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.holdings import owners
from chalicelib.domain.metrics import Lag, forecast_at, health, lags
from chalicelib.domain.onboarding import Document, Escalation, Onboarding, Promise, Question, Task
from chalicelib.domain.values import instant
from chalicelib.domain.waits import waits_of

SHARDS = 8
MOST_ACTIONS = 100
SHOWN_ON_BOARD = (
    *("status", "stage", "tier", "owner", "account", "health"),
    *("target_date", "forecast_date", "open_escalations", "waits", "lags", "asks", "scores"),
)
STATUSES = ("active", "on_hold", "opening", "live", "closed", "cancelled")
HEAD = "S#HEAD"
_LAGS = 20  # of an onboarding, the newest: the head stays small
_MINUTE = timedelta(minutes=1)
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


def shard(key: str) -> int:
    """Return the index shard of a key."""
    return zlib.crc32(key.encode()) % SHARDS


def to_parts(state: Onboarding) -> dict[str, Part]:
    """Return (plain data, index attributes) of every item of the state, by sort key."""
    return {HEAD: head_part(state)} | {key: _part(source, state) for key, source in _sources(state).items()}


def head_part(state: Onboarding) -> Part:
    """Return (plain data, index attributes) of the head."""
    apart = _WHOLE | _IF_ANY | _EACH
    return {f.name: dump(getattr(state, f.name)) for f in fields(state) if f.name not in apart}, head_index(
        state
    )


def changes(before: Onboarding | None, after: Onboarding) -> Iterator[tuple[str, Part]]:
    """Yield what must be written beside the head to get from one state to the next.

    That is each part that differs, and gravestones for what is gone. A state shares with the one before it what its
    events have not touched, so most parts are known to be the same without being written out.
    """
    was, now = _sources(before) if before else {}, _sources(after)
    alike = before is not None and _beside(before) == _beside(after)
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
    return {**dump(source.value), "n": source.number}, _index(source.value, state)


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


def head_index(state: Onboarding) -> dict[str, Any]:
    """Return the derived attributes of the head: when to look next, and what lists show."""
    asks = count(state)
    index = {
        "board_pk": f"BOARD#{state.status}",
        "board_sk": f"{instant(state.opened_at)}#{state.id}",
        "status": state.status,
        "stage": state.stage.id if state.stage else "",
        "tier": state.tier,
        "owner": state.owner,
        "account": state.deal.account.name,
        "target_date": instant(state.target_at),
        "open_escalations": sum(1 for _ in state.raised()),
        "waits": " ".join(sorted(f"{wait.group}:{wait.code}" for wait in waits_of(state))),
        "asks": ":".join(map(str, (asks.things, asks.once, asks.requests, asks.repeated))),
        "scores": " ".join(f"{one.milestone}:{one.score}" for one in state.opinions if one.score),
        "lags": " ".join(map(_lag, [*lags(state)][-_LAGS:])),
    }
    if (check := next_check_at(state)) is not None:
        index |= {"due_pk": f"DUE#{shard(state.id)}", "due_sk": f"{instant(check)}#{state.id}"}
    return index if state.ended else index | _owned_by(state.owner, state)


def _lag(lag: Lag) -> str:
    """Write a lag for the lists: ``rule:minutes:minutes``, empty where it has not come to that."""
    taken, settled = ("" if span is None else str(span // _MINUTE) for span in (lag.taken, lag.settled))
    return f"{lag.rule}:{taken}:{settled}"


def owner_marks(before: Onboarding | None, after: Onboarding) -> dict[str, dict[str, str]]:
    """Return the items to write, by sort key, that keep an onboarding findable by whoever owns a part of it.

    They are no part of the state: an item a person, in the index while something is theirs. The head stands for the
    owner of the whole.
    """
    was, now = (_others(state) if state else frozenset[str]() for state in (before, after))
    marks = {f"O#{person}": _owned_by(person, after) for person in sorted(now - was)}
    return marks | {f"O#{person}": {} for person in sorted(was - now)}


def _others(state: Onboarding) -> frozenset[str]:
    return frozenset(owners(state)) - (frozenset() if state.ended else {state.owner})


def _owned_by(person: str, state: Onboarding) -> dict[str, str]:
    return {"owner_pk": f"OWNS#{person}", "owner_sk": f"{instant(state.opened_at)}#{state.id}"}


def desk_due(desk: Desk) -> dict[str, str]:
    """Return the attributes by which the due index knows a desk: its entries name a person where others name an id."""
    if desk.due_at is None:
        return {}
    return {"due_pk": f"DUE#{shard(desk.person)}", "due_sk": f"{instant(desk.due_at)}#person:{desk.person}"}


def doing(state: Onboarding, now: datetime) -> dict[str, str]:
    """Return how the onboarding was doing when it was saved, as lists show it."""
    forecast = forecast_at(state, now)
    return {"health": health(state, now), "forecast_date": instant(forecast) if forecast else ""}


def _index(item: Task | Document | Promise | Escalation | Question, state: Onboarding) -> dict[str, Any]:
    match item:
        case Task() if item.status in {"open", "in_review"} and not item.by_customer and not state.ended:
            due = instant(item.due_at) if item.due_at else ""
            return {
                "owner_pk": f"OWNER#{item.owner}",
                "owner_sk": f"{due}#{state.id}#{item.id}",
                "kind": "task",
                "title": item.title,
                "due_at": due,
                "account": state.deal.account.name,
            }
        case Escalation() if item.resolved_at is None:
            raised = instant(item.raised_at)
            return {
                "owner_pk": f"OWNER#{item.owner}",
                "owner_sk": f"{raised}#{state.id}#{item.id}",
                "kind": "escalation",
                "title": item.rule,
                "due_at": raised,
                "account": state.deal.account.name,
            }
    return {}


def _beside(state: Onboarding) -> tuple[bool, str]:
    """Return what the index attributes of an item say of the whole."""
    return state.ended, state.deal.account.name


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
