"""What blocks a task, and the go-live date moved by hand."""

from datetime import timedelta

from chalicelib.domain import codes, opening
from chalicelib.domain import commands as c
from chalicelib.domain.context import Context
from chalicelib.domain.decide.team import unsettled
from chalicelib.domain.errors import InvalidError, WrongStateError
from chalicelib.domain.events import Event, TargetSet, TaskBlocked, TaskUnblocked
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import why

FURTHEST = timedelta(days=730)


def block(state: Onboarding, command: c.BlockTask, context: Context) -> tuple[Event, ...]:
    """Say what a task waits for; saying it again puts the reason better."""
    task = unsettled(state, command.task)
    code = codes.check(context.playbook.codes, "blocked", command.code, note=command.note)
    blocked = TaskBlocked(at=context.now, task=task.id, code=code, by=context.actor, note=command.note)
    known = task.blocked
    return () if known and (known.code, known.note) == (code, command.note) else (blocked,)


def unblock(state: Onboarding, command: c.UnblockTask, context: Context) -> tuple[Event, ...]:
    """Say that nothing blocks a task any more; a task that nothing blocks changes nothing."""
    task = unsettled(state, command.task)
    return (TaskUnblocked(at=context.now, task=task.id),) if task.blocked else ()


def set_target(state: Onboarding, command: c.SetTarget, context: Context) -> tuple[Event, ...]:
    """Move the go-live date to a day. The customer reads it only once the commitment gate has passed, as always."""
    if state.ended:
        raise WrongStateError("This onboarding has ended.")
    if state.milestones.live is not None:
        raise WrongStateError("This onboarding is live already; its date stands.")
    calendar, day = context.calendar, command.date
    today = calendar.local(context.now).date()
    if not today <= day <= today + FURTHEST:
        raise InvalidError(
            f"{day.isoformat()} cannot be the go-live date: choose a day from today, within two years."
        )
    if not calendar.works(day):
        raise InvalidError(
            f"Nobody works on {day:%a} {day.isoformat()}. The next working day is "
            f"{calendar.days_after(day, 0).isoformat()}."
        )
    code = codes.check(context.playbook.codes, "late", command.code, note=command.note)
    target_at, warn_at = opening.target_on(day, context)
    if target_at == state.target_at:
        return ()
    before, now = calendar.say(state.target_at), calendar.say(target_at)
    title = context.playbook.codes.title("late", code)
    reason = why("date.set", context.playbook.ref, was=before, is_now=now, because=title, by=context.actor)
    return (
        TargetSet(
            at=context.now,
            why=reason,
            target_at=target_at,
            warn_at=warn_at,
            before=state.target_at,
            code=code,
            note=command.note,
        ),
    )
