"""The plan as it was before a migration, with everything that was done meanwhile."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain.context import Context
from chalicelib.domain.given import given
from chalicelib.domain.migration.difference import BY_VERSION, Difference
from chalicelib.domain.migration.plan import Plan, added_to, kept_beside
from chalicelib.domain.onboarding import Gate, Migration, Onboarding, Stage, Task


def undone(state: Onboarding, migration: Migration, context: Context) -> tuple[tuple[Difference, ...], Plan]:
    """Return what is kept although the version before does not have it, and the plan to go on with."""
    kept: list[Difference] = []
    tasks = tuple(_tasks(state, migration, context, kept))
    stages = _stages(state, migration, context, {task.stage for task in tasks}, kept)
    back = context.candidate.published if context.candidate else None
    before = back or context.playbook
    moved = state.target_at != migration.moved_to
    plan = Plan(
        stages=stages,
        tasks=tasks,
        gates=tuple(_gates(state, migration)),
        added=added_to(before.tasks, tasks, state, context, and_by=migration.added),
        kept_stages=kept_beside(before.stages, stages, context, and_by=migration.kept_stages),
        target_at=state.target_at if moved else migration.target_at,
        warn_at=state.warn_at if moved else migration.warn_at,
    )
    return tuple(kept), plan


def _tasks(
    state: Onboarding, migration: Migration, context: Context, kept: list[Difference]
) -> Iterator[Task]:
    """Yield the tasks of then in their order, each as it is now where it went on, and what came since and stays."""
    then = [name.partition(":")[2] for name in migration.order if name.startswith("task:")]
    as_it_was = {task.id: task for task in migration.tasks}
    for name in then:
        now, was = state.task(name), as_it_was.get(name)
        if now is not None:
            yield _back(now, was) if was else now
        elif was is not None and f"task:{name}" in migration.dropped:
            yield was
    by_hand = {rule.id for rule in state.added}
    for task in state.tasks:
        if task.id in then:
            continue
        reason = "" if task.id in by_hand else given(task, state, context.playbook)
        if reason:
            kept.append(Difference(kind="task", id=task.id, title=task.title, change="kept", note=reason))
        if reason or task.id in by_hand:
            yield task


def _back(now: Task, was: Task) -> Task:
    """Return a task by its old rule, as far as it has come; its date is the old one if it was open then."""
    if now.proof and now.proof.reference == BY_VERSION and not was.settled:
        return was
    if now.settled:
        return now if was.settled else replace(now, stage=was.stage)
    opened = was.due_at is not None and now.opened_at == was.opened_at
    return replace(
        now,
        title=was.title,
        stage=was.stage,
        kind=was.kind,
        by_customer=was.by_customer,
        owner=was.owner if now.status == "waiting" else now.owner,
        due_at=was.due_at if opened else now.due_at,
        anchor=was.anchor if opened else now.anchor,
        anchored_at=was.anchored_at if opened else now.anchored_at,
    )


def _stages(
    state: Onboarding, migration: Migration, context: Context, needed: set[str], kept: list[Difference]
) -> tuple[Stage, ...]:
    then = [name.partition(":")[2] for name in migration.order if name.startswith("stage:")]
    now = {stage.id: stage for stage in state.stages}
    was = {stage.id: stage for stage in migration.stages}
    found = {name: stage for name in then if (stage := _stage(now.get(name), was.get(name)))}
    order, before = [name for name in then if name in found], ""
    for stage in state.stages:
        if stage.id not in found and stage.id in needed:
            found[stage.id] = stage
            order.insert(order.index(before) + 1 if before in order else 0, stage.id)
            title = context.playbook.stage(stage.id).title
            kept.append(
                Difference(kind="stage", id=stage.id, title=title, change="kept", note="a task of it stays")
            )
        before = stage.id if stage.id in found else before
    return tuple(found[name] for name in order)


def _stage(now: Stage | None, was: Stage | None) -> Stage | None:
    if now is None or was is None:
        return now or was
    if now.status == "active" and was.entered_at == now.entered_at:
        return replace(now, due_at=was.due_at)
    return replace(now, owner=was.owner) if now.status == "waiting" else now


def _gates(state: Onboarding, migration: Migration) -> Iterator[Gate]:
    """Yield the gates of then; one that has passed stays passed."""
    here = {gate.id: gate for gate in state.gates}
    was = {gate.id: gate for gate in migration.gates}
    then = [name.partition(":")[2] for name in migration.order if name.startswith("gate:")]
    yield from (here.get(name) or was[name] for name in then)
    yield from (gate for gate in state.gates if gate.id not in then and gate.passed_at)
