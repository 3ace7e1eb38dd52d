"""The journal in short, for the team."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.portal.tasks import YOUR_FILE
from chalicelib.application.words.dates import LocalTime, When, local_time
from chalicelib.application.words.gone import told_tasks
from chalicelib.application.words.said import Said, machine, said_of, spaced
from chalicelib.application.words.why_told import because
from chalicelib.domain.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """A journal entry in short."""

    sequence: int
    when: When | None
    by: str
    what: str
    about: str
    why: str
    hash: str


def journal_lines(
    about: Circumstances, entries: Iterable[Mapping[str, Any]], person: Person
) -> tuple[JournalLine, ...]:
    """Return journal entries in short, newest first."""
    local = local_time(person.time_zone, about.now)
    entries = tuple(entries)
    said = replace(
        said_of(about, local), gone={name: task.title for name, task in told_tasks(entries).items()}
    )
    return tuple(_journal_line(about, entry, local, said) for entry in entries)[::-1]


def _journal_line(
    about: Circumstances, entry: Mapping[str, Any], local: LocalTime, said: Said
) -> JournalLine:
    data = entry.get("data") or {}
    actor = str(entry.get("actor", ""))
    return JournalLine(
        sequence=entry["sequence"],
        when=local.when(datetime.fromisoformat(entry["at"])),
        by=name_of(about, actor) or machine(actor),
        what=_what(entry),
        about=_subject(about, data, said),
        why=because(entry, said) or "",
        hash=entry["hash"],
    )


def _what(entry: Mapping[str, Any]) -> str:
    """Return what happened: an entry about the end of patience alone is no other forecast."""
    rule = (entry.get("why") or {}).get("rule")
    return "Silence put off" if rule == "silence.moved" else spaced(entry["type"])


def _subject(about: Circumstances, data: Mapping[str, Any], said: Said) -> str:
    escalation = data.get("escalation")
    if isinstance(escalation, Mapping) and "person" not in data:
        return said.thing(str(escalation.get("subject", "")))
    if isinstance(escalation, str):
        return said.thing(f"escalation:{escalation}")
    if "person" in data and "subject" in data:
        return f"{said.thing(str(data['subject']))}, to {said.person(str(data['person']))}"
    named = next(
        (data[n] for n in ("task", "document", "stage", "gate", "subject", "milestone") if n in data), ""
    )
    key = str(named.get("id", "") if isinstance(named, Mapping) else named)
    if about.onboarding.task(key) or key in said.gone:
        return said.subject(f"task:{key}")
    if document := about.onboarding.document(key):
        return about.names.reveal(document.name) or YOUR_FILE
    titles = {rule.id: rule.title for rule in about.playbook.stages}
    titles |= {rule.id: rule.title for rule in about.playbook.gates}
    return titles.get(key, key.replace("_", " "))
