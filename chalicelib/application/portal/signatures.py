"""What a contact has signed, as its receipt shows it: on the page and in the mail."""

from dataclasses import dataclass

from chalicelib.application.personal import Names
from chalicelib.application.words.dates import LocalTime, When
from chalicelib.application.words.plain import plain
from chalicelib.domain.languages import OFFERED
from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.reasons import size_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One document that a signature rests on."""

    name: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature: whose, when, of which text and documents. `digest` is the SHA-256 of all of it together.

    `language` is which one the text was in that was signed, by its own name.
    """

    title: str
    name: str
    at: When | None
    statement: str
    documents: tuple[Signed, ...]
    shown: str
    digest: str
    language: str


def signature_of(
    task: Task, onboarding: Onboarding, *, statement: str, names: Names, local: LocalTime
) -> Signature | None:
    """Return the signature under a task; None while there is none."""
    proof = task.proof
    if task.kind != "approval" or task.status != "done" or proof is None:
        return None
    by_hash = {each.sha256: each for each in onboarding.documents if each.sha256}
    signed = [by_hash[sha256] for sha256 in proof.hashes if sha256 in by_hash]
    return Signature(
        title=task.title,
        name=names.reveal(proof.note),
        at=local.when(proof.at),
        statement=statement,
        documents=tuple(
            Signed(
                name=plain(names.reveal(each.name), longest=120),
                size=size_words(each.size) if each.size is not None else "",
                sha256=each.sha256 or "",
            )
            for each in signed
        ),
        shown=proof.shown or "",
        digest=proof.digest or "",
        language=OFFERED.get(proof.language or "", ""),
    )
