"""Uploaded file versions and what is found in them: received, checked, scanned."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from chalicelib.domain import commands as c
from chalicelib.domain import escalations, validity
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines import CHECK_WITHIN
from chalicelib.domain.documents import Findings
from chalicelib.domain.errors import NotFoundError, WrongStateError
from chalicelib.domain.events import (
    DocumentChecked,
    DocumentReceived,
    DocumentRejected,
    DocumentReplaced,
    DocumentScanned,
    Event,
    TaskReviewed,
)
from chalicelib.domain.onboarding import Document, Onboarding
from chalicelib.domain.reasons import against_rule
from chalicelib.domain.room import closed_door, no_room
from chalicelib.domain.why import Fact, why

_Told = c.RecordUpload | c.RecordVerdict | c.RecordScan


def received(state: Onboarding, command: c.RecordUpload, context: Context) -> tuple[Event, ...]:
    """Take note of a file version; one that is known already changes nothing."""
    return _of(state, command, context)[1]


def checked(state: Onboarding, command: c.RecordVerdict, context: Context) -> tuple[Event, ...]:
    """Take the content check's findings, compared with what the task asks for."""
    document, events = _of(state, command, context)
    if document.verdict is not None or document.over:
        return ()
    old = None if document.replaces else _named(state, command, document.id)
    theirs = state.contact(command.contact) and document.contact in (None, command.contact)
    told = DocumentChecked(
        at=context.now,
        document=document.id,
        findings=_from_outside(_by_the_task(command.findings, command.task, context), command, state),
        name=command.name,
        contact=command.contact if state.contact(command.contact) else None,
        replaces=old.id if old else None,
        newer=old is not None and _waits(state, command, old.task),
        dated=_day(command, context) if document.dated is None else None,
        epoch=command.epoch if theirs else None,
        outside=_outside(state, command),
    )
    return (*events, *_replaced(state, command, old, by=document.id, context=context), told)


def _from_outside(findings: Findings, command: c.RecordVerdict, state: Onboarding) -> Findings:
    """Return the findings; what came by a form that should be closed is for a person, however good it is.

    A signed form outlives the visit in which it was handed out: its sender may have left since, or the link by which
    they had come in may have been replaced, because somebody else had it.
    """
    if findings.verdict == "rejected" or not _outside(state, command):
        return findings
    return replace(findings, verdict="unchecked", reasons=(*findings.reasons, "document.left"))


def _outside(state: Onboarding, command: _Told) -> bool:
    return isinstance(command, c.RecordVerdict) and state.closed_to(command.contact, command.epoch)


def scanned(state: Onboarding, command: c.RecordScan, context: Context) -> tuple[Event, ...]:
    """Take the malware scan's result, which may come before anything else is known of the version.

    A threat found after the acceptance takes the acceptance back.
    """
    document, events = _of(state, command, context)
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


def _of(state: Onboarding, command: _Told, context: Context) -> tuple[Document, tuple[Event, ...]]:
    """Return the document of a version, and what happened if it is news: it is received, and another one replaced."""
    known = state.version(command.key, command.version_id)
    if known:
        return known, ()
    old = _named(state, command, command.document)
    document = _new(state, command, context, old=old)
    received = DocumentReceived(at=context.now, document=document)
    return document, (received, *_replaced(state, command, old, by=document.id, context=context))


def _new(state: Onboarding, command: _Told, context: Context, *, old: Document | None) -> Document:
    rule = context.playbook.task(command.task)
    if state.task(command.task) is None or rule is None or rule.documents is None:
        raise NotFoundError("There is no task that takes this document.")
    outside = _outside(state, command)
    full = closed_door(state, command.key, outside=outside) or (not outside and no_room(state, command.task))
    if full:
        raise WrongStateError(full)
    versions = sum(d.id.partition("-")[0] == command.document for d in state.documents)
    kind, _, contact = context.actor.partition(":")
    return Document(
        id=f"{command.document}-{versions + 1}" if versions else command.document,
        task=command.task,
        number=len(state.of_task(command.task)) + 1,
        key=command.key,
        version_id=command.version_id,
        status="received",
        received_at=context.now,
        check_by=context.now + CHECK_WITHIN,
        name=None if isinstance(command, c.RecordScan) else command.name,
        contact=contact if kind == "contact" else None,
        size=command.size if isinstance(command, c.RecordUpload) else None,
        scan=None if context.scanning else "not_required",
        replaces=old.id if old else None,
        newer=_waits(state, command, command.task),
        dated=_day(command, context),
    )


def _day(command: _Told, context: Context) -> date | None:
    """Return the day that came with a file, where its task asks for one and it can be meant."""
    rule = context.playbook.task(command.task)
    asked = rule is not None and rule.documents is not None and rule.documents.valid
    day = None if isinstance(command, c.RecordScan) else command.dated
    return day if asked and asked.asks_date and day and validity.possible(day, context) else None


def _named(state: Onboarding, command: _Told, document: str) -> Document | None:
    """Return the document that a file comes in the place of: one of the same task that still stands."""
    old = None if isinstance(command, c.RecordScan) else state.document(command.replaces or "")
    return old if old and old.task == command.task and not old.gone and old.id != document else None


def _replaced(
    state: Onboarding, command: _Told, old: Document | None, *, by: str, context: Context
) -> tuple[DocumentReplaced, ...]:
    """Replace a document at once while its task is open; after that a person decides about the newer one."""
    if old is None or _waits(state, command, old.task):
        return ()
    return (DocumentReplaced(at=context.now, document=old.id, by=by),)


def _waits(state: Onboarding, command: _Told, task_id: str) -> bool:
    """Say whether a person decides before a file takes the place of another."""
    return _settled(state, task_id) or _outside(state, command)


def _settled(state: Onboarding, task_id: str) -> bool:
    """Say whether nothing more is asked for: a form that was opened before may still bring files, for a person to see."""
    task = state.task(task_id)
    return task is None or task.settled


def _by_the_task(findings: Findings, task: str, context: Context) -> Findings:
    rule = context.playbook.task(task)
    return against_rule(findings, rule.documents) if rule and rule.documents else findings
