"""How dates move with a version: those of tasks, and the go-live date."""

from datetime import datetime

from chalicelib.domain import due_dates, opening
from chalicelib.domain.context import CUSTOMER
from chalicelib.domain.migration.comparison import Comparison
from chalicelib.domain.onboarding import Task
from chalicelib.domain.playbook import TaskRule


def shifted(task: Task, old: TaskRule, new: TaskRule, comparison: Comparison) -> datetime | None:
    """Return the date of a task by its new rule: moved by the hours that it has more or less, or counted anew.

    Nobody is late by a date that lies behind them when it is set: such a one stays as it was.
    """
    if task.due_at is None or (old.hours, old.due) == (new.hours, new.due):
        return task.due_at
    context = comparison.new
    calendar = context.calendar_for(CUSTOMER if new.by_customer else f"person:{task.owner}")
    start = due_dates.anchor_at(new.due.anchor, comparison.state) if new.due else None
    if new.due and start:
        due = due_dates.counted(new.due, start, calendar)
    elif old.due and task.opened_at:
        due = calendar.due(task.opened_at, new.hours)
    else:
        due = calendar.due(task.due_at, new.hours - old.hours)
    return due if due > context.now else task.due_at


def target(comparison: Comparison) -> tuple[datetime, datetime | None]:
    """Return the go-live date: that of the new version where the old one's was never moved or committed to."""
    state, new = comparison.state, comparison.new
    usual, _ = opening.target(state.deal, state.opened_at, comparison.old)
    ours = state.milestones.live is None and not state.deal.committed and usual == state.target_at
    target_at, warn_at = opening.target(state.deal, state.opened_at, new)
    if not ours or target_at <= new.now:
        day = new.calendar.local(state.target_at).date()
        return state.target_at, opening.target_on(day, new)[1] if state.warn_at else None
    if target_at != state.target_at:
        comparison.tell("target", "live", "moved", title="Go-live date", due=(state.target_at, target_at))
    return target_at, warn_at
