"""Somebody is told before the committed date passes, and when nothing happens any more."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import clocks, escalations, outlook
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.escalations import DATE, SILENT
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import Fact


def _slips(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    if state.forecast and state.forecast.slips_at and state.milestones.live is None:
        yield state.forecast.slips_at, ""


def _slipped(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    return tuple(outlook.changed(state, context))


def _warned(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    if (
        state.warn_at
        and state.milestones.live is None
        and not escalations.is_raised(state, DATE, since=state.warn_at)
    ):
        yield state.warn_at, ""


def _at_risk(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    open_stages = ", ".join(stage.id for stage in state.stages if stage.status != "done")
    facts = (
        Fact(name="target", value=context.calendar.say(state.target_at)),
        Fact(name="still to do", value=open_stages),
    )
    return (
        escalations.new(
            state,
            context,
            rule="date.at_risk",
            subject=DATE,
            owner=state.owner,
            facts=facts,
            since=state.warn_at,
        ),
    )


def _silence(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    """Silence is told unless something is on its way up the ladder already: then somebody has it in front of them."""
    climbing = any(raised.acknowledged_at is None for raised in state.raised())
    told = escalations.is_raised(state, SILENT, since=state.silent_at)
    if state.silent_at and state.milestones.live is None and not climbing and not told:
        yield state.silent_at, ""


def _silent(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    at = outlook.silence_at(state, context)
    if at is None or at > context.now:
        return tuple(
            outlook.changed(state, context)
        )  # something has happened since: it is looked at again then
    last = state.last_activity
    facts = (
        Fact(name="last activity", value=last.what if last else "none"),
        *clocks.facts(context.calendar, last.at if last else state.opened_at, at, now=context.now),
    )
    return (
        escalations.new(
            state,
            context,
            rule="onboarding.silent",
            subject=SILENT,
            owner=state.owner,
            facts=facts,
            since=at,
        ),
    )


FORECAST = Timer(due=_slips, bring=_slipped)
WARNING = Timer(due=_warned, bring=_at_risk)
SILENCE = Timer(due=_silence, bring=_silent)
