"""Gates pass, stages begin and end, tasks open, milestones are reached."""

from collections.abc import Iterator

from chalicelib.domain import clocks, due_dates, gates
from chalicelib.domain.context import Context
from chalicelib.domain.events import (
    DatesMoved,
    Event,
    GatePassed,
    MilestoneReached,
    StageCompleted,
    StageEntered,
    TaskOpened,
)
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import TaskRule
from chalicelib.domain.reachability import awaited
from chalicelib.domain.why import Fact, Why, why


def gates_passed(state: Onboarding, context: Context) -> Iterator[Event]:
    """A gate passes the moment all its requirements hold; their proof is stored."""
    for rule in context.playbook.gates:
        closed = gates.gate(state, rule.id).passed_at is None
        if closed and (proof := gates.proof_of(rule, state)) is not None:
            reason = why("gate.passed", context.playbook.ref, requires=", ".join(rule.requires))
            yield GatePassed(at=context.now, why=reason, gate=rule.id, opens=rule.opens, proof=proof)
            return


def stages_completed(state: Onboarding, context: Context) -> Iterator[Event]:
    """A stage ends when all its tasks are settled."""
    for stage in state.stages:
        if stage.status != "active":
            continue
        tasks = [task for task in state.tasks if task.stage == stage.id]
        if all(task.settled for task in tasks):
            yield StageCompleted(at=context.now, why=why("stage.completed", tasks=len(tasks)), stage=stage.id)
            milestone = context.playbook.stage(stage.id).milestone
            yield from reached(state, context, milestone, by=f"stage:{stage.id}")
            return


def stages_entered(state: Onboarding, context: Context) -> Iterator[Event]:
    """A stage begins when its gate is passed and the stages that it names are done; with neither, after all before it."""
    done = {stage.id for stage in state.stages if stage.status == "done"}
    for at, stage in enumerate(state.stages):
        if stage.status != "waiting":
            continue
        rule, opens = context.playbook.stage(stage.id), f"stage:{stage.id}"
        gated = context.playbook.gate(opens) is not None
        earlier = () if gated else tuple(other.id for other in state.stages[:at])
        before = earlier if rule.after is None else rule.after
        if gates.passed(state, context.playbook, opens) and done.issuperset(before):
            due = context.calendar.due(context.now, rule.hours)
            allowed = Fact(name="working hours allowed", value=str(rule.hours))
            facts = (allowed, *clocks.of_calendar(context.calendar, context.now, due))
            reason = Why(rule="stage.entered", playbook=context.playbook.ref, facts=facts)
            owner = context.directory.stand_in(stage.owner, context.now)
            yield StageEntered(at=context.now, why=reason, stage=stage.id, owner=owner, due_at=due)
            return


def tasks_opened(state: Onboarding, context: Context) -> Iterator[Event]:
    """A task opens at the opening or with its stage, once the tasks before it are settled."""
    active = {stage.id for stage in state.stages if stage.status != "waiting"}
    for task in state.tasks:
        if task.status != "waiting" or (task.by_customer and not state.reachable()):
            continue  # what nobody can be asked for has no clock
        rule = context.playbook.task(task.id)
        if rule is None:
            continue
        if (rule.opens == "opening" or task.stage in active) and _may(rule, state):
            owner = context.directory.stand_in(task.owner, context.now)
            date = due_dates.first(rule, state, context, owner=owner)
            facts = tuple(Fact(name=name, value=value) for name, value in date.facts.items())
            yield TaskOpened(
                at=context.now,
                why=Why(rule="task.opened", playbook=context.playbook.ref, facts=facts),
                task=task.id,
                owner=owner,
                due_at=date.at,
                provision=rule.provision,
                anchor=date.anchor,
                anchored_at=date.anchored_at,
                stuck_at=due_dates.stuck_at(rule, context, owner=owner),
            )


def _may(rule: TaskRule, state: Onboarding) -> bool:
    """Say whether all that a task waits for is settled: tasks, and gates."""
    for name in rule.after:
        kind, item = awaited(name)
        task = state.task(item)
        if gates.gate(state, item).passed_at is None if kind == "gate" else task and not task.settled:
            return False
    return True


def dates_moved(state: Onboarding, context: Context) -> Iterator[Event]:
    """A date that counts from the go-live date or a milestone moves with it, and says so."""
    moved = tuple(due_dates.moved(state, context))
    if moved:
        facts = due_dates.told(moved, state, context)
        reason = Why(rule="dates.moved", playbook=context.playbook.ref, facts=facts)
        anchors = ", ".join(dict.fromkeys(date.anchor for date in moved))
        yield DatesMoved(at=context.now, why=reason, moved=moved, reason=anchors)


def milestones_reached(state: Onboarding, context: Context) -> Iterator[Event]:
    """A task's milestone is reached with its completion."""
    for rule in context.playbook.tasks:
        task = state.task(rule.id) if rule.milestone else None
        if task and task.settled:
            events = tuple(reached(state, context, rule.milestone, by=f"task:{task.id}"))
            yield from events
            if events:
                return


def reached(state: Onboarding, context: Context, name: str | None, *, by: str) -> Iterator[Event]:
    """Yield that a milestone is reached, unless it has been or there is none."""
    if name and getattr(state.milestones, name) is None:
        reason = why("milestone.reached", context.playbook.ref, by=by)
        yield MilestoneReached(at=context.now, why=reason, milestone=name)
