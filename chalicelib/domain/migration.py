"""What another version of the playbook would change of one onboarding: the preview, and exactly what a migration does.

Done work is never lost: what is done, or was given something for, stays with its rule; so does a stage that has begun.
A gate that has passed stays passed, and what is open already gets no new gate in front of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import due_dates, opening
from chalicelib.domain.context import Context
from chalicelib.domain.given import given, on_its_way
from chalicelib.domain.migrated import BY_VERSION, Change, Difference, Differences
from chalicelib.domain.migration_parts import NOT_NEEDED, differing, gates_after, owner_in, shifted
from chalicelib.domain.onboarding import Gate, Onboarding, Proof, Stage, Task
from chalicelib.domain.playbook import Playbook, StageRule, TaskRule
from chalicelib.domain.variants import planned

_NOT_POLICY = ("name", "version", "title", "stages", "tasks", "gates", "attributes", "target_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole plan: what the state holds after a migration."""

    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    gates: tuple[Gate, ...]
    added: tuple[TaskRule, ...]
    kept_stages: tuple[StageRule, ...]
    target_at: datetime
    warn_at: datetime | None


def differences(state: Onboarding, context: Context) -> Differences:
    """Return what the version in `context.candidate` would change; the same as long as nothing of it has changed."""
    return compared(state, context)[0]


def compared(state: Onboarding, context: Context) -> tuple[Differences, Plan]:
    """Return the differences, and the plan that they come to.

    Rules are compared as they will be planned: what waits for something that is left out waits for less.
    """
    new = _candidate(context)
    _, plan = _compared(state, context, new, new.playbook)
    parts = {"stages": plan.stages, "tasks": plan.tasks, "gates": plan.gates}
    more = {"added": plan.added, "kept_stages": plan.kept_stages}
    after = replace(state, playbook=new.playbook.ref, **parts, **more)  # type: ignore[arg-type]
    return _compared(state, context, new, planned(new.published or new.playbook, after))


def _compared(state: Onboarding, context: Context, new: Context, then: Playbook) -> tuple[Differences, Plan]:
    told: list[Difference] = []
    tasks = tuple(_tasks(state, context, new, then, told))
    stages = _stages(state, context, new, then, {task.stage for task in tasks}, told)
    target_at, warn_at = _target(state, context, new, told)
    gates = gates_after(state, context, new, then, told)
    if what := differing(context.playbook, new.playbook, but=_NOT_POLICY):
        told.append(
            Difference(kind="policy", id="policy", title="Clocks and reasons", change="changed", what=what)
        )
    if state.playbook == new.playbook.ref:  # what stays beside its own version is no news
        told = [one for one in told if one.change != "kept" and one.note != NOT_NEEDED]
    order = ("stage", "task", "gate", "target", "policy")
    told.sort(key=lambda one: order.index(one.kind))
    whole = Differences(before=state.playbook, after=new.playbook.ref, items=tuple(told))
    published = new.published or new.playbook
    plan = Plan(
        stages=stages,
        tasks=tasks,
        gates=gates,
        added=added_to(published.tasks, tasks, state, context),
        kept_stages=kept_beside(published.stages, stages, context),
        target_at=target_at,
        warn_at=warn_at,
    )
    return whole, plan


def added_to(
    rules: tuple[TaskRule, ...],
    tasks: tuple[Task, ...],
    state: Onboarding,
    context: Context,
    *,
    and_by: tuple[TaskRule, ...] = (),
) -> tuple[TaskRule, ...]:
    """Return the rules that a version lacks: of tasks added by hand, and of those that stay without it."""
    known = {rule.id for rule in rules}
    mine = {rule.id: rule for rule in (*and_by, *state.added)}
    mine |= {task.id: rule for task in tasks if (rule := context.playbook.task(task.id))}
    return tuple(rule for name, rule in mine.items() if name not in known)


def kept_beside(
    rules: tuple[StageRule, ...],
    stages: tuple[Stage, ...],
    context: Context,
    *,
    and_by: tuple[StageRule, ...] = (),
) -> tuple[StageRule, ...]:
    """Return the rules of stages that stay although a version lacks them."""
    known = {rule.id for rule in rules}
    mine = {rule.id: rule for rule in (*and_by, *context.playbook.stages)}
    return tuple(mine[stage.id] for stage in stages if stage.id not in known)


def _candidate(context: Context) -> Context:
    if context.candidate is None:
        raise ValueError("A migration needs the circumstances by the other version.")
    return context.candidate


def _tasks(
    state: Onboarding, context: Context, new: Context, then: Playbook, told: list[Difference]
) -> Iterator[Task]:
    for task in state.tasks:
        rule = new.playbook.task(task.id)
        if rule is not None:
            yield _kept_or_changed(task, then.task(task.id) or rule, state, context, new, told)
        elif (left := _without_rule(task, state, context, told)) is not None:
            yield left
    known = {task.id for task in state.tasks}
    over = {stage.id for stage in state.stages if stage.status == "done"}
    for rule in new.playbook.tasks:
        if rule.id not in known and rule.id not in state.dropped:
            note = "opens at once: its stage is over" if rule.stage in over else ""
            told.append(Difference(kind="task", id=rule.id, title=rule.title, change="added", note=note))
            yield Task(
                id=rule.id,
                stage=rule.stage,
                kind=rule.kind,
                title=rule.title,
                owner=owner_in(rule.role, state, new),
                by_customer=rule.by_customer,
            )


