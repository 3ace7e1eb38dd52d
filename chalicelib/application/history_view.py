"""The customer's history: the visible part of the journal, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.application import wording
from chalicelib.application.circumstances import Circumstances, name_of, someone
from chalicelib.application.customer_tasks import YOUR_FILE
from chalicelib.application.dates import When, local_time
from chalicelib.domain.onboarding import Task
from chalicelib.domain.values import Personal

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that happened. `text` is a message id, `params` fill it in; `by` is who did it, where a person did."""

    when: When | None
    text: str
    by: str
    params: dict[str, str] = field(default_factory=dict)


def history_view(about: Circumstances, entries: Iterable[Entry]) -> tuple[HistoryLine, ...]:
    """Return what the customer may read of journal `entries`, newest first."""
    lines = (_line(about, entry) for entry in entries)
    return tuple(line for line in lines if line)[::-1]


def _line(about: Circumstances, entry: Entry) -> HistoryLine | None:
    data = entry.get("data") or {}
    text = _text(about, entry["type"], data)
    if text is None:
        return None
    at = datetime.fromisoformat(entry["at"])
    return HistoryLine(
        when=local_time(about.zone, about.now).when(at),
        text=text,
        by=name_of(about, str(entry.get("actor", ""))),
        params=_params(about, data),
    )


def _text(about: Circumstances, kind: str, data: Entry) -> str | None:
    task = _task(about, data)
    if task is not None and (about.playbook.task(task.id) is None or not task.by_customer):
        return wording.HISTORY.get(f"{kind}:ours") if about.playbook.task(task.id) else None
    detail = data.get("status") if kind in {"TaskReviewed", "ContactChanged"} else None
    if kind == "RemindersSwitched":
        detail = "on" if data.get("on") else "off"
    return wording.HISTORY.get(f"{kind}:{detail}" if detail else kind)


def _params(about: Circumstances, data: Entry) -> dict[str, str]:
    task, contact = _task(about, data), data.get("contact")
    known = about.onboarding.contact(contact if isinstance(contact, str) else (contact or {}).get("id"))
    titles = {rule.id: rule.customer_title for rule in about.playbook.stages}
    gates = {rule.id: rule.title for rule in about.playbook.gates}
    return {
        "task": task.title if task else "",
        "stage": titles.get(data.get("stage") or (task.stage if task else ""), ""),
        "gate": gates.get(data.get("gate", ""), ""),
        "person": someone(about.directory, data.get("owner", "")).name,
        "contact": about.names.reveal(known.name) if known else "",
        "file": _file(about, data),
        "reason": _reveal(about, data.get("reason")),
        "count": str(len(data.get("tasks") or data.get("moved") or ())),
        "milestone": wording.MILESTONES.get(data.get("milestone", ""), ""),
    }


def _task(about: Circumstances, data: Entry) -> Task | None:
    named = data.get("task")
    if isinstance(data.get("document"), Mapping):
        named = data["document"].get("task")
    return about.onboarding.task(named) if isinstance(named, str) else None


def _file(about: Circumstances, data: Entry) -> str:
    document = data.get("document")
    key = document.get("id") if isinstance(document, Mapping) else document
    known = about.onboarding.document(key) if isinstance(key, str) else None
    return (about.names.reveal(known.name) if known else "") or YOUR_FILE


def _reveal(about: Circumstances, value: object) -> str:
    if isinstance(value, Mapping) and isinstance(value.get("p"), str):
        return about.names.reveal(Personal(value["p"], str(value.get("c", ""))))
    return ""
