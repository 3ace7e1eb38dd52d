"""What is in front of a person, and who owns what."""

from datetime import datetime
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Escalation, Onboarding, Stage

_AWAKE = {"snoozed_until": None, "snoozed_by": None}


def people(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what was raised, settled or given to somebody; None for other events."""
    match event:
        case e.EscalationRaised():
            return replace(s, escalations=_placed(s.escalations, event.escalation))
        case e.EscalationAcknowledged():
            by = {"acknowledged_at": event.at, "acknowledged_by": event.by}
            return _taken(s, event.escalation, at=event.at, **by, **_AWAKE, **_code(event.code))
        case e.EscalationSnoozed():
            return _taken(s, event.escalation, at=event.at, snoozed_until=event.until, snoozed_by=event.by)
        case e.EscalationReturned():
            return _returned(s, event)
        case e.EscalationResolved():
            settled = {"resolved_at": event.at, **_code(event.code)}
            return replace(s, escalations=with_item(s.escalations, event.escalation, **settled))
        case e.Reassigned() if event.escalation:
            return replace(s, escalations=_placed(s.escalations, event.escalation))
        case e.Reassigned():
            return _reassigned(s, *event.subject.partition(":")[::2], person=event.person)
    return None


def _taken(s: Onboarding, escalation: str, *, at: datetime, **changes: Any) -> Onboarding:
    """Return the state after somebody has taken something up, so that it climbs no further; when that was first stays."""
    first = next((one.taken_at for one in s.escalations if one.id == escalation), None)
    changes |= {"taken_at": first or at, "next_rung_at": None, "returned_at": None, "put_off_by": None}
    return replace(s, escalations=with_item(s.escalations, escalation, **changes))


def _returned(s: Onboarding, event: e.EscalationReturned) -> Onboarding:
    """Return the state in which something is in front of its owner again, as if nobody had taken it up."""
    escalations = with_item(
        s.escalations,
        event.escalation,
        owner=event.owner,
        next_rung_at=event.next_rung_at,
        returned_at=event.at,
        put_off_by=event.put_off_by,
        acknowledged_at=None,
        acknowledged_by=None,
        **_AWAKE,
    )
    return replace(s, escalations=escalations)


def _code(code: str | None) -> dict[str, str]:
    """Return the change that a reason makes: none where none was given."""
    return {"code": code} if code else {}


def _placed(items: tuple[Escalation, ...], item: Escalation) -> tuple[Escalation, ...]:
    if any(old.id == item.id for old in items):
        return tuple(item if old.id == item.id else old for old in items)
    return (*items, item)


def _reassigned(s: Onboarding, kind: str, item: str, *, person: str) -> Onboarding:
    match kind:
        case "onboarding":
            return replace(s, owner=person)
        case "stage":
            stages: tuple[Stage, ...] = with_item(s.stages, item, owner=person)
            return replace(s, stages=stages)
        case "task":
            return replace(s, tasks=with_item(s.tasks, item, owner=person))
        case "escalation":
            escalations: tuple[Escalation, ...] = with_item(s.escalations, item, owner=person)
            return replace(s, escalations=escalations)
    return replace(s, promises=with_item(s.promises, item, owner=person))
