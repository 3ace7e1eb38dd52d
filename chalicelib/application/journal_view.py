"""The journal in short, for the team."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.customer_tasks import YOUR_FILE
from chalicelib.application.dates import LocalTime, When, local_time
from chalicelib.application.said import machine, said_of, spaced
from chalicelib.application.why_told import because
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
    return tuple(_journal_line(about, entry, local) for entry in entries)[::-1]


def _journal_line(about: Circumstances, entry: Mapping[str, Any], local: LocalTime) -> JournalLine:
    data = entry.get("data") or {}
    actor = str(entry.get("actor", ""))
    return JournalLine(
        sequence=entry["sequence"],
        when=local.when(datetime.fromisoformat(entry["at"])),
        by=name_of(about, actor) or machine(actor),
        what=spaced(entry["type"]),
        about=_subject(about, data),
        why=because(entry, said_of(about, local)) or "",
        hash=entry["hash"],
    )


def _subject(about: Circumstances, data: Mapping[str, Any]) -> str:
    said = said_of(about)
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
    if task := about.onboarding.task(key):
        return task.title
    if document := about.onboarding.document(key):
        return about.names.reveal(document.name) or YOUR_FILE
    titles = {rule.id: rule.title for rule in about.playbook.stages}
    titles |= {rule.id: rule.title for rule in about.playbook.gates}
    return titles.get(key, key.replace("_", " "))
