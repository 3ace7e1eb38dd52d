"""Uploaded file versions: received, checked, scanned, and reviewed by a person where nothing else can judge."""

from chalicelib.domain import commands as c
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
)
from chalicelib.domain.onboarding import Document, Onboarding
from chalicelib.domain.reasons import against_rule
from chalicelib.domain.values import Personal

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
    return (
        *events,
        DocumentChecked(at=context.now, document=document.id, findings=findings, name=command.name),
    )


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
    return events


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
    earlier = sum(document.key == command.key for document in state.documents)
    kind, _, contact = context.actor.partition(":")
    document = Document(
        id=command.document if earlier == 0 else f"{command.document}-{earlier + 1}",
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
