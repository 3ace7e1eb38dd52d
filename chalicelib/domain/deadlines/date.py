"""Somebody is warned that the committed date might not hold, before it passes."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import Fact


def _due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    if (
        state.warn_at
        and state.milestones.live is None
        and not escalations.is_raised(state, "date:live", since=state.warn_at)
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
            state, context, rule="date.at_risk", subject="date:live", owner=state.owner, facts=facts
        ),
    )


WARNING = Timer(due=_due, bring=_at_risk)
