"""The onboarding goes live and closes; what is right again leaves the list."""

from collections.abc import Iterator

from chalicelib.domain import gates, settling
from chalicelib.domain.consequences.work import reached
from chalicelib.domain.context import Context
from chalicelib.domain.events import (
    EscalationResolved,
    Event,
    OnboardingClosed,
    WentLive,
)
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import why


def went_live(state: Onboarding, context: Context) -> Iterator[Event]:
    """Live when the live gate is passed: setup, customer communication and ownership handoff are logged."""
    if state.status == "active" and gates.passed(state, context.playbook, "live"):
        reason = why("onboarding.live", context.playbook.ref)
        yield WentLive(at=context.now, why=reason, complete=state.complete)
        yield from reached(state, context, "live", by="going live")


def closed(state: Onboarding, context: Context) -> Iterator[Event]:
    """Closed when the stages behind the go-live are complete too, and nothing is open again."""
    if state.status == "live" and not state.ended and state.complete:
        yield OnboardingClosed(at=context.now, why=why("onboarding.closed", context.playbook.ref))


def escalations_resolved(state: Onboarding, context: Context) -> Iterator[Event]:
    """What is right again leaves the Needs you list by itself."""
    for escalation in state.raised():
        if settling.is_settled(escalation, state):
            certain = escalation.rule == "date.at_risk" and state.forecast and state.forecast.late
            rule = "escalation.replaced" if certain else "escalation.settled"
            reason = why(rule, subject=escalation.subject)
            yield EscalationResolved(at=context.now, why=reason, escalation=escalation.id, by=context.actor)
