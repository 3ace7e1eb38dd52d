"""What follows from a state, whoever brought it about: one rule a function, applied until nothing follows any more.

Documents are judged, customer tasks settle, gates pass, stages begin and end, tasks open, the customer is asked,
escalations are raised and resolved, the onboarding goes live. Each rule reads state and context and yields the
events that the state is missing; a rule whose events have happened yields nothing.
"""

from collections.abc import Callable, Iterator

from chalicelib.domain import outlook, troubles
from chalicelib.domain.consequences import asking, clocks, course, documents, meetings, opinions, work
from chalicelib.domain.context import Context
from chalicelib.domain.events import Event
from chalicelib.domain.evolve import fold
from chalicelib.domain.onboarding import Onboarding

Rule = Callable[[Onboarding, Context], Iterator[Event]]


def follow(state: Onboarding, context: Context) -> tuple[tuple[Event, ...], Onboarding]:
    """Return everything that follows from `state`, in order, and the state after it.

    What is ahead is worked out last, once: nothing that may follow from it changes it again.
    """
    happened, state = _settled(state, context)
    if ahead := tuple(outlook.changed(state, context)):
        after, state = _settled(fold(ahead, state) or state, context)
        happened = (*happened, *ahead, *after)
    return happened, state


def _settled(state: Onboarding, context: Context) -> tuple[tuple[Event, ...], Onboarding]:
    """Apply the rules until nothing follows any more."""
    happened: list[Event] = []
    while fresh := _first(state, context):
        happened += fresh
        state = fold(fresh, state) or state
    return tuple(happened), state


def _first(state: Onboarding, context: Context) -> tuple[Event, ...]:
    rules = (*_GIVING, *_RUNNING) if state.running else _GIVING
    return next((events for rule in rules if (events := tuple(rule(state, context)))), ())


_GIVING: tuple[Rule, ...] = (
    documents.judged,
    documents.in_front_of_a_person,
    documents.customer_tasks_settled,
    course.escalations_resolved,
    troubles.raised,
    troubles.settled,
    opinions.asked,  # going live may be the end already
)
_RUNNING: tuple[Rule, ...] = (
    clocks.resumed,  # before its stage may end
    work.gates_passed,
    work.stages_completed,
    work.milestones_reached,
    work.stages_entered,
    work.tasks_opened,
    work.dates_moved,
    meetings.proposed,
    course.went_live,
    course.closed,
    asking.signers_asked,
    asking.customer_asked,
    asking.reminders_arranged,
    clocks.paused,
)
