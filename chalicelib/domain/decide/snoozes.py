"""Putting an entry of the list off for a while."""

from chalicelib.domain import commands as c
from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.errors import InvalidError, WrongStateError
from chalicelib.domain.events import EscalationSnoozed, Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.values import whole_milliseconds


def snooze(state: Onboarding, command: c.SnoozeEscalation, context: Context) -> tuple[Event, ...]:
    """Stop the ladder until then; the same until again changes nothing.

    Raises
    ------
    DomainError
        It is settled, clocks stand still, or `until` is naive, past, or further away than the playbook allows.
    """
    escalation = escalations.find(state, command.escalation)
    if escalation.resolved_at:
        raise WrongStateError("This entry is settled already.")
    if not state.running:
        raise WrongStateError("Clocks stand still here, so it could not come back. Acknowledge it instead.")
    if command.until.tzinfo is None:
        raise InvalidError("Say until when with a time zone, such as 2026-12-01T09:00:00+01:00.")
    most = context.playbook.most_snooze_hours
    calendar = context.calendar_for(context.actor) if context.person else context.calendar
    latest = calendar.due(context.now, most)
    if not context.now < command.until <= latest:
        raise InvalidError(
            f"Choose a time that is ahead, and at most {most} working hours away: until {calendar.say(latest)}."
        )
    until = whole_milliseconds(command.until)  # of what is near: the ends of the calendar cannot be converted
    if until == escalation.snoozed_until:
        return ()
    by, note = context.actor, command.note
    return (EscalationSnoozed(at=context.now, escalation=escalation.id, until=until, by=by, note=note),)
