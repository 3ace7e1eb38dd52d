"""When it will be live: the longest way through what is left, with everybody's time and calendar.

What is open is done when it is due, or now where that has passed; what is still to open takes the time that it is
allowed, from the moment when all that it waits for is done. So the forecast moves by itself only when something is late,
and the instant from which on the target cannot hold is known beforehand: it is counted back from the target.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.onboarding import Forecast, Onboarding, Task
from chalicelib.domain.reachability import Node

_TICK = timedelta(milliseconds=1)
_End = tuple[datetime, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing that is left: what it waits for, its task where it is one, and the time which that takes."""

    node: Node
    waits_for: tuple[Node, ...]
    task: Task | None
    calendar: Calendar
    hours: int
    extra: tuple[Task, ...] = ()


def forecast(state: Onboarding, context: Context) -> Forecast | None:
    """Return when it will be live by what is known now; None when it is live already or nothing leads there."""
    if state.milestones.live or not context.playbook.way_to_live:
        return None
    steps = tuple(_left(state, context))
    if steps and steps[-1].node != context.playbook.way_to_live[-1][0]:
        steps = ()  # the last gate has passed
    live_at, path = _end(steps, context.now)
    late = live_at > state.target_at
    slips_at = None if late else _latest(steps, state.target_at)
    return Forecast(live_at=live_at, late=late, slips_at=slips_at, path=path)


def _left(state: Onboarding, context: Context) -> Iterator[_Step]:
    """Yield what is left on the way to live, in an order in which it can be done."""
    playbook, unsettled = context.playbook, {task.id: task for task in state.tasks if not task.settled}
    started = {stage.id for stage in state.stages if stage.status != "waiting"}
    passed = {gate.id for gate in state.gates if gate.passed_at}
    done = {stage.id for stage in state.stages if stage.status == "done"}
    over = {"start": started, "stage": done, "gate": passed}
    known = {stage.id for stage in state.stages}
    # what somebody must find out first has no rule, and holds its stage up like any other
    extra = tuple(task for task in unsettled.values() if playbook.task(task.id) is None)
    listed = set[Node]()
    for node, before in playbook.way_to_live:
        kind, name = node
        task = unsettled.get(name) if kind == "task" else None
        gone = name not in known if kind in {"start", "stage"} else False
        if gone or (task is None if kind == "task" else name in over[kind]):
            continue
        rule = playbook.task(task.id) if task else None
        yield _Step(
            node,
            tuple(other for other in before if other in listed),
            task,
            _calendar(task, context) if task else context.calendar,
            rule.hours if rule else 0,
            tuple(task for task in extra if task.stage == name) if kind == "stage" else (),
        )
        listed.add(node)


def _end(steps: tuple[_Step, ...], now: datetime) -> _End:
    """Return when the last of it is done, and the tasks on the longest way."""
    ends: dict[Node, _End] = {}
    last: _End = (now, ())
    for step in steps:
        last = max((ends[node] for node in step.waits_for), key=_at, default=(now, ()))
        if step.task and step.task.status == "waiting":
            last = step.calendar.due(last[0], step.hours), (*last[1], step.task.id)
        elif step.task:
            last = _expected(step.task, step, now), (step.task.id,)
        for task in step.extra:
            last = max(last, (_expected(task, step, now), (task.id,)), key=_at)
        ends[step.node] = last
    return last


def _expected(task: Task, step: _Step, now: datetime) -> datetime:
    """Return when something that is open will be done."""
    due = task.due_at
    if task.anchor and task.opened_at:  # a date that counts from another says nothing about how long it takes
        due = step.calendar.due(task.opened_at, step.hours)
    return max(due or now, now)


def _latest(steps: tuple[_Step, ...], target: datetime) -> datetime | None:
    """Return the first instant at which it is too late for the target, if nothing is done until then."""
    ends: dict[Node, datetime] = {steps[-1].node: target} if steps else {}
    found: list[datetime] = []
    for step in reversed(steps):
        end = ends.get(step.node)
        if end is None:
            continue  # nothing that is left waits for it any more: its gate was opened without it
        if step.extra:
            found.append(end)
        if step.task and step.task.status == "waiting":
            end = step.calendar.before(end, timedelta(hours=step.hours))
        if not step.waits_for or (step.task and step.task.status != "waiting"):
            found.append(end)
            continue
        for node in step.waits_for:
            ends[node] = min(end, ends.get(node, end))
    return min(found) + _TICK if found else None


def _calendar(task: Task, context: Context) -> Calendar:
    return context.calendar_for(CUSTOMER if task.by_customer else f"person:{task.owner}")


def _at(end: _End) -> datetime:
    return end[0]
