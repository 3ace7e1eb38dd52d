"""The linter's checks of the plan as a whole: circles, the longest way against the target, every variant. Pure."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import combinations

from chalicelib.domain.critical_path import critical_path
from chalicelib.domain.lint.rules import Problem
from chalicelib.domain.lint.sizes import working_day
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.reachability import stuck
from chalicelib.domain.variants import conditions, variant

MOST_CONDITIONS = 6  # different ones: each of their combinations is looked at
TOLD, HANDED_OVER = "customer_told", "ownership_handed_over"


def of_plan(playbook: Playbook) -> Iterator[Problem]:
    """Yield what is wrong with the plan, whichever conditions hold; each problem once."""
    texts = conditions(playbook)
    if len(texts) > MOST_CONDITIONS:
        yield Problem(
            place="the playbook",
            message=f"has {len(texts)} different conditions; {MOST_CONDITIONS} are the most. Make another playbook",
        )
        return
    found = dict[tuple[str, str], Problem]()
    for held in _subsets(texts):
        for problem in _of_variant(variant(playbook, held), held, texts):
            found.setdefault((problem.place, problem.message.partition(" ")[0]), problem)
    yield from found.values()


def of_needed(playbook: Playbook) -> Iterator[Problem]:
    """Yield conditions on what going live needs, whatever was sold."""
    stages = {rule.id: rule for rule in playbook.stages}
    for rule in playbook.tasks:
        if rule.id in {TOLD, HANDED_OVER}:
            stage = stages.get(rule.stage)
            for kind, needed in (("task", rule), ("stage", stage)):
                if needed and needed.when:
                    yield Problem(
                        place=f"{kind} '{needed.id}' when",
                        message="no deal goes live without this, so no condition may leave it out; remove when",
                    )


def _subsets(texts: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """Yield every combination of conditions that may hold, all of them first."""
    for count in range(len(texts), -1, -1):
        yield from map(frozenset, combinations(texts, count))


def _of_variant(plan: Playbook, held: Collection[str], texts: Collection[str]) -> Iterator[Problem]:
    said = _said(held, texts)
    circles = [
        Problem(
            place=f"{kind} '{name}'",
            message=f"can never be reached: {circle}. Remove one of these conditions{said}",
        )
        for kind, name, circle in stuck(plan)
    ]
    yield from circles or _too_long(plan, said)
    if len(held) == len(texts):
        return  # nothing is left out: what is missing here is told by the other checks
    for stage in plan.stages:
        if not any(task.stage == stage.id for task in plan.tasks):
            yield Problem(
                place=f"stage '{stage.id}'", message=f"has no task{said}; give the stage the same condition"
            )
    for gate in plan.gates:
        if not gate.requires:
            yield Problem(
                place=f"gate '{gate.id}'",
                message=f"requires nothing{said}, so it proves nothing; add a condition that always holds",
            )
    live = plan.gate("live")
    setup = {f"stage:{rule.id}" for rule in plan.stages if rule.milestone == "setup_complete"}
    setup |= {f"task:{rule.id}" for rule in plan.tasks if rule.milestone == "setup_complete"}
    if live and live.requires and not setup & set(live.requires):
        yield Problem(
            place=f"gate '{live.id}'",
            message=f"requires nothing whose milestone is setup_complete{said}; no condition may leave that out",
        )


def _too_long(plan: Playbook, said: str) -> Iterator[Problem]:
    path, day = critical_path(plan), working_day(plan.calendar)
    allowed = day * plan.target_days
    if timedelta(hours=path.hours) > allowed:
        way = ", ".join(f"{name} {rule.hours}" for name in path.tasks if (rule := plan.task(name)))
        yield Problem(
            place="target_days",
            message=f"allows {allowed / timedelta(hours=1):g} working hours, and the longest way to live takes "
            f"{path.hours}{said}: {way}. Give these fewer hours, let some run side by side, or raise target_days",
        )


def _said(held: Collection[str], texts: Collection[str]) -> str:
    """Say which variant this is, where there are several."""
    if not texts:
        return ""
    if not held:
        return " where no condition holds"
    return f" where {' and '.join(text for text in texts if text in held)} holds"
