"""The lists that mails show: what we ask for, what we received, what a person has to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.drafts import Draft
from chalicelib.application.forms.conditions import only_if
from chalicelib.application.mail.begun import Refused, Saved, refused, saved, to_replace
from chalicelib.application.personal import Names
from chalicelib.application.words.dates import LocalTime
from chalicelib.application.words.plain import file_of, name_of, plain
from chalicelib.domain.effects import SendMail
from chalicelib.domain.onboarding import Document, Notice, Onboarding, Task
from chalicelib.domain.phrases import any_of, phrase
from chalicelib.domain.playbook import DocumentRule, FieldRule, Playbook
from chalicelib.domain.reasons import explain_all, size_words, types_words

_OF_NO_TASK = {"asked": phrase("Your question")}
_MILESTONES = (
    ("signed", "Signed"),
    ("handed_off", "Handed over by sales"),
    ("inputs_complete", "Everything from the customer complete"),
    ("setup_complete", "Setup complete"),
    ("first_value", "First value"),
    ("live", "Live"),
    ("transitioned", "Handed over to the long-term contact"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing that the customer is asked for, with everything that they need to know to give it, and how far it is."""

    title: str
    help: str
    due: str
    late: bool = False
    files: str = ""
    questions: tuple[str, ...] = ()
    statement: str = ""
    signing: bool = False
    reminder: str = ""
    renew: str = ""
    refused: Refused | None = None
    saved: Saved | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a receipt; `says` tells what to do, where something is to be done, after a person's own `note`.

    `kind` is one of `Notice`, or `replaced`: a file that was not taken and that nobody needs any more. `by` is the colleague
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


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands beside it; `address` makes it a link."""

    label: str
    value: str
    address: str = ""


def asks(
    wanted: tuple[str, ...],
    onboarding: Onboarding,
    playbook: Playbook,
    names: Names,
    local: LocalTime,
    *,
    drafts: Mapping[str, Draft],
) -> tuple[Ask, ...]:
    """Return what is asked for in full, without what has been settled since; `drafts` are those saved, by task."""
    tasks = [task for task in map(onboarding.task, wanted) if task and task.status == "open"]
    return tuple(_ask(task, onboarding, playbook, names, local, drafts.get(task.id)) for task in tasks)


def receipt_lines(
    notices: tuple[Notice, ...], onboarding: Onboarding, playbook: Playbook, names: Names, local: LocalTime
) -> tuple[Line, ...]:
    """Return the lines of a receipt, each document once: with the last that is known of it, problems first."""
    last = {notice.document or f"{notice.task}:{notice.kind}": notice for notice in notices}
    lines = [_line(notice, onboarding, playbook, names, local) for notice in last.values()]
    return tuple(sorted(lines, key=lambda line: line.kind != "rejected"))


def work(
    mail: SendMail, onboarding: Onboarding, playbook: Playbook, names: Names, *, person: str, local: LocalTime
) -> tuple[Row, ...]:
    """Return what a person has to do, of the mail's stage or of all: (title, due).

    What the product does itself is left out, unless the mail is about just that: somebody gave it to the person.
    """
    ours = {rule.id for rule in playbook.tasks if rule.provision} - set(mail.tasks)
    return tuple(
        Row(_quoting(task, names), minute(task.due_at, local))
        for task in onboarding.tasks
        if task.owner == person
        and not task.by_customer
        and task.status == "open"
        and task.id not in ours
        and mail.stage in {None, task.stage}
    )


def _quoting(task: Task, names: Names) -> str:
    """Return a task's title, with the value that it is about."""
    if task.quote is None:
        return task.title
    return f"{task.title}: “{plain(names.reveal(task.quote), longest=200)}”"


def overview(onboarding: Onboarding, names: Names, local: LocalTime) -> tuple[Row, ...]:
    """Return what a person of the team should know of an onboarding at a glance."""
    deal = onboarding.deal
    rows = (
        Row("Deal", plain(names.reveal(deal.name)), deal.url or ""),
        Row("Value", deal.amount.words if deal.amount else ""),
        Row("Products", ", ".join(map(plain, deal.products))),
        Row("Tier", onboarding.tier),
        Row("Signed", day(deal.signed_at, local)),
        Row("Go-live target", day(onboarding.target_at, local)),
        Row("Contacts", ", ".join(_contacts(onboarding, names)) or "none known yet"),
    )
    return tuple(row for row in rows if row.value)


