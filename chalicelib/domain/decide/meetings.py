"""Meetings with the customer: proposed by us, chosen by them, moved and cancelled so that both calendars follow."""

from datetime import timedelta

from chalicelib.domain import commands as c
from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.events import Event, MeetingCancelled, TimeChosen, TimesDeclined, TimesProposed
from chalicelib.domain.onboarding import Meeting, Onboarding
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import MeetingRule
from chalicelib.domain.why import Fact

FEWEST, MOST = 2, 5
FURTHEST = timedelta(days=180)


def propose(state: Onboarding, command: c.ProposeTimes, context: Context) -> tuple[Event, ...]:
    """Propose other times; the customer is mailed, and chooses."""
    rule = _rule(state, command.task, context)
    if not state.running:
        raise WrongStateError("This onboarding is on hold or has ended. Propose times once it goes on.")
    times = tuple(sorted(set(command.times)))
    if not FEWEST <= len(times) <= MOST:
        raise InvalidError(f"Propose {FEWEST} to {MOST} different times.")
    if times[0] <= context.now or times[-1] > context.now + FURTHEST:
        raise InvalidError("Each time must be ahead, and within half a year.")
    if not (reachable := state.reachable()):
        raise WrongStateError("Nobody of the customer can be reached by mail.")
    proposed = TimesProposed(
        at=context.now,
        task=command.task,
        contact=reachable[0].id,
        minutes=rule.minutes,
        times=times,
        where=command.where,
    )
    return (proposed,)


def choose(state: Onboarding, command: c.ChooseTime, context: Context) -> tuple[Event, ...]:
    """Take the customer's choice; choosing the same again changes nothing, and another one moves the meeting."""
    _rule(state, command.task, context)
    meeting = _meeting(state, command.task)
    if not state.running:
        raise WrongStateError(phrase("Everything is paused at the moment. Choose a time once it goes on."))
    if command.time == meeting.chosen:
        return ()
    if command.time not in meeting.times or command.time <= context.now:
        raise WrongStateError(phrase("This time is not offered any more. Choose another one."))
    chosen = TimeChosen(
        at=context.now,
        task=command.task,
        contact=command.contact,
        time=command.time,
        due_at=command.time + timedelta(minutes=meeting.minutes),
        number=meeting.number + 1,
        suits=True,
    )
    return (chosen,)


def decline(state: Onboarding, command: c.DeclineTimes, context: Context) -> tuple[Event, ...]:
    """Take note that none will do; the owner of the task hears it at once."""
    _rule(state, command.task, context)
    _meeting(state, command.task)
    declined = TimesDeclined(at=context.now, task=command.task, contact=command.contact, wish=command.wish)
    subject = f"meeting:{command.task}"
    if escalations.is_raised(state, subject):
        return (declined,)
    task = state.task(command.task)
    owner = task.owner if task else state.owner
    facts = (
        Fact(name="contact", value=command.contact),
        Fact(name="meeting", value=task.title if task else command.task),
    )
    return (
        declined,
        escalations.new(state, context, rule="meeting.no_time", subject=subject, owner=owner, facts=facts),
    )


def cancel(state: Onboarding, command: c.CancelMeeting, context: Context) -> tuple[Event, ...]:
    """Take a meeting out of both calendars; without one that was chosen there is nothing to take out."""
    meeting = _meeting(state, command.task)
    if meeting.chosen is None:
        raise WrongStateError("No time was chosen for this meeting.")
    return (
        MeetingCancelled(at=context.now, task=command.task, time=meeting.chosen, number=meeting.number + 1),
    )


def _meeting(state: Onboarding, task_id: str) -> Meeting:
    meeting = state.meeting(task_id)
    if meeting is None:
        raise NotFoundError("There is no such meeting.")
    return meeting


def _rule(state: Onboarding, task_id: str, context: Context) -> MeetingRule:
    task, rule = state.task(task_id), context.playbook.task(task_id)
    if task is None or rule is None or rule.meeting is None:
        raise NotFoundError("There is no such meeting.")
    if task.settled:
        raise WrongStateError(phrase("This meeting is over."))
    return rule.meeting
