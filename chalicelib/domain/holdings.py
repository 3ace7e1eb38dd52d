"""What a person answers for in an onboarding: everything there that is not over and that somebody owns."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One thing that somebody owns; `subject` as a `Reassign` names it."""

    subject: str
    owner: str


def holdings(state: Onboarding) -> Iterator[Holding]:
    """Yield everything that is not over, with its owner; of what has ended, only what is still raised."""
    if not state.ended:
        yield Holding(subject="onboarding", owner=state.owner)
        for stage in state.stages:
            if stage.status != "done":
                yield Holding(subject=f"stage:{stage.id}", owner=stage.owner)
        for task in state.tasks:
            if not task.settled:
                yield Holding(subject=f"task:{task.id}", owner=task.owner)
        for promise in state.promises:
            if promise.settled is None and promise.owner:
                yield Holding(subject=f"promise:{promise.id}", owner=promise.owner)
    for escalation in state.raised():
        yield Holding(subject=f"escalation:{escalation.id}", owner=escalation.owner)


def owners(state: Onboarding) -> Iterator[str]:
    """Yield everybody who owns something that is not over."""
    return (holding.owner for holding in holdings(state))


def role_of(subject: str, state: Onboarding, playbook: Playbook) -> str:
    """Return the role that the playbook gives a subject to; the account's own is ``onboarding``."""
    kind, _, name = subject.partition(":")
    if kind == "escalation" and (raised := next((e for e in state.escalations if e.id == name), None)):
        kind, _, name = raised.subject.partition(":")
        if kind == "document" and (document := state.document(name)):
            kind, name = "task", document.task
    if kind == "stage":
        return next((rule.role for rule in playbook.stages if rule.id == name), "onboarding")
    if kind == "task" and (rule := playbook.task(name)):
        return "onboarding" if rule.role == "customer" else rule.role
    return "sales" if kind == "task" else "onboarding"
