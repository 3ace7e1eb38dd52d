"""What a person of the team can do now with each part of an onboarding, as data: pages render it, nothing else decides.

The domain has the last word on every act; an offer only saves people from buttons that would be refused.
"""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.application.console import offers_of_colleagues as of_colleagues
from chalicelib.application.console import offers_of_plan as of_plan
from chalicelib.application.console.offer import Offer
from chalicelib.domain import settling
from chalicelib.domain.onboarding import Contact, Document, Escalation, Gate, Onboarding, Promise, Task
from chalicelib.domain.playbook import Playbook, TaskRule


def for_task(task: Task, onboarding: Onboarding, playbook: Playbook, *, actor: str = "") -> Iterator[Offer]:
    """Yield what `actor` can do with a task."""
    if onboarding.ended:
        return
    if task.settled:
        yield of_plan.opening_again(task)
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
    yield from _meeting(task, onboarding, rule)
    yield from of_colleagues.handing(task, onboarding)
    yield from of_plan.blocking(task, playbook)
    yield from of_plan.waiving(task, playbook, actor=actor)
    yield from of_plan.dropping(task, onboarding, playbook)
    yield reassigning(f"task:{task.id}")


def _meeting(task: Task, onboarding: Onboarding, rule: TaskRule | None) -> Iterator[Offer]:
    if rule is None or rule.meeting is None or task.status != "open":
        return
    yield Offer(
        act="propose_times",
        subject=task.id,
        label="Propose times",
        wants="note",
        prompt="Two to five times by your own clock, with commas between them: 2026-11-30 10:00, 2026-12-01 14:30",
        where="How we meet: an address, a number, a link (optional; it stays as it is if you leave this empty)",
    )
    meeting = onboarding.meeting(task.id)
    if meeting and meeting.chosen:
        yield Offer(act="cancel_meeting", subject=task.id, label="Cancel the meeting")


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


def for_contact(contact: Contact, onboarding: Onboarding) -> Iterator[Offer]:
    """Yield what can be done for a contact."""
    if onboarding.ended:
        return
    if onboarding.running:
        yield Offer(
            act="correct",
            subject=contact.id,
            label="Correct name or address",
            wants="address",
            prompt="At another address they get a new link, and what is open is asked of them there.",
            rare=contact.status == "active",
        )
    yield from of_colleagues.casting(contact, onboarding)
    if contact.status == "active":
        label = "No more reminders for them" if contact.reminders else "Remind them again"
        yield Offer(
            act="remind_off" if contact.reminders else "remind_on", subject=contact.id, label=label, rare=True
        )


def for_escalation(
    escalation: Escalation,
    onboarding: Onboarding,
    playbook: Playbook,
    *,
    actor: str,
    moments: tuple[tuple[str, str], ...] = (),
) -> Iterator[Offer]:
    """Yield what can be done about an escalation, the act that settles it first; `moments` are for putting it off."""
    if escalation.resolved_at:
        return
    kind, _, name = escalation.subject.partition(":")
    yield from _settling(kind, name, onboarding, playbook, actor=actor)
    if escalation.acknowledged_at is None and escalation.snoozed_until is None:
        yield Offer(act="acknowledge", subject=escalation.id, label="Acknowledge: I have it")
    elif escalation.snoozed_until:
        yield Offer(act="acknowledge", subject=escalation.id, label="I have it now")
    if kind == "date" and onboarding.milestones.live is None:
        yield of_plan.moving_the_date(playbook)
    if not settling.settled_by_work(escalation, onboarding):
        signing = kind == "task"
        label = "Settled: ask them to sign again" if signing else "Settled"
        prompt = "How was it settled? They read this in the mail." if signing else "How was it settled?"
        yield Offer(act="resolve", subject=escalation.id, label=label, wants="note", prompt=prompt)
    if onboarding.running and moments:
        yield Offer(
            act="snooze",
            subject=escalation.id,
            label="Put off",
            wants="note",
            prompt="Why?",
            moments=moments,
            rare=True,
        )
    yield from of_plan.explaining(escalation, playbook)
    yield reassigning(f"escalation:{escalation.id}")


def for_onboarding(onboarding: Onboarding, playbook: Playbook) -> Iterator[Offer]:
    """Yield what can be done with the whole."""
    if onboarding.ended:
        yield from of_plan.taking_back(onboarding)
        return
    if onboarding.status == "on_hold":
        yield Offer(act="release", subject="", label="Release")
    else:
        yield Offer(
            act="hold",
            subject="",
            label="Put on hold",
            wants="note",
            prompt="What exactly?",
            codes=tuple(playbook.codes.of("hold").items()),
            day="Remind its owner on (optional)",
        )
    if onboarding.milestones.live is None:
        yield of_plan.moving_the_date(playbook, rare=True)
    yield reassigning("onboarding")
    yield Offer(act="revoke", subject="", label="Replace all customer links", danger=True, rare=True)
    yield Offer(
        act="cancel",
        subject="",
        label="Cancel",
        wants="note",
        prompt="What exactly?",
        codes=tuple(playbook.codes.of("cancel").items()),
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
    if kind in {"task", "waiver"} and (task := onboarding.task(name)):
        found = for_task(task, onboarding, playbook, actor=actor)
        useful = ("approve_waiver",) if kind == "waiver" else ()
        yield from (each for each in found if each.act in useful or (not useful and each.wants != "person"))
    if kind == "stage":
        for task in onboarding.tasks:
            if task.stage == name:
                found = for_task(task, onboarding, playbook)
                yield from (
                    replace(each, about=task.title) for each in found if each.act in {"complete", "approve"}
                )
    if kind == "question" and (question := onboarding.question(name)):
        yield from of_colleagues.answering(question)
    if kind == "document" and (document := onboarding.document(name)):
        yield from for_document(document)
    if kind == "gate":
        for gate in onboarding.gates:
            if gate.id == name:
                yield from for_gate(gate, onboarding, actor=actor)
    if kind in {"contact", "customer"}:
        for contact in onboarding.contacts:
            if contact.status != "active" and name in {contact.id, "unreachable"}:
                yield from for_contact(contact, onboarding)
    if kind in {"deal", "hold"} and onboarding.status == "on_hold":
        yield Offer(act="release", subject="", label="Release")
