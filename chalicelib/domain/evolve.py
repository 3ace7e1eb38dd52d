"""The state after an event: `evolve` copies from state and event, and reads nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from chalicelib.domain import events as e
from chalicelib.domain.errors import WrongStateError
from chalicelib.domain.onboarding import (
    Document,
    Escalation,
    Milestones,
    Onboarding,
    Receipts,
    Reminders,
    Stage,
)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


READ_TASK = "handoff-read"
_Item = TypeVar("_Item", bound=_Named)


def evolve(state: Onboarding | None, event: e.Event) -> Onboarding:
    """Return the state after `event`; the first event is an opening."""
    if isinstance(event, e.OnboardingOpened):
        return _opened(event)
    if state is None:
        raise WrongStateError(f"{type(event).__name__} before the opening.")
    return replace(_apply(state, event), sequence=state.sequence + 1)


def fold(events: Iterable[e.Event], state: Onboarding | None = None) -> Onboarding | None:
    """Return the state that `events` lead to, from `state` or from nothing."""
    for event in events:
        state = evolve(state, event)
    return state


def _opened(event: e.OnboardingOpened) -> Onboarding:
    return Onboarding(
        id=event.id,
        sequence=1,
        status=event.status,
        held=event.held,
        held_at=event.at if event.held else None,
        deal=event.deal,
        tier=event.tier,
        playbook=event.playbook,
        owner=event.owner,
        opened_at=event.at,
        target_at=event.target_at,
        warn_at=event.warn_at,
        stages=event.stages,
        tasks=event.tasks,
        gates=event.gates,
        promises=event.promises,
        contacts=event.contacts,
        milestones=Milestones(signed=event.deal.signed_at),
    )


def _apply(s: Onboarding, event: e.Event) -> Onboarding:
    for part in (_deal, _customer, _stages, _tasks, _documents, _people, _course):
        after = part(s, event)
        if after is not None:
            return after
    return s


def _deal(s: Onboarding, event: e.Event) -> Onboarding | None:
    match event:
        case e.DealChanged():
            read = event.deal.complete and s.status == "opening"
            return replace(
                s,
                deal=event.deal,
                milestones=replace(s.milestones, signed=event.deal.signed_at),
                status="active" if read else s.status,
                target_at=event.target_at,
                warn_at=event.warn_at,
            )
        case e.DealLost():
            return replace(s, deal=event.deal)
        case e.PromiseAdded():
            return replace(s, promises=(*s.promises, event.promise))
        case e.PromiseSettled():
            return replace(s, promises=_with(s.promises, event.promise, settled=event.proof))
    return None


def _customer(s: Onboarding, event: e.Event) -> Onboarding | None:
    match event:
        case e.CustomerAsked():
            return replace(
                s,
                tasks=tuple(
                    replace(task, asked=True) if task.id in event.tasks else task for task in s.tasks
                ),
                contacts=_with(s.contacts, event.contact, welcomed=True),
                reminders=Reminders(requests=s.reminders.requests + 1, next_at=event.next_reminder_at),
            )
        case e.CustomerReminded():
            return replace(
                s, reminders=replace(s.reminders, sent=event.number, next_at=event.next_reminder_at)
            )
        case e.ReceiptQueued():
            waiting = s.receipts.waiting if s.receipts else ()
            return replace(s, receipts=Receipts(due_at=event.due_at, waiting=(*waiting, event.notice)))
        case e.ReceiptMailed():
            return replace(s, receipts=Receipts(due_at=event.quiet_until))
        case e.ContactAdded():
            return replace(s, contacts=(*s.contacts, event.contact))
        case e.ContactChanged():
            gone = event.status != "active"
            return replace(
                s,
                contacts=_with(s.contacts, event.contact, status=event.status),
                tasks=tuple(replace(t, asked=False) if gone and not t.settled else t for t in s.tasks),
            )
        case e.LinksRevoked():
            return replace(s, link_epoch=event.epoch)
    return None


def _stages(s: Onboarding, event: e.Event) -> Onboarding | None:
    match event:
        case e.StageEntered():
            changes = {
                "status": "active",
                "owner": event.owner,
                "entered_at": event.at,
                "due_at": event.due_at,
            }
            return replace(s, stages=_with(s.stages, event.stage, **changes))
        case e.StageCompleted():
            return replace(s, stages=_with(s.stages, event.stage, status="done", left_at=event.at))
        case e.GatePassed():
            return replace(s, gates=_with(s.gates, event.gate, proof=event.proof, passed_at=event.at))
        case e.OverrideRequested():
            return replace(
                s, gates=_with(s.gates, event.gate, override_by=event.by, override_reason=event.reason)
            )
        case e.MilestoneReached():
            return replace(s, milestones=replace(s.milestones, **{event.milestone: event.at}))
    return None


def _tasks(s: Onboarding, event: e.Event) -> Onboarding | None:
    match event:
        case e.TaskAdded():
            return replace(s, tasks=(*s.tasks, event.task))
        case e.TaskOpened():
            changes: dict[str, Any] = {"status": "open", "owner": event.owner}
            changes |= {"opened_at": event.at, "due_at": event.due_at}
            return replace(s, tasks=_with(s.tasks, event.task, **changes))
        case e.TaskCompleted():
            return _settled(s, event, "done")
        case e.TaskWaived():
            return _settled(s, event, "waived")
        case e.TaskReviewed():
            return replace(s, tasks=_with(s.tasks, event.task, status=event.status))
        case e.AnswersRecorded():
            task = s.task(event.task)
            given = {answer.field for answer in event.answers}
            kept = tuple(answer for answer in task.answers if answer.field not in given) if task else ()
            return replace(s, tasks=_with(s.tasks, event.task, answers=kept + event.answers))
    return None


def _documents(s: Onboarding, event: e.Event) -> Onboarding | None:
    match event:
        case e.DocumentReceived():
            return replace(s, documents=(*s.documents, event.document))
        case e.DocumentChecked():
            found, known = event.findings, s.document(event.document)
            changes: dict[str, Any] = {"verdict": found.verdict, "reasons": found.reasons, "size": found.size}
            changes |= {"sha256": found.sha256, "type": found.type, "status": "checking"}
            changes |= {"name": event.name or (known.name if known else None)}
            return _judged(s, event.document, **changes)
        case e.DocumentScanned():
            return _judged(s, event.document, scan=event.result)
        case e.DocumentAccepted():
            return _judged(s, event.document, status="accepted")
        case e.DocumentRejected():
            return _judged(s, event.document, status="rejected", reasons=event.reasons, note=event.note)
        case e.DocumentNeedsPerson():
            return _judged(s, event.document, status="needs_person", reasons=event.reasons)
    return None


def _people(s: Onboarding, event: e.Event) -> Onboarding | None:
    match event:
        case e.EscalationRaised():
            return replace(s, escalations=_placed(s.escalations, event.escalation))
        case e.EscalationAcknowledged():
            changes = {"acknowledged_at": event.at, "acknowledged_by": event.by, "next_rung_at": None}
            return replace(s, escalations=_with(s.escalations, event.escalation, **changes))
        case e.EscalationResolved():
            return replace(s, escalations=_with(s.escalations, event.escalation, resolved_at=event.at))
        case e.Reassigned():
            return _reassigned(s, *event.subject.partition(":")[::2], person=event.person)
    return None


def _course(s: Onboarding, event: e.Event) -> Onboarding | None:
    match event:
        case e.OnboardingHeld():
            return replace(s, status="on_hold", held=event.held, held_at=event.at)
        case e.OnboardingReleased():
            return replace(
                s,
                status=event.status,
                held=None,
                held_at=None,
                stages=event.stages,
                tasks=event.tasks,
                escalations=event.escalations,
                reminders=replace(s.reminders, next_at=event.next_reminder_at),
                target_at=event.target_at,
                warn_at=event.warn_at,
            )
        case e.OnboardingCancelled():
            return replace(s, status="cancelled", ended_at=event.at)
        case e.WentLive():
            complete = all(stage.status == "done" for stage in s.stages)
            return replace(s, status="live", ended_at=event.at if complete else None)
        case e.OnboardingClosed():
            return replace(s, status="closed", ended_at=event.at)
    return None


def _with(items: tuple[_Item, ...], item_id: str, **changes: Any) -> tuple[_Item, ...]:
    return tuple(replace(item, **changes) if item.id == item_id else item for item in items)  # type: ignore[type-var]


def _settled(s: Onboarding, event: e.TaskCompleted | e.TaskWaived, status: str) -> Onboarding:
    """Settle a task; who has read the deal by hand ends the opening, too."""
    read = event.task == READ_TASK and s.status == "opening"
    tasks = _with(s.tasks, event.task, status=status, proof=event.proof)
    return replace(s, tasks=tasks, status="active" if read else s.status)


def _placed(items: tuple[Escalation, ...], item: Escalation) -> tuple[Escalation, ...]:
    if any(old.id == item.id for old in items):
        return tuple(item if old.id == item.id else old for old in items)
    return (*items, item)


def _judged(s: Onboarding, document: str, **changes: Any) -> Onboarding:
    documents: tuple[Document, ...] = _with(s.documents, document, **changes)
    return replace(s, documents=documents)


def _reassigned(s: Onboarding, kind: str, item: str, *, person: str) -> Onboarding:
    match kind:
        case "onboarding":
            return replace(s, owner=person)
        case "stage":
            stages: tuple[Stage, ...] = _with(s.stages, item, owner=person)
            return replace(s, stages=stages)
        case "task":
            return replace(s, tasks=_with(s.tasks, item, owner=person))
        case "escalation":
            escalations: tuple[Escalation, ...] = _with(s.escalations, item, owner=person)
            return replace(s, escalations=escalations)
    return replace(s, promises=_with(s.promises, item, owner=person))
