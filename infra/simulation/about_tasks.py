"""What a journal tells of people who acted on tasks, files and alerts."""

from collections.abc import Iterator
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.onboarding import Document, Task
from infra.simulation.about_colleagues import about_colleagues
from infra.simulation.about_contacts import about_contacts
from infra.simulation.deeds import SAID
from infra.simulation.lives import Act, Deed, Done
from infra.simulation.taken_down import TakenDown, kind_of
from infra.simulation.whole import about_the_whole

_SETTLES = frozenset({"provisioning.answered", "task.given"})


def about_tasks(one: TakenDown, event: e.Event, tasks: dict[str, Task]) -> Iterator[tuple[list[Act], Deed]]:
    """Yield the command behind an event that a person or a system outside brought about, and where it belongs."""
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
        case _:
            yield from _about_files(one, event)
            yield from _about_alerts(one, event)
            yield from about_colleagues(one, event)
            yield from ((one.acts, deed) for deed in about_the_whole(event))
            yield from ((one.acts, deed) for deed in about_contacts(event))


def _about_files(one: TakenDown, event: e.Event) -> Iterator[tuple[list[Act], Deed]]:
    if isinstance(event, e.DocumentReceived):
        document = event.document
        received = c.RecordUpload(
            **_where(document),
            name=document.name or SAID,
            size=document.size,
            replaces=document.replaces,
            dated=document.dated,
        )
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
        case e.DocumentDated():
            yield place, c.DateDocument(document=known.id, day=event.day, contact=event.contact)
        case e.DocumentWithdrawn():
            yield place, c.WithdrawDocument(document=known.id, contact=event.contact)
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


def _about_alerts(one: TakenDown, event: e.Event) -> Iterator[tuple[list[Act], Deed]]:
    subject = one.subjects.get(str(getattr(event, "escalation", "")))
    if subject is None:
        return
    match event:
        case e.EscalationAcknowledged():
            yield one.of_alert[subject], c.AcknowledgeEscalation(escalation=event.escalation)
        case e.EscalationSnoozed():
            yield (
                one.of_alert[subject],
                c.SnoozeEscalation(escalation=event.escalation, until=event.until, note=event.note),
            )
        case e.EscalationResolved() if event.why is None:
            yield one.of_alert[subject], c.ResolveEscalation(escalation=event.escalation, note=event.note)
