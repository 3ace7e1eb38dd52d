"""What a playbook comes to for one deal: conditions add or drop stages and tasks, and what was dropped leaves no hole."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import GateRule, Playbook, StageRule, TaskRule
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A value that a condition reads and the deal does not give, or not in the kind it is declared as: quoted then."""

    name: str
    quote: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of one condition. One that lacks a value does not hold; `decides` names the steps that it decides on."""

    text: str
    holds: bool
    lacking: tuple[Lacking, ...] = ()
    decides: tuple[str, ...] = ()


def conditions(playbook: Playbook) -> tuple[str, ...]:
    """Return the different conditions of a playbook, in its order."""
    rules: tuple[StageRule | TaskRule, ...] = (*playbook.stages, *playbook.tasks)
    return tuple(dict.fromkeys(rule.when for rule in rules if rule.when))


def decided_by(playbook: Playbook, text: str) -> tuple[str, ...]:
    """Return the titles of the stages and tasks that are there only if a condition holds."""
    rules: tuple[StageRule | TaskRule, ...] = (*playbook.stages, *playbook.tasks)
    return tuple(rule.title for rule in rules if rule.when == text)


def variant(playbook: Playbook, held: Collection[str]) -> Playbook:
    """Return the playbook for a deal of which exactly the conditions `held` hold."""
    stages = {rule.id for rule in playbook.stages if not rule.when or rule.when in held}
    tasks = {
        rule.id for rule in playbook.tasks if rule.stage in stages and (not rule.when or rule.when in held)
    }
    return reduced(playbook, stages=stages, tasks=tasks)


def planned(playbook: Playbook, state: Onboarding) -> Playbook:
    """Return what an onboarding runs by: its published version, reduced to the stages and tasks that it has.

    What was added by hand, or stayed over a migration, stands in it with its own rule; a gate that the state does not
    have holds nothing back.
    """
    stages, tasks = {stage.id for stage in state.stages}, {task.id for task in state.tasks}
    plan = reduced(_enlarged(playbook, state), stages=stages, tasks=tasks)
    gates = {gate.id for gate in state.gates}
    closed = {f"gate:{rule.id}" for rule in plan.gates if rule.id not in gates}
    if not closed:
        return plan
    return replace(
        plan,
        gates=tuple(rule for rule in plan.gates if rule.id in gates),
        tasks=tuple(
            replace(rule, after=tuple(name for name in rule.after if name not in closed))
            for rule in plan.tasks
        ),
    )


def _enlarged(playbook: Playbook, state: Onboarding) -> Playbook:
    """Return a playbook with the rules that the state alone has; its stages in the state's order."""
    if not state.added and not state.kept_stages:
        return playbook
    known = {rule.id for rule in playbook.stages}, {rule.id for rule in playbook.tasks}
    stages = (*playbook.stages, *(rule for rule in state.kept_stages if rule.id not in known[0]))
    order = {stage.id: at for at, stage in enumerate(state.stages)}
    if state.kept_stages:
        stages = tuple(sorted(stages, key=lambda rule: order.get(rule.id, len(order))))
    added = (rule for rule in state.added if rule.id not in known[1])
    return replace(playbook, stages=stages, tasks=(*playbook.tasks, *added))


def reduced(playbook: Playbook, *, stages: Collection[str], tasks: Collection[str]) -> Playbook:
    """Return a playbook with these stages and tasks only.

    What waited for something that is gone waits for what that one waited for. A gate no longer requires it; a gate
    in front of a stage that is gone goes too, unless a task waits for its proof.
    """
    gone = {rule.id: rule for rule in playbook.tasks if rule.id not in tasks}
    skipped = {rule.id: rule for rule in playbook.stages if rule.id not in stages}
    if not gone and not skipped:
        return playbook
    left = tuple(
        replace(rule, after=_bridged(rule.after, {name: task.after for name, task in gone.items()}))
        for rule in playbook.tasks
        if rule.id not in gone
    )
    before = {name: _before(rule, playbook) for name, rule in skipped.items()}
    return replace(
        playbook,
        stages=tuple(
            rule if rule.after is None else replace(rule, after=_bridged(rule.after, before))
            for rule in playbook.stages
            if rule.id not in skipped
        ),
        tasks=left,
        gates=tuple(
            _gates(playbook.gates, left, {f"task:{n}" for n in gone} | {f"stage:{n}" for n in skipped})
        ),
    )


def _before(rule: StageRule, playbook: Playbook) -> tuple[str, ...]:
    if rule.after is not None:
        return rule.after
    names = [stage.id for stage in playbook.stages]
    return tuple(names[: names.index(rule.id)])


def _bridged(names: Iterable[str], gone: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return names with each that is gone replaced by those before it, however many are gone in a row."""
    found: dict[str, None] = {}
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop(0)
        if name not in gone:
            found[name] = None
        elif name not in seen:
            seen.add(name)
            waiting = [*gone[name], *waiting]
    return tuple(found)


def _gates(gates: Iterable[GateRule], tasks: Iterable[TaskRule], gone: Collection[str]) -> Iterator[GateRule]:
    awaited = {name for task in tasks for name in task.after}
    for gate in gates:
        if gate.opens not in gone or f"gate:{gate.id}" in awaited:
            yield replace(gate, requires=tuple(name for name in gate.requires if name not in gone))
