"""What settled something, as the team sees it."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.words.dates import LocalTime, When
from chalicelib.domain.onboarding import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """What settled something: by whom, when, with which words and hashes."""

    by: str
    at: When | None
    note: str
    reference: str
    hashes: tuple[str, ...]


def proof_line(about: Circumstances, proof: Proof, local: LocalTime) -> ProofLine:
    """Return who or what settled something."""
    return ProofLine(
        by=_both(about, proof),
        at=local.when(proof.at),
        note=about.names.reveal(proof.note),
        reference=proof.reference or "",
        hashes=proof.hashes,
    )


def _both(about: Circumstances, proof: Proof) -> str:
    """Return who settled something; where it took two, both."""
    by = name_of(about, proof.by) or proof.by.partition(":")[2]
    asked = name_of(about, proof.asked_by) or proof.asked_by.partition(":")[2] if proof.asked_by else ""
    return f"{by}, asked by {asked}" if asked else by
