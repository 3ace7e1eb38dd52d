"""What is ahead, worked out again whenever something has happened: the forecast, the date it threatens, the silence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import clocks, escalations
from chalicelib.domain.context import Context
from chalicelib.domain.escalations import DATE
from chalicelib.domain.events import EscalationRaised, Event, ForecastChanged
from chalicelib.domain.forecast import forecast
from chalicelib.domain.onboarding import Forecast, Onboarding
from chalicelib.domain.why import Fact, Why


def changed(state: Onboarding, context: Context) -> Iterator[Event]:
    """Yield the new forecast where it is another one; where the date does not hold any more, its owner is told at once."""
    if not state.running:
        return
    ahead, silent_at = forecast(state, context), silence_at(state, context)
    news = _is_news(ahead, state, context)
    if not (news or _moves(state.silent_at, silent_at, context)):
        return
    why = _why(ahead, state, context) if news else _patience(silent_at, context)
    yield ForecastChanged(at=context.now, why=why, forecast=ahead, silent_at=silent_at)
    if ahead and ahead.late and not (state.forecast and state.forecast.late):
        yield from _told(ahead, state, context)


def _is_news(ahead: Forecast | None, state: Onboarding, context: Context) -> bool:
    """Say whether a forecast says something else than the last: another day, another way, or an earlier end of patience.

    What is late moves on by the minute, and what is done leaves the way as foreseen: neither is news.
    """
    known = state.forecast
    if ahead is None or known is None:
        return ahead is not known
    day = context.calendar.local
    return (
        ahead.late != known.late
        or day(ahead.live_at).date() != day(known.live_at).date()
        or ahead.path != still_open(known.path, state)
        or _moves(known.slips_at, ahead.slips_at, context)
    )


def _moves(known: datetime | None, now_at: datetime | None, context: Context) -> bool:
    """Say whether the instant of a timer must be recorded anew: it is earlier, a day or more later, or has come."""
    if known is None or now_at is None:
        return now_at is not known
    day = context.calendar.local
    come = known <= context.now and now_at != known
    return come or now_at < known or day(now_at).date() != day(known).date()


def still_open(path: tuple[str, ...], state: Onboarding) -> tuple[str, ...]:
    """Return what is left of a way: the tasks on it that are not settled."""
    tasks = ((name, state.task(name)) for name in path)
    return tuple(name for name, task in tasks if task and not task.settled)


def _told(ahead: Forecast, state: Onboarding, context: Context) -> Iterator[Event]:
    """Tell the owner; sales too where the date could not hold from the first day on."""
    if any(escalations.is_raised(state, DATE, rule=rule) for rule in ("date.forecast", "date.impossible")):
        return
    first = state.forecast is None and not any(
        stage.entered_at and stage.entered_at < context.now for stage in state.stages
    )
    rule = "date.impossible" if first else "date.forecast"
    facts = _facts(ahead, state, context)
    slipped = state.forecast.slips_at if state.forecast else None
    told = escalations.new(
        state, context, rule=rule, subject=DATE, owner=state.owner, facts=facts, since=slipped
    )
    yield told
    sales = context.directory.stand_in(_sales(state, context), context.now)
    if first and sales != told.escalation.owner:
        yield _also(told, sales)


def _also(told: EscalationRaised, person: str) -> Event:
    """Tell a second person the same: it does not climb from them as well."""
    why = replace(told.why or told.escalation.why, told=(person,))
    number = int(told.escalation.id.rpartition("-")[2]) + 1
    other = replace(told.escalation, id=f"esc-{number}", owner=person, next_rung_at=None, why=why)
    return replace(told, escalation=other, why=why)


def _sales(state: Onboarding, context: Context) -> str:
    """Return who sold it: the deal's owner, if they are in sales, else somebody who is."""
    seller = context.directory.get(state.deal.owner)
    asked = seller.id if seller and "sales" in seller.roles else None
    return context.directory.resolve("sales", context.now, asked=asked).person


def _facts(ahead: Forecast, state: Onboarding, context: Context) -> tuple[Fact, ...]:
    calendar, now = context.calendar, context.now
    left = calendar.elapsed(now, state.target_at)
    return (
        Fact(name="target", value=calendar.say(state.target_at)),
        Fact(name="forecast", value=calendar.say(ahead.live_at)),
        Fact(name="path", value=", ".join(ahead.path)),
        Fact(name="working hours needed", value=clocks.hours(calendar.elapsed(now, ahead.live_at))),
        Fact(name="working hours left", value=clocks.hours(left)),
        *clocks.of_calendar(calendar, now, ahead.live_at),
    )


def _why(ahead: Forecast | None, state: Onboarding, context: Context) -> Why:
    say = context.calendar.say
    facts = [Fact(name="target", value=say(state.target_at))]
    if ahead:
        facts.append(Fact(name="forecast", value=say(ahead.live_at)))
    if ahead and ahead.slips_at:
        facts.append(Fact(name="can wait until", value=say(ahead.slips_at)))
    rule = "forecast.changed" if ahead else "forecast.ended"
    return Why(rule=rule, playbook=context.playbook.ref, facts=tuple(facts))


def _patience(silent_at: datetime | None, context: Context) -> Why:
    """Return the reason where the forecast stands, and only the end of patience is another."""
    until = context.calendar.say(silent_at) if silent_at else "never: it is live"
    return Why(
        rule="silence.moved", playbook=context.playbook.ref, facts=(Fact(name="silent from", value=until),)
    )


def silence_at(state: Onboarding, context: Context) -> datetime | None:
    """Return when nothing that counts will have happened for too long; None once it is live."""
    last = state.last_activity
    if last is None or state.milestones.live:
        return None
    return context.calendar.due(last.at, context.playbook.stall.silence)
