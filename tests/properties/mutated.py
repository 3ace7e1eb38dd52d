"""Changes of a playbook that may or may not break it: what waits for what, what depends on a condition, when it is due."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.playbook import DueRule, Playbook
from tests.properties.playbooks import CONDITIONS, playbooks

Change = Callable[[Playbook, int, int], Playbook]


def _item(items: tuple[Any, ...], at: int, **changes: Any) -> tuple[Any, ...]:
    at %= len(items)
    return (*items[:at], replace(items[at], **changes), *items[at + 1 :])


def _task_waits(p: Playbook, at: int, other: int) -> Playbook:
    names = [task.id for task in p.tasks] + [f"gate:{gate.id}" for gate in p.gates]
    task = p.tasks[at % len(p.tasks)]
    return replace(p, tasks=_item(p.tasks, at, after=(*task.after, names[other % len(names)])))


def _stage_waits(p: Playbook, at: int, other: int) -> Playbook:
    return replace(p, stages=_item(p.stages, at, after=(p.stages[other % len(p.stages)].id,)))


def _stage_waits_for_nothing(p: Playbook, at: int, _: int) -> Playbook:
    return replace(p, stages=_item(p.stages, at, after=()))


def _gate_requires(p: Playbook, at: int, other: int) -> Playbook:
    names = [f"task:{task.id}" for task in p.tasks] + [f"stage:{s.id}" for s in p.stages] + ["promises"]
    gate = p.gates[at % len(p.gates)]
    return replace(p, gates=_item(p.gates, at, requires=(*gate.requires, names[other % len(names)])))


def _gate_requires_less(p: Playbook, at: int, other: int) -> Playbook:
    gate = p.gates[at % len(p.gates)]
    left = [name for number, name in enumerate(gate.requires) if number != other % len(gate.requires)]
    return replace(p, gates=_item(p.gates, at, requires=tuple(left)))


def _task_depends(p: Playbook, at: int, other: int) -> Playbook:
    return replace(p, tasks=_item(p.tasks, at, when=CONDITIONS[other % len(CONDITIONS)]))


def _stage_depends(p: Playbook, at: int, other: int) -> Playbook:
    return replace(p, stages=_item(p.stages, at, when=CONDITIONS[other % len(CONDITIONS)]))


def _task_is_due(p: Playbook, at: int, other: int) -> Playbook:
    anchors = ("opening", "target", "handed_off", "inputs_complete", "setup_complete", "live", "first_value")
    due = DueRule(anchor=anchors[other % len(anchors)], days=other % 13 - 6)
    return replace(p, tasks=_item(p.tasks, at, due=due))


def _task_takes(p: Playbook, at: int, other: int) -> Playbook:
    return replace(p, tasks=_item(p.tasks, at, hours=other % 60))


def _task_is_gone(p: Playbook, at: int, _: int) -> Playbook:
    at %= len(p.tasks)
    return replace(p, tasks=(*p.tasks[:at], *p.tasks[at + 1 :]))


CHANGES: tuple[Change, ...] = (
    _task_waits,
    _stage_waits,
    _stage_waits_for_nothing,
    _gate_requires,
    _gate_requires_less,
    _task_depends,
    _stage_depends,
    _task_is_due,
    _task_takes,
    _task_is_gone,
)


@st.composite
def mutated(draw: st.DrawFn) -> Playbook:
    """Draw a playbook that was changed at one to three places."""
    playbook = draw(playbooks())
    steps = st.tuples(st.sampled_from(CHANGES), st.integers(0, 60), st.integers(0, 60))
    for change, at, other in draw(st.lists(steps, min_size=1, max_size=3)):
        if playbook.tasks and all(gate.requires for gate in playbook.gates):
            playbook = change(playbook, at, other)
    return playbook
