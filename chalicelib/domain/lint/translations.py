"""The linter's checks of a playbook's translations: a language that it declares should have all that customers read. Pure.

A hole keeps nobody from publishing: where a translation is missing, customers read the text as it stands.
"""

from collections.abc import Iterator

from chalicelib.domain.languages import ENGLISH, OFFERED
from chalicelib.domain.lint.rules import Problem
from chalicelib.domain.playbook import Playbook, TaskRule

_TRANSLATED = tuple(tag for tag in OFFERED if tag != ENGLISH)
_MOST_NAMED = 5  # of what a language lacks: whoever reads it writes them all in one go
_LONGEST = 60


def customers_words(playbook: Playbook) -> tuple[str, ...]:
    """Return every text of a playbook that customers read, each once, in the order of the file."""
    return tuple(dict.fromkeys(text for text in _words(playbook) if text))


def of_translations(playbook: Playbook) -> Iterator[Problem]:
    """Yield which languages cannot be had."""
    for language in playbook.translations:
        if language not in _TRANSLATED:
            told = f"is no language that we offer; use {', '.join(_TRANSLATED)}"
            yield Problem(place=f"translations {language}", message=told)


def hints(playbook: Playbook) -> Iterator[Problem]:
    """Yield what a declared language has no words for, which customers then read as it stands, and what it has in vain."""
    wanted = customers_words(playbook)
    for language, table in playbook.translations.items():
        place = f"translations {language}"
        missing = [text for text in wanted if not table.get(text, "").strip()]
        if missing:
            yield Problem(place=place, message=f"has no words for {_named(missing)}; add them")
        idle = [text for text in table if text not in wanted]
        if idle:
            told = f"has words for {_named(idle)}, which customers read nowhere; mend or remove them"
            yield Problem(place=place, message=told)


def _words(playbook: Playbook) -> Iterator[str]:
    yield playbook.reminders.text
    yield from (stage.customer_title for stage in playbook.stages)
    yield from (gate.title for gate in playbook.gates)
    for task in playbook.tasks:
        if task.by_customer:
            yield from _of_task(task)
        if task.meeting:
            yield task.meeting.where


def _of_task(task: TaskRule) -> Iterator[str]:
    yield from (task.title, task.help, task.statement, task.remind.text if task.remind else "")
    for field in task.fields:
        yield from (field.label, field.hint, *field.choices)


def _named(texts: list[str]) -> str:
    shown = ", ".join(
        f"'{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}'" for text in texts[:_MOST_NAMED]
    )
    more = len(texts) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
