"""Clocks and forecasts as they are shown: to machines in whole minutes, to people in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.application.api.shapes import ActivityView, ClockView, ForecastView, WaitingView
from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.words.dates import LocalTime, When
from chalicelib.application.words.said import machine, said_of, spaced
from chalicelib.domain import clocks
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.onboarding import Onboarding, Stage, Waiting
from chalicelib.domain.outlook import still_open


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitPart:
    """Who is waited for, for what, since when, and since which message."""

    since: When | None
    contact: str
    tasks: tuple[str, ...]
    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePart:
    """The clocks of an onboarding in words, what it waits for, its way to live and its last activity."""

    total: str
    waited: str
    net: str
    waiting: WaitPart | None
    way: tuple[str, ...]
    slips: When | None
    late: bool
    last: str
    last_by: str
    last_at: When | None


def clock_view(
    state: Onboarding, stage: Stage | None, *, now: datetime, calendar: Calendar
) -> ClockView | None:
    """Return the clock of a stage, or of the whole; None for a stage that has not begun."""
    clock = clocks.read(state, stage, now=now, calendar=calendar)
    if clock is None:
        return None
    waiting = clock.waiting
    total, waited = _minutes(clock.total), _minutes(clock.waited)
    return ClockView(
        total_minutes=total,
        waited_minutes=waited,
        net_minutes=total - waited,
        waiting=WaitingView(
            since=waiting.since, tasks=waiting.tasks, contact=waiting.contact, request=waiting.request
        )
        if waiting
        else None,
    )


def whole_clock(state: Onboarding, *, now: datetime, calendar: Calendar) -> ClockView:
    """Return the clock of the whole."""
    view = clock_view(state, None, now=now, calendar=calendar)
    return view or ClockView(total_minutes=0, waited_minutes=0, net_minutes=0, waiting=None)


def forecast_view(state: Onboarding) -> ForecastView | None:
    """Return the forecast; none on hold and after the end."""
    ahead = state.forecast if state.running else None
    if ahead is None:
        return None
    path = still_open(ahead.path, state)
    return ForecastView(live_at=ahead.live_at, late=ahead.late, slips_at=ahead.slips_at, path=path)


def activity_view(state: Onboarding) -> ActivityView | None:
    """Return the last thing that counted."""
    last = state.last_activity
    return ActivityView(what=last.what, at=last.at, by=last.by) if last else None


def time_part(about: Circumstances, local: LocalTime, calendar: Calendar) -> TimePart:
    """Return the clocks of an onboarding in words."""
    state, said = about.onboarding, said_of(about)
    clock = whole_clock(state, now=about.now, calendar=calendar)
    ahead, last = state.forecast if state.running else None, state.last_activity
    return TimePart(
        total=_hours(clock.total_minutes),
        waited=_hours(clock.waited_minutes),
        net=_hours(clock.net_minutes),
        waiting=wait_part(about, state.waiting, local),
        way=tuple(said.subject(f"task:{name}") for name in still_open(ahead.path, state)) if ahead else (),
        slips=local.when(ahead.slips_at) if ahead else None,
        late=bool(ahead and ahead.late),
        last=spaced(last.what) if last else "",
        last_by=name_of(about, last.by) or machine(last.by) if last else "",
        last_at=local.when(last.at) if last else None,
    )


def wait_part(about: Circumstances, waiting: Waiting | None, local: LocalTime) -> WaitPart | None:
    """Return who is waited for; None while it is our turn."""
    if waiting is None or not about.onboarding.running:
        return None
    open_still = [task for task in about.onboarding.outstanding() if task.asked]
    return WaitPart(
        since=local.when(waiting.since),
        contact=name_of(about, f"contact:{waiting.contact}"),
        tasks=tuple(task.title for task in open_still if task.id in waiting.tasks),
        request=waiting.request,
    )


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
