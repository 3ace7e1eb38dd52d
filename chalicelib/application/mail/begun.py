"""How far something is that a mail asks for: a file of it was refused, or answers to it are saved and not sent."""

from dataclasses import dataclass

from chalicelib.application.drafts import Draft
from chalicelib.application.forms.conditions import holds
from chalicelib.application.personal import Names
from chalicelib.application.words.plain import file_of, plain
from chalicelib.domain.given import stamp
from chalicelib.domain.onboarding import Document, Onboarding, Task
from chalicelib.domain.playbook import Playbook, TaskRule
from chalicelib.domain.reasons import explain_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file in whose place another is wanted: its name, and why, in a person's own words or in ours."""

    file: str
    note: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """How many of the questions that are asked have an answer that was saved, and not sent."""

    count: int
    total: int


def to_replace(task_id: str, onboarding: Onboarding, playbook: Playbook) -> tuple[Document, ...]:
    """Return the rejected files in whose place another is still wanted: the latest, as many as are missing."""
    task, rule = onboarding.task(task_id), playbook.task(task_id)
    if task is None or task.settled:
        return ()
    files = [file for file in onboarding.of_task(task_id) if not file.gone]
    rejected = [file for file in files if file.status == "rejected"]
    wanted = rule.documents.count if rule and rule.documents else 1
    missing = max(0, wanted - (len(files) - len(rejected)))
    return tuple(reversed(rejected))[:missing]


def refused(task: Task, onboarding: Onboarding, playbook: Playbook, names: Names) -> Refused | None:
    """Return the last file that another is wanted for; None where there is none."""
    last = next(iter(to_replace(task.id, onboarding, playbook)), None)
    if last is None:
        return None
    rule = playbook.task(task.id)
    says = explain_all(last.reasons, rule=rule.documents if rule else None, type=last.type)
    return Refused(
        file=file_of(names.reveal(last.name)),
        note=plain(names.reveal(last.note), longest=300) if last.note else "",
        why=says[0] if says else "",
    )


def saved(task: Task, rule: TaskRule, draft: Draft | None, names: Names) -> Saved | None:
    """Return how much of a task's form was saved; None where nothing was, or somebody has answered since."""
    if draft is None or draft.base != stamp(task):
        return None
    values = {answer.field: names.reveal(answer.value) for answer in task.answers} | dict(draft.values)
    secrets = {each.field for each in task.secrets}
    asked = [field.id for field in rule.fields if holds(field.when, values)]
    count = sum(bool(values.get(field, "").strip()) or field in secrets for field in asked)
    return Saved(count=count, total=len(asked)) if count else None
