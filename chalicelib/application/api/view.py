"""One onboarding whole, as the JSON API shows it to the team: personal values are shown."""

from dataclasses import asdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.application.api.customer import (
    asks_view,
    contact_view,
    meeting_view,
    opinion_view,
    question_view,
)
from chalicelib.application.api.escalations import escalation_view
from chalicelib.application.api.people import person_view
from chalicelib.application.api.proof import gate_view, promise_view
from chalicelib.application.api.shapes import AccountView, DealView, HoldView, OnboardingView, StageView
from chalicelib.application.api.tasks import task_view
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.words.clocks import activity_view, clock_view, forecast_view, whole_clock
from chalicelib.domain.asked import count
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.metrics import forecast_at, health
from chalicelib.domain.onboarding import Stage


def onboarding_view(about: Circumstances, calendar: Calendar) -> OnboardingView:
    """Return everything about the onboarding."""
    state = about.onboarding
    return OnboardingView(
        id=state.id,
        account=AccountView(name=state.deal.account.name),
        tier=state.tier,
        status=state.status,
        stage=state.stage.id if state.stage else None,
        owner=person_view(state.owner, about.directory),
        health=health(state, about.now),
        target_date=_day(about, state.target_at),
        forecast_date=_day(about, forecast_at(state, about.now)),
        open_escalations=sum(1 for _ in state.raised()),
        deal=_deal(about),
        playbook=state.playbook,
        opened_at=state.opened_at,
        hold=_hold(about),
        cancelled_code=state.ended_code,
        clocks=whole_clock(state, now=about.now, calendar=calendar),
        forecast=forecast_view(state),
        last_activity=activity_view(state),
        requests=state.reminders.requests,
        milestones=asdict(state.milestones),
        contacts=tuple(contact_view(about, one) for one in state.contacts),
        promises=tuple(promise_view(about, one) for one in state.promises),
        stages=tuple(_stage(about, one, calendar) for one in state.stages),
        tasks=tuple(task_view(about, one) for one in state.tasks),
        gates=tuple(gate_view(about, one) for one in state.gates),
        escalations=tuple(escalation_view(about, one) for one in state.escalations),
        questions=tuple(question_view(about, one) for one in state.questions),
        asks=asks_view(count(state)),
        feedback=tuple(opinion_view(about, one) for one in state.opinions),
        meetings=tuple(meeting_view(about, one) for one in state.meetings),
    )


def _day(about: Circumstances, moment: datetime | None) -> date | None:
    """Return the day of an instant where the playbook's calendar is."""
    return moment.astimezone(ZoneInfo(about.playbook.calendar.time_zone)).date() if moment else None


def _deal(about: Circumstances) -> DealView:
    deal = about.onboarding.deal
    return DealView(
        source=deal.ref.source,
        tenant=deal.ref.tenant,
        id=deal.ref.id,
        name=about.names.reveal(deal.name),
        url=deal.url,
        amount=str(deal.amount.amount) if deal.amount else None,
        currency=deal.amount.currency if deal.amount else None,
    )


def _stage(about: Circumstances, stage: Stage, calendar: Calendar) -> StageView:
    rule = next((rule for rule in about.playbook.stages if rule.id == stage.id), None)
    return StageView(
        id=stage.id,
        title=rule.title if rule else stage.id,
        status=stage.status,
        owner=person_view(stage.owner, about.directory),
        entered_at=stage.entered_at,
        due_at=stage.due_at,
        left_at=stage.left_at,
        clock=clock_view(about.onboarding, stage, now=about.now, calendar=calendar),
    )


def _hold(about: Circumstances) -> HoldView | None:
    state, code = about.onboarding, about.onboarding.held_code
    if state.status != "on_hold":
        return None
    return HoldView(
        how=state.held or "by_hand",
        code=code,
        title=about.playbook.codes.title("hold", code) if code else None,
        since=state.held_at,
        until=state.held_until,
    )
