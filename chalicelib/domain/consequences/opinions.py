"""The customer is asked how it went, the moment a milestone is reached at which the playbook wants to know."""

from collections.abc import Iterator

from chalicelib.domain.context import Context
from chalicelib.domain.events import Event, FeedbackAsked
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import why


def asked(state: Onboarding, context: Context) -> Iterator[Event]:
    """Ask everybody who can be reached, once a milestone; nobody is asked about one of the past."""
    for milestone in context.playbook.feedback:
        known = any(one.milestone == milestone for one in state.opinions)
        if known or getattr(state.milestones, milestone, None) != context.now:
            continue
        if contacts := tuple(contact.id for contact in state.reachable()):
            reason = why("feedback.asked", context.playbook.ref, milestone=milestone)
            yield FeedbackAsked(at=context.now, why=reason, milestone=milestone, contacts=contacts)
            return
