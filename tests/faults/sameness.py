"""What must be the same whatever went wrong: where an onboarding stands, who was told what, and what was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from chalicelib.domain.effects import Notify, SendMail
from chalicelib.domain.onboarding import Onboarding
from tests.faults.desks import told as told_on_desks
from tests.faults.invariants import _effect, records
from tests.faults.runtime import World


def outcome(world: World) -> dict[str, Any]:
    """Return what a world came to, without instants and without what a repetition may rightly add."""
    found: dict[str, Any] = {}
    for record in records(world):
        told, notices = Counter[str](), Counter[str]()
        for item in record.effects.values():
            effect = _effect(item["data"]["S"])
            if isinstance(effect, Notify):
                told[f"{effect.name} to {effect.person}: {item['status']['S']}"] += 1
            elif not isinstance(effect, SendMail):
                told[f"{effect.name}: {item['status']['S']}"] += 1
            elif effect.mail != "receipt":
                told[f"{effect.name} to {effect.to}: {item['status']['S']}"] += 1
        for entry in record.entries:
            if entry["type"] == "ReceiptMailed":
                notices.update(_line(**notice) for notice in entry["data"]["notices"])
        state = record.state
        waiting = state.receipts.waiting if state.receipts else ()
        notices.update(_line(notice.kind, notice.task, notice.document) for notice in waiting)
        found[record.id] = {"state": _stands(state), "told": dict(told), "notices": dict(notices)}
    found["desks"] = dict(told_on_desks(world))
    found["requests"] = Counter(
        (asked.path, _named(asked.key))
        for asked in set(world.cloud.downstream.requests)
        if asked.method == "POST"
    )
    found["answers"] = Counter(answered.status for answered in world.answered)
    return found


def _named(key: str | None) -> str | None:
    """Return an effect's key without its number: what happened at once may be written down in any order."""
    onboarding, _, name = (key or "").partition(":")
    return f"{onboarding}:{name.partition(':')[2]}" if key else None


def differences(expected: object, found: object, where: str = "") -> Iterator[str]:
    """Yield where two outcomes differ, each place once, as sentences."""
    if expected == found:
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in {**expected, **found}:
            yield from differences(expected.get(name), found.get(name), f"{where}{name}: ")
    else:
        yield f"{where}{found} instead of {expected}"


def _line(kind: str, task: str, document: str | None, contact: str | None = None) -> str:
    """Name a line of a receipt; whose it is follows from the document where it did not stand there at once."""
    return f"{kind} {task} {document}"


def _whose(document: Any) -> str | None:
    """Name whose a file is; one that the scan refused before anybody opened it is nobody's."""
    return None if "malware.found" in document.reasons else document.contact


def _stands(state: Onboarding) -> dict[str, Any]:
    return {
        "status": (state.status, state.held, state.owner, state.tier, state.link_epoch),
        "stages": [(one.id, one.status, one.owner) for one in state.stages],
        "tasks": [(one.id, one.status, one.owner, len(one.answers)) for one in state.tasks],
        "documents": sorted(
            (one.task, one.key, one.version_id, one.status, one.reasons, _whose(one))
            for one in state.documents
        ),
        "promises": [(one.id, one.settled is not None) for one in state.promises],
        "escalations": sorted(
            (one.subject, one.rule, one.rung, one.owner, bool(one.acknowledged_at), bool(one.resolved_at))
            for one in state.escalations
        ),
        "contacts": [(one.id, one.status, one.role) for one in state.contacts],
        "gates": [(one.id, one.proof is not None, one.override_by) for one in state.gates],
        "milestones": [name for name in type(state.milestones).__slots__ if getattr(state.milestones, name)],
        "reminders": (state.reminders.requests, state.reminders.sent),
        "deal": (str(state.deal.amount), state.deal.state, str(state.deal.committed)),
    }