def _without_rule(task: Task, state: Onboarding, context: Context, told: list[Difference]) -> Task | None:
    """Return a task that the new version does not have, where it stays."""
    if context.playbook.task(task.id) is None or any(rule.id == task.id for rule in state.added):
        return task  # found missing at the handoff, or added by hand: no version's own
    reason = given(task, state, context.playbook)
    if not reason and on_its_way(task, context.playbook):
        note = "it counts as done without, so that a file on its way still has a place"
        told.append(Difference(kind="task", id=task.id, title=task.title, change="dropped", note=note))
        proof = Proof(by=context.actor, at=context.now, reference=BY_VERSION)
        return replace(task, status="waived", proof=proof)
    change: Change = "kept" if reason else "dropped"
    told.append(Difference(kind="task", id=task.id, title=task.title, change=change, note=reason))
    return task if reason else None


def _kept_or_changed(
    task: Task, rule: TaskRule, state: Onboarding, context: Context, new: Context, told: list[Difference]
) -> Task:
    old = context.playbook.task(task.id)
    if task.settled or old is None:
        return task
    what = differing(old, rule, but=("id", "when"))
    due = shifted(task, old, rule, state, new)
    moves = due != task.due_at
    if what or moves:
        told.append(
            Difference(
                kind="task",
                id=task.id,
                title=rule.title,
                change="changed"
                if [one for one in what if not one.startswith(("hours", "due"))]
                else "moved",
                what=what,
                due_before=task.due_at if moves else None,
                due_after=due if moves else None,
            )
        )
    if task.status == "waiting" and old.role != rule.role:
        task = replace(task, owner=owner_in(rule.role, state, new))
    return replace(
        task,
        stage=rule.stage,
        kind=rule.kind,
        title=rule.title,
        by_customer=rule.by_customer,
        due_at=due,
        anchor=(rule.due.anchor if rule.due else None) if task.opened_at else task.anchor,
        anchored_at=_anchored_at(task, old, rule, state),
    )


def _anchored_at(task: Task, old: TaskRule, rule: TaskRule, state: Onboarding) -> datetime | None:
    if old.due == rule.due:
        return task.anchored_at
    return due_dates.anchor_at(rule.due.anchor, state) if rule.due and task.opened_at else None


def _stages(
    state: Onboarding,
    context: Context,
    new: Context,
    then: Playbook,
    needed: set[str],
    told: list[Difference],
) -> tuple[Stage, ...]:
    """Return the stages in the new order; one that stays without being in it follows the one before it."""
    known, order = {stage.id: stage for stage in state.stages}, [rule.id for rule in new.playbook.stages]
    found: dict[str, Stage] = {}
    for rule in new.playbook.stages:
        if rule.id in known:
            planned_so = next((one for one in then.stages if one.id == rule.id), rule)
            found[rule.id] = _stage(known[rule.id], planned_so, state, context, new, told)
        else:
            found[rule.id] = Stage(id=rule.id, owner=owner_in(rule.role, state, new))
            told.append(Difference(kind="stage", id=rule.id, title=rule.title, change="added"))
    before = ""
    for stage in state.stages:
        if stage.id not in found:
            stays = stage.status != "waiting" or stage.id in needed
            title = context.playbook.stage(stage.id).title
            note = ("it has begun" if stage.status != "waiting" else "a task of it stays") if stays else ""
            told.append(
                Difference(
                    kind="stage", id=stage.id, title=title, change="kept" if stays else "dropped", note=note
                )
            )
            if not stays:
                continue
            found[stage.id] = stage
            order.insert(order.index(before) + 1 if before else 0, stage.id)
        before = stage.id
    return tuple(found[name] for name in order)


def _stage(
    stage: Stage, rule: StageRule, state: Onboarding, context: Context, new: Context, told: list[Difference]
) -> Stage:
    old = context.playbook.stage(stage.id)
    if stage.status == "done" or old == rule:
        return stage
    due = stage.due_at
    if stage.status == "active" and due and old.hours != rule.hours:
        moved = new.calendar.due(due, rule.hours - old.hours)
        due = moved if moved > new.now else due
    if what := differing(old, rule, but=("id", "when")):
        moves = due != stage.due_at
        told.append(
            Difference(
                kind="stage",
                id=stage.id,
                title=rule.title,
                change="changed",
                what=what,
                due_before=stage.due_at if moves else None,
                due_after=due if moves else None,
            )
        )
    if stage.status == "waiting" and old.role != rule.role:
        stage = replace(stage, owner=owner_in(rule.role, state, new))
    return replace(stage, due_at=due)


def _target(
    state: Onboarding, context: Context, new: Context, told: list[Difference]
) -> tuple[datetime, datetime | None]:
    """Return the go-live date: that of the new version where the old one's was never moved or committed to."""
    usual, _ = opening.target(state.deal, state.opened_at, context)
    ours = state.milestones.live is None and not state.deal.committed and usual == state.target_at
    target_at, warn_at = opening.target(state.deal, state.opened_at, new)
    if not ours or target_at <= new.now:
        day = new.calendar.local(state.target_at).date()
        return state.target_at, opening.target_on(day, new)[1] if state.warn_at else None
    if target_at != state.target_at:
        told.append(
            Difference(
                kind="target",
                id="live",
                title="Go-live date",
                change="moved",
                due_before=state.target_at,
                due_after=target_at,
            )
        )
    return target_at, warn_at
