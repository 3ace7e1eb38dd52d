"""Uploaded file versions: received, checked, scanned, and reviewed by a person where nothing else can judge."""

from collections.abc import Iterator

from chalicelib.domain import commands as c
from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines import CHECK_WITHIN
from chalicelib.domain.documents import Findings
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.events import (
    DocumentAccepted,
    DocumentChecked,
    DocumentReceived,
    DocumentRejected,
    DocumentScanned,
    Event,
    TaskReviewed,
)
from chalicelib.domain.onboarding import Document, Onboarding
from chalicelib.domain.reasons import against_rule
from chalicelib.domain.values import Personal
from chalicelib.domain.why import Fact, why

JUDGED = frozenset({"accepted", "rejected"})


def received(state: Onboarding, command: c.RecordUpload, context: Context) -> tuple[Event, ...]:
    """Take note of a file version; one that is known already changes nothing."""
    known = state.version(command.key, command.version_id)
    return () if known else (_receive(state, command, context, name=command.name, size=command.size),)


def checked(state: Onboarding, command: c.RecordVerdict, context: Context) -> tuple[Event, ...]:
    """Take the content check's findings, compared with what the task asks for."""
    document, events = _of(state, command, context, name=command.name)
    if document.verdict is not None or document.status in JUDGED:
        return ()
    findings = _by_the_task(command.findings, command.task, context)
    contact = command.contact if state.contact(command.contact) else None
    told = DocumentChecked(
        at=context.now, document=document.id, findings=findings, name=command.name, contact=contact
    )
    return (*events, told)


def scanned(state: Onboarding, command: c.RecordScan, context: Context) -> tuple[Event, ...]:
    """Take the malware scan's result, which may come before anything else is known of the version.

    A threat found after the acceptance takes the acceptance back.
    """
    document, events = _of(state, command, context, name=None)
    if document.scan == command.result or (
        document.scan == "NO_THREATS_FOUND" and command.result != "THREATS_FOUND"
    ):
        return ()
    events = (*events, DocumentScanned(at=context.now, document=document.id, result=command.result))
    if command.result == "THREATS_FOUND" and document.status in {"accepted", "needs_person"}:
        reasons = ("malware.found",)
        events += (DocumentRejected(at=context.now, document=document.id, reasons=reasons, by="system:scan"),)
    if command.result == "THREATS_FOUND" and document.status == "accepted":
        events += tuple(_taken_back(document, state, context))
    return events


def _taken_back(document: Document, state: Onboarding, context: Context) -> Iterator[Event]:
    """Tell a person that something harmful was taken for good, and ask the customer for it again."""
    task = state.task(document.task)
    if task and task.status == "done" and not state.ended:
        reason = why("document.threat", document=document.id)
        yield TaskReviewed(at=context.now, why=reason, task=task.id, status="open")
    owner = escalations.owner_of(f"document:{document.id}", state)
    facts = (Fact(name="document", value=document.id), Fact(name="task", value=document.task))
    subject = f"malware:{document.id}"
    yield escalations.new(state, context, rule="document.threat", subject=subject, owner=owner, facts=facts)


def reviewed(state: Onboarding, command: c.ReviewDocument, context: Context) -> tuple[Event, ...]:
    """Let a person accept or reject a document that needs one."""
    document = state.document(command.document)
    if document is None:
        raise NotFoundError("There is no such document.")
    if document.status != "needs_person":
        raise WrongStateError(f"This document is {document.status}; it does not wait for a person.")
    if command.accept:
        if document.scan == "THREATS_FOUND":
            raise WrongStateError("The malware scan found a threat in this file. It cannot be accepted.")
        return (DocumentAccepted(at=context.now, document=document.id, by=context.actor),)
    if command.note is None:
        raise InvalidError("Say what the customer should change: they read your words.")
    return (
        DocumentRejected(
            at=context.now,
            document=document.id,
            reasons=("person.rejected",),
            by=context.actor,
            note=command.note,
        ),
    )


def _of(
    state: Onboarding, command: c.RecordVerdict | c.RecordScan, context: Context, *, name: Personal | None
) -> tuple[Document, tuple[Event, ...]]:
    known = state.version(command.key, command.version_id)
    if known:
        return known, ()
    event = _receive(state, command, context, name=name, size=None)
    return event.document, (event,)


def _receive(
    state: Onboarding,
    command: c.RecordUpload | c.RecordVerdict | c.RecordScan,
    context: Context,
    *,
    name: Personal | None,
    size: int | None,
) -> DocumentReceived:
    rule = context.playbook.task(command.task)
    if state.task(command.task) is None or rule is None or rule.documents is None:
        raise NotFoundError("There is no task that takes this document.")
    versions = sum(d.id.partition("-")[0] == command.document for d in state.documents)
    kind, _, contact = context.actor.partition(":")
    document = Document(
        id=f"{command.document}-{versions + 1}" if versions else command.document,
        task=command.task,
        number=len(state.of_task(command.task)) + 1,
        key=command.key,
        version_id=command.version_id,
        status="received",
        received_at=context.now,
        check_by=context.now + CHECK_WITHIN,
        name=name,
        contact=contact if kind == "contact" else None,
        size=size,
        scan=None if context.scanning else "not_required",
    )
    return DocumentReceived(at=context.now, document=document)


def _by_the_task(findings: Findings, task: str, context: Context) -> Findings:
    rule = context.playbook.task(task)
    return against_rule(findings, rule.documents) if rule and rule.documents else findings
