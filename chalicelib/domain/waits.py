"""What an onboarding waits for now, by reason code: what is counted over all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.codes import Group
from chalicelib.domain.onboarding import Onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One reason why something stands still, or came late. A hold that nobody chose says how it came about.

    The group ``customer`` has one code, which nobody chooses: only their answer is missing.
    """

    group: Group | Literal["customer"]
    code: str
    since: datetime


def waits_of(state: Onboarding) -> Iterator[Wait]:
    """Yield the reasons that hold now: hold, customer, each blocked task, what is late and why, the cancellation."""
    if state.status == "cancelled" and state.ended_at:
        if state.ended_code:
            yield Wait(group="cancel", code=state.ended_code, since=state.ended_at)
        return
    if state.ended:
        return
    if state.status == "on_hold" and state.held_at:
        yield Wait(group="hold", code=state.held_code or state.held or "other", since=state.held_at)
    if state.running and state.waiting:
        yield Wait(group="customer", code="answer", since=state.waiting.since)
    for task in state.tasks:
        if task.blocked:
            yield Wait(group="blocked", code=task.blocked.code, since=task.blocked.since)
    for escalation in state.raised():
        if escalation.code:
            yield Wait(group="late", code=escalation.code, since=escalation.raised_at)
