"""Proofs, and what stays open without one: gates and promises."""

from chalicelib.application.api.people import person_view
from chalicelib.application.api.shapes import GateView, PromiseView, ProofView
from chalicelib.application.circumstances import Circumstances
from chalicelib.domain.onboarding import Gate, Promise, Proof


def gate_view(about: Circumstances, gate: Gate) -> GateView:
    """Return a gate with what it waits for, and what it was passed on."""
    rule = next((rule for rule in about.playbook.gates if rule.id == gate.id), None)
    return GateView(
        id=gate.id,
        title=rule.title if rule else gate.id,
        opens=rule.opens if rule else "",
        requires=rule.requires if rule else (),
        passed_at=gate.passed_at,
        proof=tuple(proof_view(about, proof) for proof in gate.proof or ()),
        override_requested_by=gate.override_by,
    )


def promise_view(about: Circumstances, promise: Promise) -> PromiseView:
    """Return a promise with what it was settled by."""
    return PromiseView(
        id=promise.id,
        text=about.names.reveal(promise.text),
        made_by=about.names.or_none(promise.made_by),
        due=promise.due,
        owner=person_view(promise.owner, about.directory) if promise.owner else None,
        settled=proof_view(about, promise.settled) if promise.settled else None,
    )


def proof_view(about: Circumstances, proof: Proof) -> ProofView:
    """Return what settled something."""
    return ProofView(
        by=proof.by,
        at=proof.at,
        hashes=proof.hashes,
        note=about.names.or_none(proof.note),
        reference=proof.reference,
        asked_by=proof.asked_by,
        shown=proof.shown,
        language=proof.language,
        digest=proof.digest,
    )
