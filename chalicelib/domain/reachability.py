"""Whether everything in a playbook can be reached: what waits for what, and where that goes round in a circle."""

from collections.abc import Iterator

from chalicelib.domain.playbook import Playbook, Way

Node = tuple[str, str]


def waits_for(playbook: Playbook) -> dict[Node, tuple[Node, ...]]:
    """Return what each thing waits for: (kind, id) of ``start`` and ``stage`` (complete), ``task`` (done), ``gate``."""
    graph: dict[Node, tuple[Node, ...]] = {}
    for at, stage in enumerate(playbook.stages):
        gate = playbook.gate(f"stage:{stage.id}")
        earlier = () if gate else tuple(rule.id for rule in playbook.stages[:at])
        before = tuple(("stage", name) for name in (earlier if stage.after is None else stage.after))
        graph["start", stage.id] = (("gate", gate.id), *before) if gate else before
        own = tuple(("task", task.id) for task in playbook.tasks if task.stage == stage.id)
        graph["stage", stage.id] = (("start", stage.id), *own)
    for task in playbook.tasks:
        start = () if task.opens == "opening" else (("start", task.stage),)
        graph["task", task.id] = (*start, *map(awaited, task.after))
    for rule in playbook.gates:
        named = (name.split(":", 1) for name in rule.requires if ":" in name)
        graph["gate", rule.id] = tuple((kind, name) for kind, name in named)
    return graph


def awaited(name: str) -> Node:
    """Return what a task's `after` names: a task, or a gate as ``gate:<id>``."""
    return ("gate", name.removeprefix("gate:")) if name.startswith("gate:") else ("task", name)


def way(playbook: Playbook, *, opens: str = "live") -> Way:
    """Return all that a gate waits for, each with what it waits for itself, in an order in which it can be done.

    The gate stands last; a playbook without it has no way. It must be free of circles.
    """
    gate, graph = playbook.gate(opens), waits_for(playbook)
    found: dict[Node, tuple[Node, ...]] = {}

    def visit(node: Node) -> None:
        if node in graph and node not in found:
            for other in graph[node]:
                visit(other)
            found[node] = tuple(other for other in graph[node] if other in graph)

    if gate:
        visit(("gate", gate.id))
    return tuple(found.items())


def stuck(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, id, circle in words) for each circle of things that wait for each other."""
    graph, settled = waits_for(playbook), set[Node]()
    for node in graph:
        if circle := _circle(graph, node, [], settled):
            yield circle[0][0], circle[0][1], " waits for ".join(f"{kind} '{name}'" for kind, name in circle)
            settled.update(circle)


def _circle(
    graph: dict[Node, tuple[Node, ...]], node: Node, path: list[Node], settled: set[Node]
) -> list[Node]:
    if node in path:
        return [*path[path.index(node) :], node]
    if node in settled:
        return []
    for other in graph.get(node, ()):
        if found := _circle(graph, other, [*path, node], settled):
            return found
    settled.add(node)
    return []
