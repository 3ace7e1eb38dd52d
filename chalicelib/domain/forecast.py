"""When it will be live: the longest way through what is left, with everybody's time and calendar.

What is open is done when it is due, or now where that has passed; what is still to open takes the time that it is
allowed, from the moment when all that it waits for is done. So the forecast moves by itself only when something is late,
and the instant from which on the target cannot hold is known beforehand: it is counted back from the target.
"""

from datetime import datetime, timedelta

from chalicelib.domain import gates
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.onboarding import Forecast, Onboarding, Task
from chalicelib.domain.reachability import Node

_TICK = timedelta(milliseconds=1)
_End = tuple[datetime, tuple[str, ...]]


def forecast(state: Onboarding, context: Context) -> Forecast | None:
    """Return when it will be live by what is known now; None when it is live already or nothing leads there."""
    way = context.playbook.way_to_live
    if state.milestones.live or not way:
        return None
    left = _Left(state, context)
    live_at, path = left.end()
    late = live_at > state.target_at
    return Forecast(
        live_at=live_at,
        late=late,
        slips_at=None if late else left.slips_at(),
        path=path,
    )


class _Left:
    """What is left to do, on the way to live."""

    def __init__(self, state: Onboarding, context: Context) -> None:
        self._state, self._context = state, context
        self._tasks = {task.id: task for task in state.tasks}
        self._stages = {stage.id: stage.status for stage in state.stages}
        self._extra: dict[str, list[Task]] = {}
        for task in state.tasks:  # what somebody must find out first holds up its stage like any task of it
            if not task.settled and context.playbook.task(task.id) is None:
                self._extra.setdefault(task.stage, []).append(task)

    def end(self) -> _End:
        """Return when the last of it is done, and the tasks on the longest way."""
        ends: dict[Node, _End] = {}
        now: _End = (self._context.now, ())
        for node, before in self._context.playbook.way_to_live:
            if not self._done(node):
                ends[node] = self._end(node, max((ends.get(n, now) for n in before), key=_at, default=now))
        return ends.get(self._context.playbook.way_to_live[-1][0], now)

    def _end(self, node: Node, begun: _End) -> _End:
        kind, name = node
        if kind == "stage":
            extra = ((self._expected(task), (task.id,)) for task in self._extra.get(name, ()))
            return max((begun, *extra), key=_at)
        task = self._tasks.get(name) if kind == "task" else None
        if task is None:
            return begun
        if task.status == "waiting":
            return self._calendar(task).due(begun[0], self._hours(task)), (*begun[1], task.id)
        return self._expected(task), (task.id,)

    def slips_at(self) -> datetime | None:
        """Return the first instant at which it is too late for the target, if nothing is done until then."""
        latest: dict[Node, datetime] = {}
        found: list[datetime] = []
        way = self._context.playbook.way_to_live
        for node, before in reversed(way):
            if node == way[-1][0]:
                latest[node] = self._state.target_at
            end = latest.get(node)
            if end is None or self._done(node):
                continue
            found += [end] if node[0] == "stage" and self._extra.get(node[1]) else []
            task = self._tasks.get(node[1]) if node[0] == "task" else None
            if task and task.status != "waiting":
                found.append(end)
                continue
            if task:
                end = self._calendar(task).before(end, timedelta(hours=self._hours(task)))
            left = [other for other in before if not self._done(other)]
            found += [] if left else [end]
            for other in left:
                latest[other] = min(end, latest.get(other, end))
        return min(found) + _TICK if found else None

    def _done(self, node: Node) -> bool:
        """Say whether nothing waits for a thing any more."""
        kind, name = node
        if kind == "task":
            return name not in self._tasks or self._tasks[name].settled
        if kind == "gate":
            return gates.gate(self._state, name).passed_at is not None
        status = self._stages.get(name)
        return status != "waiting" if kind == "start" else status in (None, "done")

    def _expected(self, task: Task) -> datetime:
        """Return when something that is open will be done."""
        due = task.due_at
        if (
            task.anchor and task.opened_at
        ):  # a date that counts from another says nothing about how long it takes
            due = self._calendar(task).due(task.opened_at, self._hours(task))
        return max(due or self._context.now, self._context.now)

    def _hours(self, task: Task) -> int:
        rule = self._context.playbook.task(task.id)
        return rule.hours if rule else 0

    def _calendar(self, task: Task) -> Calendar:
        return self._context.calendar_for(CUSTOMER if task.by_customer else f"person:{task.owner}")


def _at(end: _End) -> datetime:
    return end[0]
