"""A hold that was meant to end on a day: its owner is reminded then. It never ends by itself."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import Fact

_SUBJECT = "hold:until"


def _due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    until = state.held_until if state.status == "on_hold" else None
    if until and not escalations.is_raised(state, _SUBJECT, since=until):
        yield until, ""


def _over(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    calendar, since, until = context.calendar, state.held_at, state.held_until
    facts = (
        Fact(name="on hold since", value=calendar.say(since) if since else "not known"),
        Fact(name="until", value=calendar.say(until) if until else "not known"),
        Fact(name="because", value=context.playbook.codes.title("hold", state.held_code or "other")),
    )
    return (
        escalations.new(
            state, context, rule="hold.over", subject=_SUBJECT, owner=state.owner, facts=facts, since=until
        ),
    )


HOLD = Timer(due=_due, bring=_over, on_hold=True)
