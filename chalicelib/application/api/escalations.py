"""Escalations: why they were raised, and how fast they were seen to."""

from datetime import timedelta

from chalicelib.application.api.people import person_view
from chalicelib.application.api.shapes import EscalationView, WhyView
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.words.said import said_of
from chalicelib.application.words.why_told import tell
from chalicelib.domain.metrics import lag_of
from chalicelib.domain.onboarding import Escalation


def escalation_view(about: Circumstances, escalation: Escalation) -> EscalationView:
    """Return an escalation with its reason."""
    lag = lag_of(escalation)
    return EscalationView(
        id=escalation.id,
        rung=escalation.rung,
        rule=escalation.rule,
        subject=escalation.subject,
        owner=person_view(escalation.owner, about.directory),
        since=escalation.since or escalation.raised_at,
        raised_at=escalation.raised_at,
        acknowledged_at=escalation.acknowledged_at,
        acknowledged_after_minutes=_minutes(lag.taken),
        snoozed_until=escalation.snoozed_until,
        resolved_at=escalation.resolved_at,
        resolved_after_minutes=_minutes(lag.settled),
        code=escalation.code,
        why=_why(about, escalation),
    )


def _why(about: Circumstances, escalation: Escalation) -> WhyView:
    why, said = escalation.why, said_of(about)
    return WhyView(
        rule=why.rule,
        playbook=why.playbook,
        facts=why.facts,
        told=why.told,
        text=tell(why, said, subject=escalation.subject),
    )


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else span // timedelta(minutes=1)
