"""The preview: an onboarding's plan beside another version, what differs, and the plan that it comes to."""

from dataclasses import replace

from chalicelib.domain.context import Context
from chalicelib.domain.migration.comparison import Comparison
from chalicelib.domain.migration.dates import target
from chalicelib.domain.migration.difference import Differences
from chalicelib.domain.migration.fields import differing
from chalicelib.domain.migration.gates import NOT_NEEDED, gates
from chalicelib.domain.migration.plan import Plan, added_to, kept_beside
from chalicelib.domain.migration.stages import stages
from chalicelib.domain.migration.tasks import tasks
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.variants import planned

_NOT_POLICY = ("name", "version", "title", "stages", "tasks", "gates", "attributes", "target_days")
_ORDER = ("stage", "task", "gate", "target", "policy")


def differences(state: Onboarding, context: Context) -> Differences:
    """Return what the version in `context.candidate` would change; the same as long as nothing of it has changed."""
    return compared(state, context)[0]


def compared(state: Onboarding, context: Context) -> tuple[Differences, Plan]:
    """Return the differences, and the plan that they come to.

    Rules are compared as they will be planned, and how that is follows from a plan: so it is made twice.
    """
    new = context.candidate
    if new is None:
        raise ValueError("A migration needs the circumstances by the other version.")
    _, plan = _compared(state, context, new, new.playbook)
    after = replace(
        state,
        playbook=new.playbook.ref,
        stages=plan.stages,
        tasks=plan.tasks,
        gates=plan.gates,
        added=plan.added,
        kept_stages=plan.kept_stages,
    )
    return _compared(state, context, new, planned(new.published or new.playbook, after))


def _compared(
    state: Onboarding, context: Context, new: Context, as_planned: Playbook
) -> tuple[Differences, Plan]:
    comparison = Comparison(state=state, old=context, new=new, planned=as_planned)
    published = new.published or new.playbook
    tasks_then = tasks(comparison)
    stages_then = stages(comparison, needed={task.stage for task in tasks_then})
    target_at, warn_at = target(comparison)
    plan = Plan(
        stages=stages_then,
        tasks=tasks_then,
        gates=gates(comparison),
        added=added_to(published.tasks, tasks_then, state, context),
        kept_stages=kept_beside(published.stages, stages_then, context),
        target_at=target_at,
        warn_at=warn_at,
    )
    if what := differing(context.playbook, new.playbook, but=_NOT_POLICY):
        comparison.tell("policy", "policy", "changed", title="Clocks and reasons", what=what)
    return _differences(comparison), plan


def _differences(comparison: Comparison) -> Differences:
    before, after, told = comparison.state.playbook, comparison.new.playbook.ref, comparison.told
    if before == after:  # what stays beside its own version is no news
        told = [one for one in told if one.change != "kept" and one.note != NOT_NEEDED]
    return Differences(
        before=before, after=after, items=tuple(sorted(told, key=lambda one: _ORDER.index(one.kind)))
    )
