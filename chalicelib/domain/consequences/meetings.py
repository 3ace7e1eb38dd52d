"""Times for a meeting are proposed the moment its task opens."""

from collections.abc import Iterator

from chalicelib.domain import meetings
from chalicelib.domain.context import Context
from chalicelib.domain.events import Event, TimesProposed
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import Fact, Why


def proposed(state: Onboarding, context: Context) -> Iterator[Event]:
    """Propose times that both sides work, once; nobody is asked who cannot be reached."""
    reachable = state.reachable()
    for task in state.tasks if reachable else ():
        rule = context.playbook.task(task.id)
        if task.status != "open" or rule is None or rule.meeting is None or state.meeting(task.id):
            continue
        ours, theirs = context.calendar_for(f"person:{task.owner}"), context.calendar_for("customer")
        times = meetings.common_times(
            ours, theirs, now=context.now, minutes=rule.meeting.minutes, count=rule.meeting.propose
        )
        facts = (
            Fact(name="minutes", value=str(rule.meeting.minutes)),
            Fact(name="times", value="; ".join(map(ours.say, times)) or "none"),
        )
        yield TimesProposed(
            at=context.now,
            why=Why(rule="meeting.proposed", playbook=context.playbook.ref, facts=facts),
            task=task.id,
            contact=reachable[0].id,
            minutes=rule.meeting.minutes,
            times=times,
        )
        return
