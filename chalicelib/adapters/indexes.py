"""What the indexes know of an onboarding and its parts: when to look next, whose it is, and what lists show."""

import zlib
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.asked import count
from chalicelib.domain.deadlines import next_check_at
from chalicelib.domain.desk import Desk
from chalicelib.domain.holdings import owners
from chalicelib.domain.metrics import Lag, forecast_at, health, lags
from chalicelib.domain.onboarding import Document, Escalation, Onboarding, Promise, Question, Task
from chalicelib.domain.values import instant
from chalicelib.domain.waits import waits_of

SHARDS = 8
SHOWN_ON_BOARD = (
    *("status", "stage", "tier", "owner", "account", "health"),
    *("target_date", "forecast_date", "open_escalations", "waits", "lags", "asks", "scores"),
)
STATUSES = ("active", "on_hold", "opening", "live", "closed", "cancelled")
_LAGS = 20  # of an onboarding, the newest: the head stays small
_MINUTE = timedelta(minutes=1)


def shard(key: str) -> int:
    """Return the index shard of a key."""
    return zlib.crc32(key.encode()) % SHARDS


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


def part_index(item: Task | Document | Promise | Escalation | Question, state: Onboarding) -> dict[str, Any]:
    """Return the index attributes of a part: whose it is to do, and until when; nothing for most."""
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


def beside(state: Onboarding) -> tuple[bool, str]:
    """Return what the index attributes of an item say of the whole."""
    return state.ended, state.deal.account.name
