"""Gates pass, stages begin and end, tasks open, milestones are reached."""

from collections.abc import Iterator

from chalicelib.domain import gates
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.events import (
    Event,
    GatePassed,
    MilestoneReached,
    StageCompleted,
    StageEntered,
    TaskOpened,
)
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import why


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
        tasks = [task for task in state.tasks if task.stage == stage.id]
        if stage.status == "active" and all(task.settled for task in tasks):
            yield StageCompleted(at=context.now, why=why("stage.completed", tasks=len(tasks)), stage=stage.id)
            milestone = context.playbook.stage(stage.id).milestone
            yield from reached(state, context, milestone, by=f"stage {stage.id}")
            return


def stages_entered(state: Onboarding, context: Context) -> Iterator[Event]:
    """A stage begins when its gate is passed, or, without a gate, when every stage before it is done."""
    earlier_done = True
    for stage in state.stages:
        gated = context.playbook.gate(f"stage:{stage.id}")
        may = gates.passed(state, context.playbook, f"stage:{stage.id}") if gated else earlier_done
        if stage.status == "waiting" and may:
            rule = context.playbook.stage(stage.id)
            due = context.calendar.due(context.now, rule.hours)
            reason = why("stage.entered", context.playbook.ref, working_hours_allowed=rule.hours)
            owner = context.directory.stand_in(stage.owner, context.now)
            yield StageEntered(at=context.now, why=reason, stage=stage.id, owner=owner, due_at=due)
            return
        earlier_done = earlier_done and stage.status == "done"


def tasks_opened(state: Onboarding, context: Context) -> Iterator[Event]:
    """A task opens at the opening or with its stage, once the tasks before it are settled."""
    active = {stage.id for stage in state.stages if stage.status != "waiting"}
    for task in state.tasks:
        rule = context.playbook.task(task.id)
        if rule is None or task.status != "waiting" or (task.by_customer and not state.reachable()):
            continue  # what nobody can be asked for has no clock
        before = [state.task(name) for name in rule.after]
        if (rule.opens == "opening" or task.stage in active) and all(b is None or b.settled for b in before):
            owner = context.directory.stand_in(task.owner, context.now)
            whose = CUSTOMER if task.by_customer else f"person:{owner}"
            yield TaskOpened(
                at=context.now,
                why=why("task.opened", context.playbook.ref, working_hours_allowed=rule.hours),
                task=task.id,
                owner=owner,
                due_at=context.calendar_for(whose).due(context.now, rule.hours),
                provision=rule.provision,
            )


def milestones_reached(state: Onboarding, context: Context) -> Iterator[Event]:
    """A task's milestone is reached with its completion."""
    for task in state.tasks:
        rule = context.playbook.task(task.id) if task.settled else None
        if rule and rule.milestone:
            events = tuple(reached(state, context, rule.milestone, by=f"task {task.id}"))
            yield from events
            if events:
                return


def reached(state: Onboarding, context: Context, name: str | None, *, by: str) -> Iterator[Event]:
    """Yield that a milestone is reached, unless it has been or there is none."""
    if name and getattr(state.milestones, name) is None:
        reason = why("milestone.reached", context.playbook.ref, by=by)
        yield MilestoneReached(at=context.now, why=reason, milestone=name)
