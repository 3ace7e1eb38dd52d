"""Uploaded file versions."""

from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Document, Onboarding


def documents(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what happened to documents; None for other events."""
    match event:
        case e.DocumentReceived():
            return replace(s, documents=(*s.documents, event.document))
        case e.DocumentChecked():
            found, known = event.findings, s.document(event.document)
            changes: dict[str, Any] = {"verdict": found.verdict, "reasons": found.reasons, "size": found.size}
            changes |= {"sha256": found.sha256, "type": found.type, "status": "checking"}
            changes |= {"outside": event.outside}
            changes |= {"table": found.table, "values": found.values, "signature": found.signature}
            changes |= {"name": event.name or (known.name if known else None)}
            changes |= {"contact": (known.contact if known else None) or event.contact}
            if event.epoch is not None:
                changes |= {"epoch": event.epoch}
            if event.dated:
                changes |= {"dated": event.dated}
            if event.replaces:
                changes |= {"replaces": event.replaces, "newer": event.newer}
            return _judged(s, event.document, **changes)
        case e.DocumentScanned():
            return _judged(s, event.document, scan=event.result)
        case e.DocumentAccepted():
            until = {"expires_on": event.expires_on, "renew_at": event.renew_at}
            return _judged(s, event.document, status="accepted", **until)
        case e.DocumentRead():
            return _judged(s, event.document, values=event.values)
        case e.DocumentDated():
            until = {"expires_on": event.expires_on, "renew_at": event.renew_at}
            return _judged(s, event.document, dated=event.day, **until)
        case e.DocumentExpiring():
            return _expiring(s, event)
        case e.DocumentRejected():
            return _judged(s, event.document, status="rejected", reasons=event.reasons, note=event.note)
        case e.DocumentNeedsPerson():
            return _judged(s, event.document, status="needs_person", reasons=event.reasons)
        case e.DocumentReplaced():
            return _judged(s, event.document, status="replaced")
        case e.DocumentWithdrawn():
            return _judged(s, event.document, status="withdrawn")
    return None


def _judged(s: Onboarding, document: str, **changes: Any) -> Onboarding:
    documents: tuple[Document, ...] = with_item(s.documents, document, **changes)
    return replace(s, documents=documents)


def _expiring(s: Onboarding, event: e.DocumentExpiring) -> Onboarding:
    """Let a document end. Where a newer one is asked for, a task that is done is the customer's again."""
    s = _judged(s, event.document, renew_at=None, expiring=event.due_at is not None)
    task = s.task(event.task)
    if event.due_at is None or task is None or task.status != "done":
        return s
    again = {"status": "open", "due_at": event.due_at, "proof": None, "asked": False, "reminded": None}
    return replace(s, tasks=with_item(s.tasks, event.task, **again, remind_at=None))
