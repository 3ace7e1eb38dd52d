"""Which stages there are by the new version, and what differs of them."""

from collections.abc import Collection
from dataclasses import replace

from chalicelib.domain.migration.comparison import Comparison
from chalicelib.domain.migration.fields import differing
from chalicelib.domain.onboarding import Stage
from chalicelib.domain.playbook import StageRule


def stages(comparison: Comparison, *, needed: Collection[str]) -> tuple[Stage, ...]:
    """Return the stages in the new order; one that stays without being in it follows the one before it.

    Stages that are `needed`, because a task of them is in the plan, stay whatever the version says.
    """
    known = {stage.id: stage for stage in comparison.state.stages}
    order = [rule.id for rule in comparison.new.playbook.stages]
    found: dict[str, Stage] = {}
    for rule in comparison.new.playbook.stages:
        if rule.id in known:
            planned = next((one for one in comparison.planned.stages if one.id == rule.id), rule)
            found[rule.id] = _by_rule(known[rule.id], planned, comparison)
        else:
            found[rule.id] = Stage(id=rule.id, owner=comparison.owner(rule.role))
            comparison.tell("stage", rule.id, "added", title=rule.title)
    before = ""
    for stage in comparison.state.stages:
        if stage.id not in found:
            if not _stays(stage, comparison, needed=stage.id in needed):
                continue
            found[stage.id] = stage
            order.insert(order.index(before) + 1 if before else 0, stage.id)
        before = stage.id
    return tuple(found[name] for name in order)


def _stays(stage: Stage, comparison: Comparison, *, needed: bool) -> bool:
    """Say whether a stage stays although the new version does not have it."""
    title = comparison.old.playbook.stage(stage.id).title
    begun = stage.status != "waiting"
    if not begun and not needed:
        comparison.tell("stage", stage.id, "dropped", title=title)
        return False
    note = "it has begun" if begun else "a task of it stays"
    comparison.tell("stage", stage.id, "kept", title=title, note=note)
    return True


def _by_rule(stage: Stage, rule: StageRule, comparison: Comparison) -> Stage:
    """Return a stage by its new rule; what is over stays as it is."""
    old, new = comparison.old.playbook.stage(stage.id), comparison.new
    if stage.status == "done" or old == rule:
        return stage
    due = stage.due_at
    if stage.status == "active" and due and old.hours != rule.hours:
        moved = new.calendar.due(due, rule.hours - old.hours)
        due = moved if moved > new.now else due
    if what := differing(old, rule, but=("id", "when")):
        comparison.tell("stage", stage.id, "changed", title=rule.title, what=what, due=(stage.due_at, due))
    if stage.status == "waiting" and old.role != rule.role:
        stage = replace(stage, owner=comparison.owner(rule.role))
    return replace(stage, due_at=due)
