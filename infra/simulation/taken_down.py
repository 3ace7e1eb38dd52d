"""What a journal tells of people: each event that no policy brought about, as the command that somebody gave."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.application.ports import Secret
from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.onboarding import Document, Task
from infra.simulation.deeds import SAID
from infra.simulation.lives import Act, Deed, Done
from infra.simulation.whole import about_the_whole

Timed = tuple[datetime, tuple[Act, ...]]
_SETTLES = frozenset({"provisioning.answered", "task.given"})


@dataclass(slots=True, kw_only=True)
class TakenDown:
    """One journal, reduced. `done` holds (kind, opened, settled) of every task that was done."""

    opened: e.OnboardingOpened
    link: str
    acts: list[Act] = field(default_factory=list)
    of_task: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))
    of_alert: dict[tuple[str, str], list[Act]] = field(default_factory=lambda: defaultdict(list))
    opened_at: dict[str, datetime] = field(default_factory=dict)
    raised_at: dict[tuple[str, str], datetime] = field(default_factory=dict)
    subjects: dict[str, tuple[str, str]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    provisioned: set[str] = field(default_factory=set)
    done: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    known: dict[str, Secret] = field(default_factory=dict)
    last: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.last = self.opened.at

    def place(self, task: str) -> list[Act]:
        """Return where an act about a task belongs: to the task once it has opened, else to the whole."""
        return self.of_task[task] if task in self.opened_at else self.acts

    @property
    def scanning(self) -> bool:
        """Say whether uploads were scanned then."""
        return not any(document.scan == "not_required" for document in self.documents.values())

    @property
    def tasks(self) -> dict[str, Timed]:
        """Return, for every task that opened, when it did and what was done about it."""
        return {name: (at, tuple(self.of_task[name])) for name, at in self.opened_at.items()}

    @property
    def alerts(self) -> dict[tuple[str, str], Timed]:
        """Return, for every alert, when it was raised and what was done about it."""
        return {key: (at, tuple(self.of_alert[key])) for key, at in self.raised_at.items()}

    def taken_up(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield when alerts were raised, and when somebody took them up."""
        for key, acts in self.of_alert.items():
            yield from (
                (self.raised_at[key], act.at) for act in acts if isinstance(act.deed, c.AcknowledgeEscalation)
            )


def taken_down(events: Iterable[tuple[e.Event, str, str]], link: str) -> TakenDown:
    """Reduce (event, actor, cause) of one journal; the first is its opening."""
    whole = tuple(events)
    opening = whole[0][0]
    if not isinstance(opening, e.OnboardingOpened):
        raise TypeError("A journal begins with its opening.")
    one = TakenDown(opened=replace(opening, deal=replace(opening.deal, state="won")), link=link)
    added = [event.task for event, _, _ in whole if isinstance(event, e.TaskAdded | e.GapFound)]
    tasks = {task.id: task for task in (*opening.tasks, *added)}
    one.opened_at |= {task.id: opening.at for task in opening.tasks if task.status == "open"}
    ended = {
        cause for event, _, cause in whole if isinstance(event, e.OnboardingReleased | e.OnboardingCancelled)
    }
    again = {cause for event, _, cause in whole if isinstance(event, e.OnboardingReopened)}
    for number, (event, actor, cause) in enumerate(whole, 1):
        one.last = max(one.last, event.at)
        if actor.startswith("person:"):
            one.people.add(actor.removeprefix("person:"))
        _openings(one, event)
        if isinstance(event, e.EscalationResolved) and cause in ended:
            continue  # released and cancelled onboardings settle these by themselves
        if isinstance(event, e.TaskReopened) and cause in again:
            continue
        if isinstance(event, e.OnboardingReopened):
            reopens = c.ReopenOnboarding(reason=event.reason, tasks=_reopened(whole, cause))
            one.acts.append(Act(at=event.at, by=actor, deed=reopens, order=number))
        for place, deed in _deeds(one, event, tasks):
            place.append(Act(at=event.at, by=actor, deed=deed, order=number))
    return one


def _reopened(whole: tuple[tuple[e.Event, str, str], ...], cause: str) -> tuple[str, ...]:
    return tuple(event.task for event, _, of in whole if of == cause and isinstance(event, e.TaskReopened))


def _openings(one: TakenDown, event: e.Event) -> None:
    match event:
        case e.TaskOpened():
            one.opened_at.setdefault(event.task, event.at)
            if event.provision:
                one.provisioned.add(event.task)
        case e.GapFound():
            one.opened_at.setdefault(event.task.id, event.at)
        case e.EscalationRaised():
            raised = event.escalation
            one.subjects[raised.id] = (raised.rule, raised.subject)
            one.raised_at.setdefault((raised.rule, raised.subject), event.at)
        case e.DocumentReceived():
            one.documents[event.document.id] = event.document


