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
            changes |= {"table": found.table, "values": found.values, "signature": found.signature}
            changes |= {"name": event.name or (known.name if known else None)}
            changes |= {"contact": (known.contact if known else None) or event.contact}
            if event.replaces:
                changes |= {"replaces": event.replaces, "newer": event.newer}
            return _judged(s, event.document, **changes)
        case e.DocumentScanned():
            return _judged(s, event.document, scan=event.result)
        case e.DocumentAccepted():
            return _judged(s, event.document, status="accepted")
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
