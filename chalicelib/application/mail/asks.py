"""What a mail asks the customer for, in full."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.application.drafts import Draft
from chalicelib.application.forms.conditions import only_if
from chalicelib.application.mail.begun import Refused, Saved, refused, saved
from chalicelib.application.mail.times import day
from chalicelib.application.personal import Names
from chalicelib.application.words.dates import LocalTime
from chalicelib.application.words.plain import plain
from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.phrases import any_of, phrase
from chalicelib.domain.playbook import DocumentRule, FieldRule, Playbook
from chalicelib.domain.reasons import size_words, types_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing that the customer is asked for, with everything that they need to know to give it, and how far it is."""

    title: str
    help: str
    due: str
    today: bool = False
    late: bool = False
    files: str = ""
    questions: tuple[str, ...] = ()
    statement: str = ""
    signing: bool = False
    reminder: str = ""
    renew: str = ""
    refused: Refused | None = None
    saved: Saved | None = None


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


def _ask(
    task: Task,
    onboarding: Onboarding,
    playbook: Playbook,
    names: Names,
    local: LocalTime,
    draft: Draft | None,
) -> Ask:
    rule = playbook.task(task.id)
    when = local.when(task.due_at)
    due, today, late = day(task.due_at, local), when is not None and when.today, local.over(task.due_at)
    if rule is None:
        return Ask(title=plain(task.title), help="", due=due, today=today, late=late)
    return Ask(
        title=plain(task.title),
        help=plain(rule.help, longest=600),
        due=due,
        today=today,
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
    choices = any_of(phrase("“%(answer)s”", answer=choice) for choice in field.choices)
    if field.choices and not field.required:
        return phrase("%(question)s (%(choices)s), if you have it", question=label, choices=choices)
    if field.choices:
        return phrase("%(question)s (%(choices)s)", question=label, choices=choices)
    return label if field.required else phrase("%(question)s, if you have it", question=label)