def milestones(onboarding: Onboarding, local: LocalTime) -> tuple[Row, ...]:
    """Return the milestones that were reached, with their days."""
    reached = ((label, getattr(onboarding.milestones, name)) for name, label in _MILESTONES)
    return tuple(Row(label, minute(at, local)) for label, at in reached if at)


def minute(moment: datetime | None, local: LocalTime) -> str:
    """Return an instant as the reader's clock shows it; empty for none."""
    shown = local.when(moment)
    return shown.minute if shown else ""


def day(moment: datetime | None, local: LocalTime) -> str:
    """Return the day of an instant where the reader is; empty for none."""
    shown = local.when(moment)
    return shown.day if shown else ""


def _ask(
    task: Task,
    onboarding: Onboarding,
    playbook: Playbook,
    names: Names,
    local: LocalTime,
    draft: Draft | None,
) -> Ask:
    rule = playbook.task(task.id)
    due, late = day(task.due_at, local), task.due_at is not None and task.due_at < local.now
    if rule is None:
        return Ask(title=plain(task.title), help="", due=due, late=late)
    return Ask(
        title=plain(task.title),
        help=plain(rule.help, longest=600),
        due=due,
        late=late,
        files=_files(rule.documents) if rule.documents else "",
        questions=tuple(_question(field, rule.fields) for field in rule.fields),
        statement=plain(rule.statement, longest=600),
        signing=task.kind == "approval",
        reminder=plain(rule.remind.text, longest=600) if rule.remind else "",
        renew=_renewed(task, onboarding, local),
        refused=refused(task, onboarding, playbook, names),
        saved=saved(task, rule, draft, names),
    )


def _renewed(task: Task, onboarding: Onboarding, local: LocalTime) -> str:
    """Say why something is asked for that was given already: what is there ends."""
    ends = [d.expires_on for d in onboarding.of_task(task.id) if d.expiring and not d.gone and d.expires_on]
    if not ends:
        return ""
    last = local.day(min(ends))
    return phrase("What we have is valid until %(day)s. Please send a newer one before that.", day=last)


def _files(rule: DocumentRule) -> str:
    size, types = size_words(rule.max_bytes), types_words(rule.types)
    if rule.count > 1:
        return phrase(
            "%(count)s files, each %(types)s of at most %(size)s", count=rule.count, types=types, size=size
        )
    return phrase("%(types)s of at most %(size)s", types=types, size=size)


def _question(field: FieldRule, fields: tuple[FieldRule, ...]) -> str:
    """Return a question as a mail lists it, with the condition on which it is asked."""
    only = only_if(field, {one.id: one.label for one in fields})
    if only is None:
        return _asked(field)
    return phrase(
        "%(asked)s (only if you answer %(answers)s to “%(question)s”)",
        asked=_asked(field),
        answers=only.answers,
        question=only.question,
    )


def _asked(field: FieldRule) -> str:
    label = field.label.rstrip(":")
    choices = any_of(field.choices)
    if field.choices and not field.required:
        return phrase("%(question)s (%(choices)s), if you have it", question=label, choices=choices)
    if field.choices:
        return phrase("%(question)s (%(choices)s)", question=label, choices=choices)
    return label if field.required else phrase("%(question)s, if you have it", question=label)


def _line(notice: Notice, onboarding: Onboarding, playbook: Playbook, names: Names, local: LocalTime) -> Line:
    task, document = onboarding.task(notice.task), onboarding.document(notice.document or "")
    title = plain(task.title) if task else _OF_NO_TASK.get(notice.kind, "")
    if document is None:
        return Line(kind=notice.kind, title=title, by=_by(notice, onboarding, names))
    # A batch may have been made before the verdict that its file has by now.
    refused = notice.kind == "rejected" or (notice.kind == "received" and document.status == "rejected")
    replaced = refused and document not in to_replace(notice.task, onboarding, playbook)
    kind = "replaced" if replaced else "rejected" if refused else notice.kind
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


def _contacts(onboarding: Onboarding, names: Names) -> Iterator[str]:
    for contact in onboarding.contacts:
        if contact.status == "active":
            name = name_of(names.reveal(contact.name), otherwise="without a name")
            yield f"{name} ({plain(contact.role)})"
