"""Which gates there are by the new version, and what differs of them."""

from chalicelib.domain.migration.comparison import Comparison
from chalicelib.domain.migration.fields import differing
from chalicelib.domain.onboarding import Gate
from chalicelib.domain.playbook import GateRule

NOT_NEEDED = "not needed: what it opens is open already"


def gates(comparison: Comparison) -> tuple[Gate, ...]:
    """Return the gates by the new version: those that have passed stay, what is open already gets none."""
    state, known = comparison.state, {gate.id: gate for gate in comparison.state.gates}
    passed = {gate.id: gate for gate in state.gates if gate.passed_at}
    open_already = _open_already(comparison)
    found: list[Gate] = []
    for rule in comparison.new.playbook.gates:
        if rule.id in passed:
            found.append(passed[rule.id])
        elif rule.opens in open_already:
            comparison.tell("gate", rule.id, "dropped", title=rule.title, note=NOT_NEEDED)
            continue
        else:
            found.append(known.get(rule.id, Gate(id=rule.id)))
        _tell(rule, comparison, has_passed=rule.id in passed)
    return (*found, *_without_rule(comparison))


def _open_already(comparison: Comparison) -> set[str]:
    """Return what needs no gate any more: what is behind one that has passed, what has begun, and life after live."""
    state = comparison.state
    passed = {gate.id for gate in state.gates if gate.passed_at}
    found = {rule.opens for rule in comparison.old.playbook.gates if rule.id in passed}
    found |= {f"stage:{stage.id}" for stage in state.stages if stage.status != "waiting"}
    return found | ({"live"} if state.milestones.live else set())


def _without_rule(comparison: Comparison) -> list[Gate]:
    """Return the gates that stay although the new version does not have them: those that have passed."""
    titles = {rule.id: rule.title for rule in comparison.old.playbook.gates}
    known = {rule.id for rule in comparison.new.playbook.gates}
    kept: list[Gate] = []
    for gate in comparison.state.gates:
        if gate.id in known:
            continue
        title = titles.get(gate.id, gate.id)
        if gate.passed_at is None:
            comparison.tell("gate", gate.id, "dropped", title=title)
            continue
        kept.append(gate)
        note = "it has passed, and stays passed with its proof"
        comparison.tell("gate", gate.id, "kept", title=title, note=note)
    return kept


def _tell(rule: GateRule, comparison: Comparison, *, has_passed: bool) -> None:
    old = next((one for one in comparison.old.playbook.gates if one.id == rule.id), None)
    planned = next((one for one in comparison.planned.gates if one.id == rule.id), rule)
    if old is None:
        if not has_passed:
            comparison.tell("gate", rule.id, "added", title=rule.title)
        return
    what = _requirements(old, planned) + differing(old, planned, but=("id", "requires"))
    if what and has_passed:
        note = "it has passed, and stays passed"
        comparison.tell("gate", rule.id, "kept", title=rule.title, what=what, note=note)
    elif what:
        comparison.tell("gate", rule.id, "changed", title=rule.title, what=what)


def _requirements(old: GateRule, new: GateRule) -> tuple[str, ...]:
    more = tuple(f"requires {name}" for name in new.requires if name not in old.requires)
    return more + tuple(f"no longer requires {name}" for name in old.requires if name not in new.requires)
