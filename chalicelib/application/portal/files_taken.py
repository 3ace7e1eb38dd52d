"""Which files a task takes, as its page and its script say it before one is sent."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.forms.asked_tables import AskedTable, asked_table
from chalicelib.application.forms.reader import reader_of
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import DocumentRule, ValidRule
from chalicelib.domain.reasons import TYPE_NAMES, size_words, taken, types_words
from chalicelib.domain.room import no_room

_ENDINGS = {each: f".{each}" for each in TYPE_NAMES} | {"jpeg": ".jpg,.jpeg", "csv": ".csv,.txt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesTaken:
    """What files are taken, of `most` bytes each; `missing` is how many are still wanted.

    `full` says why no more can be taken at all; `asks_date` is the question for the day that comes with a file; `table` is
    what its rows must be like, where it is a table.
    """

    types: str
    limit: str
    most: int
    accept: str
    missing: int
    full: str = ""
    asks_date: str = ""
    table: AskedTable | None = None


def files_taken(about: Circumstances, task: Task, rule: DocumentRule) -> FilesTaken:
    """Return what files a task takes, as things stand."""
    onboarding = about.onboarding
    kept = [each for each in onboarding.of_task(task.id) if not each.gone and each.status != "rejected"]
    return FilesTaken(
        types=types_words(rule.types),
        limit=size_words(rule.max_bytes),
        most=rule.max_bytes,
        accept=",".join(_ENDINGS[each] for each in TYPE_NAMES if each in taken(rule.types)),
        missing=max(1, rule.count - len(kept)),
        full=no_room(onboarding, task.id),
        asks_date=_asked(rule.valid) if rule.valid and rule.valid.asks_date else "",
        table=asked_table(rule.table, day_first=reader_of(about).day_first) if rule.table else None,
    )


def _asked(rule: ValidRule) -> str:
    return phrase("On which day was it signed?") if rule.days else phrase("Until when is it valid?")
