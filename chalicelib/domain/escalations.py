"""Escalations: what is raised to whom, how the ladder climbs, and who answers for it."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.context import Context
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.events import EscalationRaised, EscalationReturned
from chalicelib.domain.onboarding import Escalation, Onboarding
from chalicelib.domain.why import Fact, Why

CUSTOMER, UNREACHABLE = "customer:late", "customer:unreachable"
DATE, SILENT = "date:live", "onboarding:silent"
_UNTAKEN, _TOLD = "not acknowledged since", "told at rung"
USED_UP, SWITCHED_OFF = "reminders:used_up", "reminders:switched_off"


def new(
    state: Onboarding,
    context: Context,
    *,
    rule: str,
    subject: str,
    owner: str,
    facts: tuple[Fact, ...] = (),
    since: datetime | None = None,
    hours: int | None = None,
) -> EscalationRaised:
    """Raise something to its owner, at rung 1; `since` is when its rule became true, where that was before now.

    The next rung hears of it after the playbook's hours, or after `hours`.
    """
    person = context.directory.stand_in(owner, context.now)
    reason = Why(rule=rule, playbook=context.playbook.ref, facts=facts, told=(person,))
    escalation = Escalation(
        id=f"esc-{len(state.escalations) + 1}",
        rule=rule,
        subject=subject,
        owner=person,
        rung=1,
        raised_at=context.now,
        since=min(since or context.now, context.now),
        why=reason,
        next_rung_at=_next_rung(1, owner, context, wait=hours),
    )
    return EscalationRaised(at=context.now, why=reason, escalation=escalation)


def climb(old: Escalation, state: Onboarding, context: Context) -> EscalationRaised:
    """Raise what nobody has acknowledged to the next person of the ladder."""
    base = answers_for(old, state)
    ladder = context.directory.ladder(base)
    rung = min(old.rung + 1, len(ladder))
    person = context.directory.stand_in(ladder[rung - 1], context.now)
    facts = (*_climbed(old, context), _told(rung, person, context))
    reason = replace(old.why, facts=facts, told=(*old.why.told, person))
    raised = replace(
        old,
        owner=person,
        rung=rung,
        raised_at=old.raised_at,
        why=reason,
        next_rung_at=_next_rung(rung, base, context),
    )
    return EscalationRaised(at=context.now, why=reason, escalation=raised)


def _climbed(old: Escalation, context: Context) -> tuple[Fact, ...]:
    """Return the facts of a reason with since when nobody has taken it up, told once."""
    since = next((fact for fact in old.why.facts if fact.name == _UNTAKEN), None)
    if old.returned_at or since is None:
        since = Fact(name=_UNTAKEN, value=context.calendar.say(old.returned_at or old.raised_at))
    return old.why.facts if since in old.why.facts else (*_without_climb(old), since)


def _without_climb(old: Escalation) -> tuple[Fact, ...]:
    return tuple(fact for fact in old.why.facts if not fact.name.startswith((_UNTAKEN, _TOLD)))


def _told(rung: int, person: str, context: Context) -> Fact:
    return Fact(name=f"{_TOLD} {rung}", value=f"person:{person}, {context.calendar.say(context.now)}")


def back(old: Escalation, state: Onboarding, context: Context) -> EscalationReturned:
    """Put what was put off in front of its owner again, or of who stands in; the ladder goes on from there."""
    owner = context.directory.stand_in(old.owner, context.now)
    until = context.calendar_for(f"person:{owner}").say(old.snoozed_until or context.now)
    facts = (
        Fact(name="put off until", value=until),
        Fact(name="by", value=old.snoozed_by or "not known"),
        Fact(name="about", value=old.subject),
    )
    reason = Why(rule="escalation.returned", playbook=context.playbook.ref, facts=facts, told=(owner,))
    next_rung = _next_rung(old.rung, answers_for(old, state), context)
    return EscalationReturned(
        at=context.now,
        why=reason,
        escalation=old.id,
        owner=owner,
        next_rung_at=next_rung,
        put_off_by=old.snoozed_by,
    )


def given(old: Escalation, person: str, context: Context) -> Escalation:
    """Return what somebody else has now: at the first rung of their own ladder, unless they have taken it up already."""
    since = Fact(name=_UNTAKEN, value=context.calendar.say(context.now))
    owned = replace(
        old,
        owner=person,
        given_to=person,
        given_by=context.actor,
        why=replace(old.why, told=(*old.why.told, person)),
    )
    if old.acknowledged_by == f"person:{person}" and not old.snoozed_until:
        return owned
    return replace(
        owned,
        why=replace(owned.why, facts=(*_without_climb(old), since)),
        rung=1,
        next_rung_at=_next_rung(1, person, context),
        acknowledged_at=None,
        acknowledged_by=None,
        snoozed_until=None,
        snoozed_by=None,
        returned_at=None,
        put_off_by=None,
    )


def second_person(state: Onboarding, context: Context) -> str:
    """Return whom to ask where one person must not decide alone: above who asks, else the owner, else the fallback."""
    asker = context.person or state.owner
    others = (*context.directory.ladder(asker), state.owner, context.directory.fallback)
    return next((person for person in others if person != asker), asker)


def find(state: Onboarding, escalation_id: str) -> Escalation:
    """Return an escalation, or refuse with NotFoundError."""
    for escalation in state.escalations:
        if escalation.id == escalation_id:
            return escalation
    raise NotFoundError("There is no such entry on the Needs you list.")


def is_raised(
    state: Onboarding, subject: str, *, rule: str | None = None, since: datetime | None = None
) -> bool:
    """Say whether something is raised for `subject` now, or was raised at or after `since`."""
    return any(
        escalation.subject == subject
        and (rule is None or escalation.rule == rule)
        and (escalation.resolved_at is None or (since is not None and escalation.raised_at >= since))
        for escalation in state.escalations
    )


def answers_for(escalation: Escalation, state: Onboarding) -> str:
    """Return whose ladder something climbs: that of whom it was given to, else of who answers for its subject."""
    return escalation.given_to or owner_of(escalation.subject, state)


def owner_of(subject: str, state: Onboarding) -> str:
    """Return the person who answers for a subject: owner of task or stage, else of the onboarding."""
    kind, _, name = subject.partition(":")
    if kind == "document" and (document := state.document(name)):
        kind, name = "task", document.task
    if kind == "question" and (question := state.question(name)) and question.stuck:
        kind, name = "task", question.task or ""
    if kind == "task" and (task := state.task(name)):
        return task.owner
    if kind == "stage" and (stage := next((s for s in state.stages if s.id == name), None)):
        return stage.owner
    return state.owner


def _next_rung(rung: int, owner: str, context: Context, *, wait: int | None = None) -> datetime | None:
    hours = context.playbook.rung_hours
    if rung > len(hours) or rung >= len(context.directory.ladder(owner)):
        return None
    return context.calendar_for(f"person:{owner}").due(context.now, wait or hours[rung - 1])
