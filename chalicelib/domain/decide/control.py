"""The course of an onboarding: hold, cancel, links, and gates opened against the rule."""

from datetime import date, datetime

from chalicelib.domain import codes, escalations, gates
from chalicelib.domain import commands as c
from chalicelib.domain.context import Context
from chalicelib.domain.decide.changes import FURTHEST
from chalicelib.domain.errors import InvalidError, NotAllowedError, NotFoundError, WrongStateError
from chalicelib.domain.events import (
    EscalationResolved,
    Event,
    GatePassed,
    LinksRevoked,
    OnboardingCancelled,
    OnboardingHeld,
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
    code = codes.check(context.playbook.codes, "hold", command.code, note=command.reason)
    until = _morning_of(command.until, context) if command.until else None
    note = command.reason
    return (OnboardingHeld(at=context.now, held="by_hand", note=note, code=code, until=until),)


def _morning_of(day: date, context: Context) -> datetime:
    """Return the beginning of work on a day, or on the next working day."""
    calendar = context.calendar
    today = calendar.local(context.now).date()
    if not today < day <= today + FURTHEST:
        raise InvalidError(
            f"'until' must be a day from tomorrow, within two years; {day.isoformat()} is not."
        )
    return calendar.opening(calendar.days_after(day, 0))


def cancel(state: Onboarding, command: c.CancelOnboarding, context: Context) -> tuple[Event, ...]:
    """End it without going live; nothing stays on anybody's list."""
    _running(state)
    resolved = tuple(
        EscalationResolved(at=context.now, escalation=escalation.id, by=context.actor)
        for escalation in state.raised()
    )
    code = codes.check(context.playbook.codes, "cancel", command.code, note=command.reason)
    return (*resolved, OnboardingCancelled(at=context.now, reason=command.reason, code=code))


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
    second = escalations.second_person(state, context)
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
