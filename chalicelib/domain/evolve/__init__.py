"""The state after an event: `evolve` copies from state and event, and reads nothing else."""

from collections.abc import Iterable

from chalicelib.domain import events as e
from chalicelib.domain.activity import activity
from chalicelib.domain.errors import WrongStateError
from chalicelib.domain.evolve import (
    changes,
    colleagues,
    contacts,
    course,
    customer,
    documents,
    meetings,
    people,
    secrets,
    time,
    work,
)
from chalicelib.domain.evolve.items import replace
from chalicelib.domain.onboarding import Milestones, Onboarding


def evolve(state: Onboarding | None, event: e.Event) -> Onboarding:
    """Return the state after `event`; the first event is an opening."""
    if isinstance(event, e.OnboardingOpened):
        return _opened(event)
    if state is None:
        raise WrongStateError(f"{type(event).__name__} before the opening.")
    last = activity(event) or state.last_activity
    return replace(_apply(state, event), sequence=state.sequence + 1, last_activity=last)


def fold(events: Iterable[e.Event], state: Onboarding | None = None) -> Onboarding | None:
    """Return the state that `events` lead to, from `state` or from nothing."""
    for event in events:
        state = evolve(state, event)
    return state


def _opened(event: e.OnboardingOpened) -> Onboarding:
    return Onboarding(
        id=event.id,
        sequence=1,
        status=event.status,
        held=event.held,
        held_at=event.at if event.held else None,
        deal=event.deal,
        tier=event.tier,
        playbook=event.playbook,
        owner=event.owner,
        opened_at=event.at,
        target_at=event.target_at,
        warn_at=event.warn_at,
        stages=event.stages,
        tasks=event.tasks,
        gates=event.gates,
        promises=event.promises,
        contacts=event.contacts,
        milestones=Milestones(signed=event.deal.signed_at),
        last_activity=activity(event),
    )


def _apply(s: Onboarding, event: e.Event) -> Onboarding:
    for part in (
        course.deal,
        customer.customer,
        contacts.contacts,
        colleagues.colleagues,
        secrets.secrets,
        work.stages,
        work.tasks,
        documents.documents,
        people.people,
        meetings.meetings,
        time.clocks,
        changes.changes,
        course.course,
    ):
        after = part(s, event)
        if after is not None:
            return after
    return s
