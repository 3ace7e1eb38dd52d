"""What is told of customers' passwords and keys: that they are there, who has seen them; never what they are."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.words.dates import local_time
from chalicelib.domain.onboarding import SecretAnswer, Task
from chalicelib.domain.phrases import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretRow:
    """One secret as the team sees it: a locked row."""

    task: str
    field: str
    label: str
    words: str
    kept: bool
    number: int


def saved_words(about: Circumstances, secret: SecretAnswer) -> str:
    """Return what the customer reads of a secret that they gave."""
    local = local_time(about.zone, about.now)
    given, shown = local.when(secret.at), local.when(secret.shown_at)
    if secret.gone:
        return phrase("Deleted when the onboarding ended.")
    if shown:
        name = name_of(about, secret.shown_to)
        return phrase("Shown once to %(name)s on %(when)s, then deleted.", name=name, when=shown.minute)
    return phrase("Saved on %(when)s, encrypted.", when=given.minute if given else "")


def secret_rows(about: Circumstances, task: Task) -> tuple[SecretRow, ...]:
    """Return the secrets of a task as the team sees them."""
    rule = about.playbook.task(task.id)
    labels = {field.id: field.label for field in rule.fields} if rule else {}
    return tuple(
        secret_row(about, task, each, label=labels.get(each.field, each.field)) for each in task.secrets
    )


def secret_row(about: Circumstances, task: Task, secret: SecretAnswer, *, label: str) -> SecretRow:
    """Return one secret as the team sees it."""
    local = local_time(about.zone, about.now)
    given, shown = local.when(secret.at), local.when(secret.shown_at)
    words = f"From {name_of(about, secret.by)}, {given.minute if given else ''}. Nobody has seen it."
    if shown:
        words = f"Shown to {name_of(about, secret.shown_to)}, {shown.minute}, and deleted."
    if secret.gone:
        words = "Deleted when the onboarding ended."
    return SecretRow(
        task=task.id, field=secret.field, label=label, words=words, kept=secret.kept, number=secret.number
    )
