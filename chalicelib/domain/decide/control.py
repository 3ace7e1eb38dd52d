"""The course of an onboarding: hold, release, cancel, links, and gates opened against the rule."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain import clocks, escalations, gates
from chalicelib.domain import commands as c
from chalicelib.domain.context import Context
from chalicelib.domain.errors import NotAllowedError, NotFoundError, WrongStateError
from chalicelib.domain.events import (
    EscalationResolved,
    Event,
    GatePassed,
    LinksRevoked,
    OnboardingCancelled,
    OnboardingHeld,
    OnboardingReleased,
    OverrideRequested,
)
from chalicelib.domain.onboarding import Onboarding, Proof
from chalicelib.domain.playbook import GateRule
from chalicelib.domain.why import Fact, why


def hold(state: Onboarding, command: c.HoldOnboarding, context: Context) -> tuple[Event, ...]:
    """Stop clocks and mails."""
    _running(state)
    if state.status == "on_hold":
        raise WrongStateError("This onboarding is already on hold.")
    return (OnboardingHeld(at=context.now, held="by_hand", note=command.reason),)


def release(state: Onboarding, command: c.ReleaseOnboarding, context: Context) -> tuple[Event, ...]:
    """Let it run again; every due instant moves by the working time that passed on hold."""
    if state.status != "on_hold" or state.held_at is None:
        raise WrongStateError("This onboarding is not on hold.")
    calendar, now = context.calendar, context.now
    passed = calendar.elapsed(state.held_at, now)
    stages = tuple(
        clocks.released(s, held_at=state.held_at, now=now, calendar=calendar) for s in state.stages
    )
    whole = clocks.released(clocks.whole(state), held_at=state.held_at, now=now, calendar=calendar)

    def moved(due: datetime | None) -> datetime | None:
        return calendar.after(due, passed) if due else None

    resolved = tuple(
        EscalationResolved(at=now, escalation=escalation.id, by=context.actor)
        for escalation in state.raised()
        if escalation.rule == "deal.lost"
    )
    live = state.milestones.live is not None
    return (
        OnboardingReleased(
            at=now,
            why=why("onboarding.released", on_hold_since=calendar.say(state.held_at), working_time=passed),
            status="live" if live else "active" if state.deal.complete else "opening",
            stages=stages,
            tasks=tuple(t if t.settled else replace(t, due_at=moved(t.due_at)) for t in state.tasks),
            escalations=tuple(
                e if e.resolved_at else replace(e, next_rung_at=moved(e.next_rung_at))
                for e in state.escalations
            ),
            next_reminder_at=moved(state.reminders.next_at),
            target_at=_moved_day(state.target_at, passed, state, context),
            warn_at=_moved_day(state.warn_at, passed, state, context) if state.warn_at else None,
            waiting=whole.waiting,
            waited=whole.waited,
            held_for=whole.held_for,
        ),
        *resolved,
    )


def _moved_day(day: datetime, passed: timedelta, state: Onboarding, context: Context) -> datetime:
    """Move the end of a day by the whole working days on hold; a date that was committed to stays."""
    calendar = context.calendar
    days = 0 if state.deal.committed else passed // calendar.day
    return calendar.closing(calendar.days_after(calendar.local(day).date(), days)) if days else day


def cancel(state: Onboarding, command: c.CancelOnboarding, context: Context) -> tuple[Event, ...]:
    """End it without going live; nothing stays on anybody's list."""
    _running(state)
    resolved = tuple(
        EscalationResolved(at=context.now, escalation=escalation.id, by=context.actor)
        for escalation in state.raised()
    )
    return (*resolved, OnboardingCancelled(at=context.now, reason=command.reason))


def revoke_links(state: Onboarding, command: c.RevokeLinks, context: Context) -> tuple[Event, ...]:
    """Raise the epoch: every link and cookie of the customer ends."""
    return (LinksRevoked(at=context.now, epoch=state.link_epoch + 1),)


def request_override(state: Onboarding, command: c.RequestOverride, context: Context) -> tuple[Event, ...]:
    """Ask a second person to open a gate without its proof."""
    _closed_gate(state, command.gate, context)
    by = context.actor
    facts = (Fact(name="gate", value=command.gate), Fact(name="requested by", value=by))
    requested = OverrideRequested(at=context.now, gate=command.gate, by=by, reason=command.reason)
    subject = f"gate:{command.gate}"
    if escalations.is_raised(state, subject):
        return (requested,)
    asker = context.person or state.owner
    others = (*context.directory.ladder(asker), state.owner, context.directory.fallback)
    second = next((person for person in others if person != asker), asker)
    return (
        requested,
        escalations.new(state, context, rule="gate.override", subject=subject, owner=second, facts=facts),
    )


def approve_override(state: Onboarding, command: c.ApproveOverride, context: Context) -> tuple[Event, ...]:
    """Open a gate that somebody else has asked for."""
    rule = _closed_gate(state, command.gate, context)
    gate = gates.gate(state, command.gate)
    if gate.override_by is None:
        raise WrongStateError("Nobody has requested this override. Request it first, with a reason.")
    if context.person is None or gate.override_by == context.actor:
        raise NotAllowedError("An override needs a second person: somebody other than who requested it.")
    asked = Proof(
        by=gate.override_by, at=context.now, note=gate.override_reason, reference="override requested"
    )
    agreed = Proof(by=context.actor, at=context.now, reference="override approved")
    lacking = ", ".join(gates.missing(rule, state))
    reason = why("gate.overridden", context.playbook.ref, missing=lacking)
    return (GatePassed(at=context.now, why=reason, gate=rule.id, opens=rule.opens, proof=(asked, agreed)),)


def _closed_gate(state: Onboarding, gate_id: str, context: Context) -> GateRule:
    _running(state)
    rule = next((rule for rule in context.playbook.gates if rule.id == gate_id), None)
    if rule is None:
        raise NotFoundError(f"There is no gate '{gate_id}' in this onboarding.")
    if gates.gate(state, gate_id).passed_at:
        raise WrongStateError("This gate is already open.")
    return rule


def _running(state: Onboarding) -> None:
    if state.ended:
        raise WrongStateError("This onboarding has ended.")