def _deeds(one: TakenDown, event: e.Event, tasks: dict[str, Task]) -> Iterator[tuple[list[Act], Deed]]:
    match event:
        case e.TaskCompleted() if event.why is None or event.why.rule in _SETTLES:
            if (task := tasks.get(event.task)) and event.task in one.opened_at:
                kind = kind_of(
                    task.kind,
                    by_customer=task.by_customer,
                    provision="call" if task.id in one.provisioned else None,
                )
                one.done.append((kind, one.opened_at[task.id], event.at))
            yield one.of_task[event.task], Done(task=event.task)
        case e.TaskWaived() if event.proof.asked_by:
            yield one.place(event.task), c.ApproveWaiver(task=event.task)
        case e.TaskWaived():
            yield one.place(event.task), c.WaiveTask(task=event.task, reason=event.proof.note or SAID)
        case e.WaiverRequested():
            yield one.place(event.task), c.RequestWaiver(task=event.task, reason=event.reason)
        case e.TaskBlocked():
            yield (
                one.place(event.task),
                c.BlockTask(task=event.task, code=event.code, note=event.note or SAID),
            )
        case e.TaskUnblocked():
            yield one.place(event.task), c.UnblockTask(task=event.task)
        case e.TaskDropped():
            yield one.place(event.task), c.DropTask(task=event.task, reason=event.reason)
        case e.TaskReopened():
            yield one.place(event.task), c.ReopenTask(task=event.task, reason=event.reason)
        case e.AnswersRecorded():
            yield one.of_task[event.task], c.SubmitAnswers(task=event.task, contact=event.contact)
        case e.ApprovalDeclined():
            by = event.by.removeprefix("contact:") if event.by.startswith("contact:") else None
            yield one.of_task[event.task], c.DeclineTask(task=event.task, reason=event.reason, contact=by)
        case e.ProvisioningFailed():
            failed = c.RecordProvisioning(task=event.task, succeeded=False, detail=event.detail)
            yield one.of_task[event.task], failed
        case e.ProvisioningRetried():
            yield one.of_task[event.task], c.RetryProvisioning(task=event.task)
        case e.EscalationAcknowledged() if event.escalation in one.subjects:
            place = one.of_alert[one.subjects[event.escalation]]
            yield place, c.AcknowledgeEscalation(escalation=event.escalation)
        case e.EscalationSnoozed() if event.escalation in one.subjects:
            place = one.of_alert[one.subjects[event.escalation]]
            yield place, c.SnoozeEscalation(escalation=event.escalation, until=event.until, note=event.note)
        case e.EscalationResolved() if event.why is None and event.escalation in one.subjects:
            place = one.of_alert[one.subjects[event.escalation]]
            yield place, c.ResolveEscalation(escalation=event.escalation, note=event.note)
        case _:
            yield from _about_files(one, event)
            yield from ((one.acts, deed) for deed in about_the_whole(event))


def _about_files(one: TakenDown, event: e.Event) -> Iterator[tuple[list[Act], Deed]]:
    if isinstance(event, e.DocumentReceived):
        document = event.document
        received = c.RecordUpload(**_where(document), name=document.name or SAID, size=document.size)
        yield one.of_task[document.task], received
        return
    known = one.documents.get(str(getattr(event, "document", "")))
    if known is None:
        return
    place = one.of_task[known.task]
    match event:
        case e.DocumentChecked():
            name, findings = event.name or SAID, event.findings
            yield place, c.RecordVerdict(**_where(known), name=name, findings=findings, contact=event.contact)
        case e.DocumentScanned():
            yield place, c.RecordScan(**_where(known), result=event.result)
        case e.DocumentAccepted() if event.by.startswith("person:"):
            yield place, c.ReviewDocument(document=known.id, accept=True)
        case e.DocumentRejected() if event.by.startswith("person:"):
            yield place, c.ReviewDocument(document=known.id, accept=False, note=event.note or SAID)


def _where(document: Document) -> dict[str, Any]:
    return {
        "task": document.task,
        "document": document.id.partition("-")[0],
        "key": document.key,
        "version_id": document.version_id,
    }


def kind_of(kind: str, *, by_customer: bool, provision: str | None) -> str:
    """Return which tasks are alike: calls, sign-offs and work of the team, sign-offs and work of the customer."""
    return "call" if provision else f"{kind} by {'the customer' if by_customer else 'the team'}"
