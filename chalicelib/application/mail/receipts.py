"""The lines of a receipt: what we received, and what became of it."""

from dataclasses import dataclass

from chalicelib.application.mail.begun import to_replace
from chalicelib.application.mail.declined import says_of
from chalicelib.application.mail.times import minute
from chalicelib.application.personal import Names
from chalicelib.application.words.dates import LocalTime
from chalicelib.application.words.plain import file_of, name_of, plain
from chalicelib.domain.onboarding import Document, Notice, Onboarding
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.reasons import explain_all, size_words

_OF_SIGNING = frozenset({"declined", "settled"})
_OF_NO_TASK = {"asked": phrase("Your question")}
# What became of a file since, where that says more than that it arrived or was accepted.
_GONE = {"replaced": "newer", "withdrawn": "withdrawn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a receipt; `says` tells what to do, where something is to be done, after a person's own `note`.

    `kind` is one of `Notice`, or `replaced`: a file that was not taken and that nobody needs any more, or `newer`: one in whose
    place another was put since. `by` is the colleague
    who has done what the reader had given them. Of a file, `size`,
    and when it was `received` say which it was; `sha256` proves it, of one that was not refused.
    """

    kind: str
    title: str
    file: str = ""
    says: tuple[str, ...] = ()
    note: str = ""
    size: str = ""
    sha256: str = ""
    received: str = ""
    by: str = ""


def receipt_lines(
    notices: tuple[Notice, ...], onboarding: Onboarding, playbook: Playbook, names: Names, local: LocalTime
) -> tuple[Line, ...]:
    """Return the lines of a receipt, each document once: with the last that is known of it, problems first."""
    last = {notice.document or f"{notice.task}:{notice.kind}": notice for notice in notices}
    lines = [_line(notice, onboarding, playbook, names, local) for notice in last.values()]
    return tuple(sorted(lines, key=lambda line: line.kind != "rejected"))


def _line(notice: Notice, onboarding: Onboarding, playbook: Playbook, names: Names, local: LocalTime) -> Line:
    task, document = onboarding.task(notice.task), onboarding.document(notice.document or "")
    title = plain(task.title) if task else _OF_NO_TASK.get(notice.kind, "")
    if document is None:
        says = says_of(notice.kind, notice.task, onboarding, names) if notice.kind in _OF_SIGNING else ()
        return Line(kind=notice.kind, title=title, by=_by(notice, onboarding, names), says=says)
    # A batch may have been made before the verdict that its file has by now.
    refused = notice.kind == "rejected" or (notice.kind == "received" and document.status == "rejected")
    replaced = refused and document not in to_replace(notice.task, onboarding, playbook)
    kind = "replaced" if replaced else "rejected" if refused else _GONE.get(document.status, notice.kind)
    rejected = kind == "rejected"
    return Line(
        kind=kind,
        title=title,
        file=file_of(names.reveal(document.name)),
        says=_says(document, notice, playbook) if rejected else (),
        note=plain(names.reveal(document.note), longest=1000) if rejected and document.note else "",
        size=size_words(document.size) if document.size is not None else "",
        sha256="" if refused else document.sha256 or "",
        received=minute(document.received_at, local),
    )


def _by(notice: Notice, onboarding: Onboarding, names: Names) -> str:
    """Return the colleague who has done what was given to them; empty where it is not known, or nobody's in particular."""
    task = onboarding.task(notice.task) if notice.kind == "passed_on" else None
    kind, _, who = (task.proof.by if task and task.proof else "").partition(":")
    contact = onboarding.contact(who) if kind == "contact" else None
    return name_of(names.reveal(contact.name)) if contact else ""


def _says(document: Document, notice: Notice, playbook: Playbook) -> tuple[str, ...]:
    rule = playbook.task(notice.task)
    return explain_all(document.reasons, rule=rule.documents if rule else None, type=document.type)
