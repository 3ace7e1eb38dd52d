"""Two clocks: all the working time, and that without waiting for the customer. By the house's calendar.

We wait for the customer while something that they were asked for is open, and nothing of ours is: an answer to who is
stuck, or who declined to sign, is ours. A stage that waits
has its due instant moved by the time waited; the whole waits while every stage that is going on does.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.onboarding import Onboarding, Stage, Task, Waiting
from chalicelib.domain.why import Fact

_MOST_DAYS = 8  # told by name where they did not count


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Working time so far, hold not counted: `total` is `waited` for the customer and `net`, ours."""

    total: timedelta
    waited: timedelta
    waiting: Waiting | None

    @property
    def net(self) -> timedelta:
        """Return the time without waiting for the customer."""
        return self.total - self.waited


def read(state: Onboarding, stage: Stage | None, *, now: datetime, calendar: Calendar) -> Clock | None:
    """Return the clock of a stage, or of the whole, at `now`; None for a stage that has not begun."""
    one = whole(state) if stage is None else stage
    if one.entered_at is None:
        return None
    stopped = state.held_at if state.status == "on_hold" else None
    end = min(moment for moment in (now, stopped, one.left_at, state.ended_at) if moment)
    held, waited = timedelta(seconds=one.held_for), timedelta(seconds=one.waited)
    if one.waiting:
        waited += calendar.elapsed(one.waiting.since, end)
    total = calendar.elapsed(one.entered_at, end) - held
    return Clock(total=total, waited=min(waited, total), waiting=one.waiting if end == now else None)


def whole(state: Onboarding) -> Stage:
    """Return the clock of the whole in the form of a stage's."""
    return Stage(
        id="",
        owner=state.owner,
        status="active",
        entered_at=state.opened_at,
        left_at=state.milestones.live,
        waiting=state.waiting,
        waited=state.waited,
        held_for=state.held_for,
    )


def awaited(stage: Stage, state: Onboarding) -> tuple[Task, ...]:
    """Return what a stage waits for: open requests to the customer, if nothing of ours is open in it."""
    if stage.status != "active":
        return ()
    tasks = [task for task in state.tasks if task.stage == stage.id and not task.settled]
    theirs = tuple(task for task in tasks if task.by_customer and task.status == "open" and task.asked)
    theirs = tuple(task for task in theirs if not state.ours_first(task.id))
    ours = any(task.status != "waiting" and task not in theirs for task in tasks)
    return () if ours else theirs


def awaited_by_all(state: Onboarding) -> tuple[Task, ...]:
    """Return what the whole waits for: what every stage that is going on does. Its clock ends with the go-live."""
    each = [awaited(stage, state) for stage in state.stages if stage.status == "active"]
    waits = all(each) and state.milestones.live is None
    return tuple(task for tasks in each for task in tasks) if waits else ()


def released(one: Stage, *, held_at: datetime, now: datetime, calendar: Calendar) -> Stage:
    """Return a clock that runs again after a hold: its due instant has moved by the time on hold, and waited before it."""
    if one.status != "active":
        return one
    passed = calendar.elapsed(held_at, now)
    waited = calendar.elapsed(one.waiting.since, held_at) if one.waiting else timedelta()
    return replace(
        one,
        due_at=calendar.after(one.due_at, passed + waited) if one.due_at else None,
        waiting=replace(one.waiting, since=now) if one.waiting else None,
        waited=one.waited + seconds(waited),
        held_for=one.held_for + seconds(passed),
    )


def seconds(span: timedelta) -> int:
    """Return whole seconds: what is kept of a span."""
    return int(span.total_seconds())


def hours(span: timedelta) -> str:
    """Write working time for a person: ``31:20``."""
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def facts(
    calendar: Calendar, start: datetime | None, due: datetime | None, *, now: datetime
) -> tuple[Fact, ...]:
    """Return the arithmetic of a clock: since when, until when, what was allowed, what has passed, what did not count."""
    if start is None or due is None:
        return ()
    allowed, passed = calendar.elapsed(start, due), calendar.elapsed(start, now)
    return (
        Fact(name="since", value=calendar.say(start)),
        Fact(name="due", value=calendar.say(due)),
        Fact(name="working hours allowed", value=hours(allowed)),
        Fact(name="working hours passed", value=hours(passed)),
        *of_calendar(calendar, start, max(due, now)),
    )


def of_calendar(calendar: Calendar, start: datetime, end: datetime) -> tuple[Fact, ...]:
    """Return by which calendar was counted, and which days from `start` to `end` did not count, weekends aside."""
    days = [f"{day:%a} {day.day} {day:%b} ({reason})" for day, reason in calendar.uncounted(start, end)]
    more = [f"and {len(days) - _MOST_DAYS} more"] if len(days) > _MOST_DAYS else []
    counted = (Fact(name="calendar", value=calendar.name or calendar.time_zone),)
    told = "; ".join((*days[:_MOST_DAYS], *more))
    return (*counted, Fact(name="not counted", value=told)) if days else counted
