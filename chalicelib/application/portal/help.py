"""What the help page says of this onboarding: which files its tasks take."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.portal.tasks import TaskLine, task_line
from chalicelib.domain.phrases import Phrase
from chalicelib.domain.reasons import size_words, types_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFile:
    """A task that asks for files: which types, and how large at most."""

    task: TaskLine
    types: Phrase
    limit: Phrase


def asked_files(about: Circumstances) -> tuple[AskedFile, ...]:
    """Return the tasks of the customer that ask for files, in their order."""
    found = []
    for task in about.onboarding.tasks:
        rule = about.playbook.task(task.id)
        if task.by_customer and rule and rule.documents:
            types, limit = types_words(rule.documents.types), size_words(rule.documents.max_bytes)
            found.append(AskedFile(task=task_line(about, task), types=types, limit=limit))
    return tuple(found)
