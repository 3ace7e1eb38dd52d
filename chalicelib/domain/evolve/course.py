"""The deal, and the course of the whole."""

from dataclasses import replace

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import with_item
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
        case e.PromiseAdded():
            return replace(s, promises=(*s.promises, event.promise))
        case e.PromiseSettled():
            return replace(s, promises=with_item(s.promises, event.promise, settled=event.proof))
    return None


def course(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what happened to the whole; None for other events."""
    match event:
        case e.OnboardingHeld():
            return replace(s, status="on_hold", held=event.held, held_at=event.at)
        case e.OnboardingReleased():
            return replace(
                s,
                status=event.status,
                held=None,
                held_at=None,
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
        case e.OnboardingCancelled():
            return replace(s, status="cancelled", ended_at=event.at)
        case e.WentLive():
            complete = all(stage.status == "done" for stage in s.stages)
            return replace(s, status="live", ended_at=event.at if complete else None)
        case e.OnboardingClosed():
            return replace(s, status="closed", ended_at=event.at)
    return None
