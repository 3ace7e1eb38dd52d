"""The deal, and the course of the whole."""

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.evolve.secrets import ended as without_secrets
from chalicelib.domain.onboarding import Onboarding


def deal(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what happened to the deal; None for other events."""
    match event:
        case e.DealChanged():
            read = event.deal.complete and s.status == "opening"
            return replace(
                s,
                deal=event.deal,
                milestones=replace(s.milestones, signed=event.deal.signed_at),
                status="active" if read else s.status,
                target_at=event.target_at,
                warn_at=event.warn_at,
            )
        case e.DealLost():
            return replace(s, deal=event.deal)
        case e.GapFound():
            known = any(task.id == event.task.id for task in s.tasks)
            others = tuple(event.task if task.id == event.task.id else task for task in s.tasks)
            return replace(s, tasks=others if known else (*s.tasks, event.task))
        case e.PromiseAdded():
            return replace(s, promises=(*s.promises, event.promise))
        case e.PromiseSettled():
            return replace(s, promises=with_item(s.promises, event.promise, settled=event.proof))
    return None


def course(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what happened to the whole; None for other events."""
    match event:
        case e.OnboardingHeld():
            held, at = event.held, event.at
            return replace(
                s, status="on_hold", held=held, held_at=at, held_code=event.code, held_until=event.until
            )
        case e.OnboardingReleased() | e.OnboardingReopened():
            return _restarted(s, event)
        case e.OnboardingCancelled():
            tasks = tuple(without_secrets(task) for task in s.tasks)
            return replace(s, status="cancelled", ended_at=event.at, ended_code=event.code, tasks=tasks)
        case e.WentLive():
            stages = all(stage.status == "done" for stage in s.stages)
            complete = stages if event.complete is None else event.complete
            tasks = tuple(without_secrets(task) if complete else task for task in s.tasks)
            return replace(s, status="live", ended_at=event.at if complete else None, tasks=tasks)
        case e.OnboardingClosed():
            tasks = tuple(without_secrets(task) for task in s.tasks)
            return replace(s, status="closed", ended_at=event.at, tasks=tasks)
    return None


def _restarted(s: Onboarding, event: e.OnboardingReleased | e.OnboardingReopened) -> Onboarding:
    """Return the state with its clocks running again, from the instants that the event holds."""
    return replace(
        s,
        status=event.status,
        held=None,
        held_at=None,
        held_code=None,
        held_until=None,
        ended_at=None,
        ended_code=None,
        stages=event.stages,
        tasks=event.tasks,
        escalations=event.escalations,
        reminders=replace(s.reminders, next_at=event.next_reminder_at),
        target_at=event.target_at,
        warn_at=event.warn_at,
        waiting=event.waiting,
        waited=event.waited,
        held_for=event.held_for,
    )
