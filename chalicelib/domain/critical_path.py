"""How long a playbook takes at least when everybody uses all the time they are given: its longest way to a gate."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.playbook import Playbook
from chalicelib.domain.reachability import Node, waits_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The longest way: working hours, and the tasks on it in order."""

    hours: int
    tasks: tuple[str, ...]


def critical_path(playbook: Playbook, *, opens: str = "live") -> Path:
    """Return the longest way from the opening to the gate that opens `opens`; an empty one without such a gate.

    Every task takes its `hours`. A customer task that is open from the opening waits for nothing but its own time. The
    playbook must be free of circles.
    """
    gate, hours = playbook.gate(opens), {rule.id: rule.hours for rule in playbook.tasks}
    if gate is None:
        return Path(hours=0, tasks=())
    ends = dict[Node, Path]()
    return _end(("gate", gate.id), waits_for(playbook), hours, ends)


def _end(
    node: Node, graph: Mapping[Node, tuple[Node, ...]], hours: Mapping[str, int], ends: dict[Node, Path]
) -> Path:
    """Return the longest way to the end of a node; each is looked at once, so that long playbooks stay quick."""
    if node not in ends:
        before = [_end(other, graph, hours, ends) for other in graph.get(node, ())]
        longest = max(before, key=lambda path: path.hours, default=Path(hours=0, tasks=()))
        kind, name = node
        if kind == "task" and name in hours:
            longest = Path(hours=longest.hours + hours[name], tasks=(*longest.tasks, name))
        ends[node] = longest
    return ends[node]
