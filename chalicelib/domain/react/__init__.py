"""What the world must be told after an event: mails and downstream calls, as values."""

from chalicelib.domain.effects import Effect
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.react.customer import to_customer
from chalicelib.domain.react.downstream import to_systems
from chalicelib.domain.react.team import to_team


def react(state: Onboarding, event: Event) -> tuple[Effect, ...]:
    """Return the effects of `event`; `state` is the onboarding after it."""
    return (*to_customer(state, event), *to_team(state, event), *to_systems(event))
