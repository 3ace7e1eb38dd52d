"""Gates: what holds a stage, a dated commitment or the go-live back, and the proof that opens it."""

from chalicelib.domain.onboarding import Gate, Onboarding, Proof
from chalicelib.domain.playbook import GateRule, Playbook


def proof_of(rule: GateRule, state: Onboarding) -> tuple[Proof, ...] | None:
    """Return the proof of each of a gate's requirements, or None while one of them is missing."""
    found: list[Proof] = []
    for requirement in rule.requires:
        kind, _, name = requirement.partition(":")
        proofs = {"task": _task, "stage": _stage, "promises": _promises}[kind](name, state)
        if proofs is None:
            return None
        found += proofs
    return tuple(found)


def missing(rule: GateRule, state: Onboarding) -> tuple[str, ...]:
    """Return the requirements that do not hold yet."""
    return tuple(
        requirement
        for requirement in rule.requires
        if proof_of(GateRule(id="", title="", opens="", requires=(requirement,)), state) is None
    )


def passed(state: Onboarding, playbook: Playbook, opens: str) -> bool:
    """Say whether what `opens` names may happen: there is no gate in front of it, or it has been passed."""
    rule = playbook.gate(opens)
    return rule is None or gate(state, rule.id).passed_at is not None


def gate(state: Onboarding, gate_id: str) -> Gate:
    """Return a gate's state; one that a newer playbook added counts as closed."""
    return next((item for item in state.gates if item.id == gate_id), Gate(id=gate_id))


def _task(name: str, state: Onboarding) -> tuple[Proof, ...] | None:
    task = state.task(name)
    return (task.proof,) if task and task.settled and task.proof else None


def _stage(name: str, state: Onboarding) -> tuple[Proof, ...] | None:
    stage = next((item for item in state.stages if item.id == name), None)
    if stage is None or stage.status != "done" or stage.left_at is None:
        return None
    return (Proof(by=f"person:{stage.owner}", at=stage.left_at),)


def _promises(_: str, state: Onboarding) -> tuple[Proof, ...] | None:
    proofs = tuple(promise.settled for promise in state.promises)
    return tuple(proof for proof in proofs if proof) if all(proofs) else None
