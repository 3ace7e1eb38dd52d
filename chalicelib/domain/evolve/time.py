"""Clocks and dates: who waits for whom, and when it will be live."""

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Onboarding, Stage, Waiting


def clocks(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what stopped a clock or let it run, or moved the forecast; None for other events."""
    match event:
        case e.ClockPaused():
            waiting = Waiting(since=event.at, tasks=event.tasks, contact=event.contact, request=event.request)
            stages: tuple[Stage, ...] = with_item(s.stages, event.stage or "", waiting=waiting)
            return replace(s, stages=stages, waiting=waiting if event.whole else s.waiting)
        case e.ClockResumed():
            after = replace(s, stages=tuple(_resumed(stage, event) for stage in s.stages))
            if event.whole_waited is None:
                return after
            return replace(after, waiting=None, waited=s.waited + event.whole_waited)
        case e.ForecastChanged():
            return replace(s, forecast=event.forecast, silent_at=event.silent_at)
    return None


def _resumed(stage: Stage, event: e.ClockResumed) -> Stage:
    if stage.id != event.stage:
        return stage
    return replace(stage, waiting=None, waited=stage.waited + event.waited, due_at=event.due_at)
