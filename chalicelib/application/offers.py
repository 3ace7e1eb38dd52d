"""What a person of the team can do now with each part of an onboarding, as data: pages render it, nothing else decides.

The domain has the last word on every act; an offer only saves people from buttons that would be refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.domain.onboarding import Document, Escalation, Gate, Onboarding, Promise, Task
from chalicelib.domain.playbook import Playbook

_SETTLED_BY_WORK = frozenset({"task", "stage", "document"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One act: a button, with a text or a person to go with it.

    Attributes
    ----------
    act, subject
        What the form sends; `subject` is the id of the task, document and so on.
    label
        The button.
    wants
        What must or may be given: nothing, a ``note`` (optional), a ``reason`` (required), a ``person``.
    prompt
        The question in front of the text.
    about
        What it concerns, where that is not plain from the place.
    rare
        Whether it stands behind "More".
    """

    act: str
    subject: str
    label: str
    wants: Literal["nothing", "note", "reason", "person"] = "nothing"
    prompt: str = ""
    about: str = ""
    danger: bool = False
    rare: bool = False


def for_task(task: Task, onboarding: Onboarding, playbook: Playbook) -> Iterator[Offer]:
    """Yield what can be done with a task."""
    if task.settled or onboarding.ended:
        return
    rule = playbook.task(task.id)
    if task.status == "open" and task.kind == "internal":
        yield Offer(
            act="complete", subject=task.id, label="Complete", wants="note", prompt="Note for the record"
        )
    if task.status == "open" and rule and rule.provision:
        yield Offer(act="retry", subject=task.id, label="Call the other system again")
    if task.status == "open" and task.kind == "approval" and not task.by_customer:
        yield Offer(act="approve", subject=task.id, label="Approve")
        yield Offer(
            act="decline", subject=task.id, label="Decline", wants="reason", prompt="What is missing?"
        )
    yield Offer(
        act="waive",
        subject=task.id,
        label="Do without",
        wants="reason",
        prompt="Why can we do without it?",
        rare=True,
    )
    yield reassigning(f"task:{task.id}")


def for_document(document: Document) -> Iterator[Offer]:
    """Yield what can be done with a document."""
    if document.status == "needs_person":
        yield Offer(act="accept", subject=document.id, label="Accept")
        yield Offer(
            act="reject",
            subject=document.id,
            label="Ask for another",
            wants="reason",
            prompt="What should the customer change? They read your words.",
        )


def for_gate(gate: Gate, onboarding: Onboarding, *, actor: str) -> Iterator[Offer]:
    """Yield what can be done with a gate: ask for an override, or be the second person."""
    if gate.passed_at or onboarding.ended:
        return
    if gate.override_by and gate.override_by != actor:
        yield Offer(act="approve_override", subject=gate.id, label="Approve the override", danger=True)
    elif gate.override_by is None:
        yield Offer(
            act="request_override",
            subject=gate.id,
            label="Ask to open it without proof",
            wants="reason",
            prompt="Why? A second person reads this and decides.",
            rare=True,
        )


def for_promise(promise: Promise) -> Iterator[Offer]:
    """Yield what can be done with a promise."""
    if promise.settled is None:
        yield Offer(
            act="settle", subject=promise.id, label="Settled", wants="reason", prompt="What is the evidence?"
        )
        yield reassigning(f"promise:{promise.id}")


def for_escalation(
    escalation: Escalation, onboarding: Onboarding, playbook: Playbook, *, actor: str
) -> Iterator[Offer]:
    """Yield what can be done about an escalation, the act that settles it first."""
    if escalation.resolved_at:
        return
    kind, _, name = escalation.subject.partition(":")
    yield from _settling(kind, name, onboarding, playbook, actor=actor)
    if escalation.acknowledged_at is None:
        yield Offer(act="acknowledge", subject=escalation.id, label="Acknowledge: I have it")
    if kind not in _SETTLED_BY_WORK:
        yield Offer(
            act="resolve", subject=escalation.id, label="Settled", wants="note", prompt="How was it settled?"
        )


def for_onboarding(onboarding: Onboarding) -> Iterator[Offer]:
    """Yield what can be done with the whole."""
    if onboarding.ended:
        return
    if onboarding.status == "on_hold":
        yield Offer(act="release", subject="", label="Release")
    else:
        yield Offer(
            act="hold",
            subject="",
            label="Put on hold",
            wants="reason",
            prompt="Why should clocks and mails stop?",
        )
    yield reassigning("onboarding")
    yield Offer(act="revoke", subject="", label="Replace all customer links", danger=True, rare=True)
    yield Offer(
        act="cancel",
        subject="",
        label="Cancel",
        wants="reason",
        prompt="Why does it end without going live?",
        danger=True,
        rare=True,
    )


def reassigning(subject: str) -> Offer:
    """Return the offer to give something to another person."""
    label = "Give this stage to" if subject.startswith("stage:") else "Give to"
    return Offer(
        act="reassign", subject=subject, label=label, wants="person", prompt="Who takes it?", rare=True
    )


def _settling(
    kind: str, name: str, onboarding: Onboarding, playbook: Playbook, *, actor: str
) -> Iterator[Offer]:
    if kind == "task" and (task := onboarding.task(name)):
        yield from (offer for offer in for_task(task, onboarding, playbook) if offer.wants != "person")
    if kind == "stage":
        for task in onboarding.tasks:
            if task.stage == name:
                found = for_task(task, onboarding, playbook)
                yield from (
                    replace(each, about=task.title) for each in found if each.act in {"complete", "approve"}
                )
    if kind == "document" and (document := onboarding.document(name)):
        yield from for_document(document)
    if kind == "gate":
        for gate in onboarding.gates:
            if gate.id == name:
                yield from for_gate(gate, onboarding, actor=actor)
    if kind == "deal" and onboarding.status == "on_hold":
        yield Offer(act="release", subject="", label="Release")
