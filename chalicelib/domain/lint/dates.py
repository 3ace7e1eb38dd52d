"""The linter's checks of due rules: dates that nobody can keep, or that are never known. Pure."""

from collections.abc import Iterator

from chalicelib.domain.lint.rules import REACHED_BY_RULES, Problem, listed
from chalicelib.domain.playbook import DueRule, Playbook, TaskRule
from chalicelib.domain.reachability import Node, waits_for

_BY_THEMSELVES = frozenset({"opening", "target", "signed", "live"})
ANCHORS = _BY_THEMSELVES | REACHED_BY_RULES
_YEAR = 260  # working days, and as many days of hours


def of_dates(playbook: Playbook) -> Iterator[Problem]:
    """Yield what is wrong with the due rules of a playbook."""
    graph = waits_for(playbook)
    reached: dict[str | None, Node] = {rule.milestone: ("stage", rule.id) for rule in playbook.stages}
    reached |= {rule.milestone: ("task", rule.id) for rule in playbook.tasks if rule.milestone}
    live = playbook.gate("live")
    before_live = _before(("gate", live.id), graph) if live else frozenset[Node]()
    for task in playbook.tasks:
        if task.due is not None:
            needed = ("task", task.id) in before_live
            for message in _of(task, task.due, playbook, graph, reached, needed=needed):
                yield Problem(place=f"task '{task.id}' due", message=message)


def _of(
    task: TaskRule,
    due: DueRule,
    playbook: Playbook,
    graph: dict[Node, tuple[Node, ...]],
    reached: dict[str | None, Node],
    *,
    needed: bool,
) -> Iterator[str]:
    if due.anchor not in ANCHORS:
        yield f"the anchor must be one of {listed(ANCHORS)}"
        return
    if (due.days is None) == (due.hours is None):
        yield "name either days or hours"
        return
    count = due.hours if due.days is None else due.days
    if count is None or abs(count) > _YEAR * (8 if due.days is None else 1):
        yield "lies more than a year of working time away"
        return
    if due.anchor == "target":
        if due.days is not None and -due.days >= playbook.target_days:
            yield f"falls before the opening: the target is {playbook.target_days} working days away"
        if count > 0 and needed:
            yield "falls after the go-live date, and going live waits for this task; count back from it"
    elif count < 0:
        yield "lies before something that is past when it is known; count back from the target only"
    elif due.anchor in {"opening", "signed"}:
        if needed and due.days is not None and due.days > playbook.target_days:
            yield f"falls after the target, which is {playbook.target_days} days away, and going live waits for this"
    else:
        yield from _milestone(task, due.anchor, playbook, graph, reached, needed=needed)


def _milestone(
    task: TaskRule,
    anchor: str,
    playbook: Playbook,
    graph: dict[Node, tuple[Node, ...]],
    reached: dict[str | None, Node],
    *,
    needed: bool,
) -> Iterator[str]:
    if anchor == "live":
        waits = needed
    elif anchor not in reached:
        yield f"nothing in this playbook reaches {anchor}; give a stage or task this milestone"
        return
    else:
        waits = ("task", task.id) in _before(reached[anchor], graph)
    if waits:
        yield f"{anchor} is reached only after this task is done; count from something before it"


def _before(node: Node, graph: dict[Node, tuple[Node, ...]]) -> frozenset[Node]:
    """Return a node and everything that it waits for."""
    found, waiting = set[Node](), [node]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += graph.get(one, ())
    return frozenset(found)
