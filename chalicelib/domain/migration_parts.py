"""The parts of a migration: which fields differ, how dates move, which gates there are then."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from chalicelib.domain import due_dates
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.migrated import Change, Difference
from chalicelib.domain.onboarding import Gate, Onboarding, Task
from chalicelib.domain.playbook import DueRule, GateRule, Playbook, TaskRule

NOT_NEEDED = "not needed: what it opens is open already"


def differing(old: Any, new: Any, *, but: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields in which two rules differ, small values with before and after: ``hours: 20 → 24``."""
    return tuple(
        f"{name}: {_say(was)} → {_say(is_now)}" if _small(was) and _small(is_now) else name
        for name in (field.name for field in fields(new))
        if name not in but and (was := getattr(old, name)) != (is_now := getattr(new, name))
    )


def _small(value: Any) -> bool:
    return isinstance(value, int | DueRule) or value is None or (isinstance(value, str) and len(value) <= 60)


def _say(value: Any) -> str:
    if isinstance(value, DueRule):
        return due_dates.words(value)
    return "nothing" if value in (None, "") else str(value)


def owner_in(role: str, state: Onboarding, context: Context) -> str:
    """Return who takes a role in an onboarding: its owner where they hold it or the customer does it."""
    owner = context.directory.get(state.owner)
    if role == "customer" or owner is None:
        return context.directory.stand_in(state.owner, context.now)
    asked = owner.id if role in owner.roles else None
    return context.directory.resolve(role, context.now, asked=asked).person


def shifted(task: Task, old: TaskRule, new: TaskRule, state: Onboarding, context: Context) -> datetime | None:
    """Return the date of a task by its new rule: moved by the hours that it has more or less, or counted anew.

    Nobody is late by a date that lies behind them when it is set: such a one stays as it was.
    """
    if task.due_at is None or (old.hours, old.due) == (new.hours, new.due):
        return task.due_at
    calendar = context.calendar_for(CUSTOMER if new.by_customer else f"person:{task.owner}")
    start = due_dates.anchor_at(new.due.anchor, state) if new.due else None
    if new.due and start:
        due = due_dates.counted(new.due, start, calendar)
    elif old.due and task.opened_at:
        due = calendar.due(task.opened_at, new.hours)
    else:
        due = calendar.due(task.due_at, new.hours - old.hours)
    return due if due > context.now else task.due_at


def gates_after(
    state: Onboarding, context: Context, new: Context, then: Playbook, told: list[Difference]
) -> tuple[Gate, ...]:
    """Return the gates by the new version: those that have passed stay, what is open already gets none."""
    passed = {gate.id: gate for gate in state.gates if gate.passed_at}
    open_already = {rule.opens for rule in context.playbook.gates if rule.id in passed}
    open_already |= {f"stage:{stage.id}" for stage in state.stages if stage.status != "waiting"}
    open_already |= {"live"} if state.milestones.live else set()
    known, old_rules = (
        {gate.id: gate for gate in state.gates},
        {rule.id: rule for rule in context.playbook.gates},
    )
    found: list[Gate] = []
    for rule in new.playbook.gates:
        if rule.id in passed:
            found.append(passed[rule.id])
        elif rule.opens in open_already:
            told.append(
                Difference(kind="gate", id=rule.id, title=rule.title, change="dropped", note=NOT_NEEDED)
            )
            continue
        else:
            found.append(known.get(rule.id, Gate(id=rule.id)))
        planned_so = next((one for one in then.gates if one.id == rule.id), rule)
        if difference := _of_gate(planned_so, old_rules.get(rule.id), has_passed=rule.id in passed):
            told.append(difference)
    here = {gate.id for gate in found}
    for gate in state.gates:
        if gate.id not in here and gate.id not in {rule.id for rule in new.playbook.gates}:
            title = old_rules[gate.id].title if gate.id in old_rules else gate.id
            kept = gate.passed_at is not None
            note = "it has passed, and stays passed with its proof" if kept else ""
            change: Change = "kept" if kept else "dropped"
            told.append(Difference(kind="gate", id=gate.id, title=title, change=change, note=note))
            found += [gate] if kept else []
    return tuple(found)


def _of_gate(rule: GateRule, old: GateRule | None, *, has_passed: bool) -> Difference | None:
    if old is None:
        return None if has_passed else Difference(kind="gate", id=rule.id, title=rule.title, change="added")
    what = _requirements(old, rule) + differing(old, rule, but=("id", "requires"))
    if not what:
        return None
    note = "it has passed, and stays passed" if has_passed else ""
    change: Change = "kept" if has_passed else "changed"
    return Difference(kind="gate", id=rule.id, title=rule.title, change=change, what=what, note=note)


def _requirements(old: GateRule, new: GateRule) -> tuple[str, ...]:
    more = tuple(f"requires {name}" for name in new.requires if name not in old.requires)
    return more + tuple(f"no longer requires {name}" for name in old.requires if name not in new.requires)
