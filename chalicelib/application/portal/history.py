"""The customer's history: the visible part of the journal, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from chalicelib.application.circumstances import Circumstances, name_of, someone
from chalicelib.application.portal.tasks import YOUR_FILE
from chalicelib.application.words import wording
from chalicelib.application.words.dates import When, local_time
from chalicelib.application.words.gone import Told, told_tasks
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import all_of, phrase
from chalicelib.domain.values import Personal

Entry = Mapping[str, Any]
# What follows from what somebody did, often somebody of the team whom the customer has never met: told without a name.
_FOLLOWS = frozenset(
    {"CustomerAsked", "StageEntered", "StageCompleted", "TaskOpened", "GatePassed", "MilestoneReached"}
)
# What is of no interest to anybody but the contact who did it.
_OWN = frozenset({"LanguageSwitched"})
# Work of ours that the customer takes part in.
_MEETINGS = frozenset({"TimesProposed", "TimeChosen", "TimesDeclined", "MeetingCancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that happened. `text` is a message id, `params` fill it in; `by` is who did it, where a person did."""

    when: When | None
    text: str
    by: str
    params: dict[str, str] = field(default_factory=dict)


def history_view(about: Circumstances, entries: Iterable[Entry]) -> tuple[HistoryLine, ...]:
    """Return what the customer may read of journal `entries`, newest first."""
    entries = tuple(entries)
    told = told_tasks(entries)
    lines = (_line(about, entry, told) for entry in entries)
    return tuple(line for line in lines if line)[::-1]


def by_day(lines: Iterable[HistoryLine]) -> tuple[tuple[When | None, tuple[HistoryLine, ...]], ...]:
    """Return lines under the day on which they were written, days and lines in the order given."""
    days = groupby(lines, key=lambda line: line.when.day if line.when else None)
    grouped = (tuple(found) for _, found in days)
    return tuple((found[0].when, found) for found in grouped)


def _line(about: Circumstances, entry: Entry, told: Mapping[str, Told]) -> HistoryLine | None:
    data = entry.get("data") or {}
    text = _text(about, _kind(entry, data), data, told)
    if text is None or _for_somebody_else(about, entry):
        return None
    at = datetime.fromisoformat(entry["at"])
    return HistoryLine(
        when=local_time(about.zone, about.now).when(at),
        text=text,
        by="" if entry["type"] in _FOLLOWS else _by(about, str(entry.get("actor", ""))),
        params=_params(about, data, told),
    )


def _for_somebody_else(about: Circumstances, entry: Entry) -> bool:
    """Say whether an entry concerns nobody but the contact who did it, and that is somebody else."""
    me = f"contact:{about.contact.id}" if about.contact else ""
    return entry["type"] in _OWN and entry.get("actor") != me


def _by(about: Circumstances, actor: str) -> str:
    """Return who did it. Of our team the customer knows who owns the onboarding; all others are told as what they are."""
    name = name_of(about, actor)
    if not name or not actor.startswith("person:") or actor == f"person:{about.onboarding.owner}":
        return name
    return phrase("%(name)s from our team", name=name)


def _kind(entry: Entry, data: Entry) -> str:
    """Return what happened: that somebody has left is told by themselves, or was said of them."""
    said = entry.get("actor") != f"contact:{data.get('contact')}"
    ended = entry["type"] == "ContactChanged" and data.get("status") == "left" and said
    return "ContactChanged:ended" if ended else str(entry["type"])


def _text(about: Circumstances, kind: str, data: Entry, told: Mapping[str, Told]) -> str | None:
    task = _task(about, data)
    gone = _gone(data, told)
    if task is None and gone is not None and not gone.by_customer:
        return wording.HISTORY.get(f"{kind}:ours")
    if kind in _MEETINGS:
        return wording.HISTORY[kind]
    if task is not None and (about.playbook.task(task.id) is None or not task.by_customer):
        return wording.HISTORY.get(f"{kind}:ours") if about.playbook.task(task.id) else None
    detail = data.get("status") if kind in {"TaskReviewed", "ContactChanged"} else None
    if kind == "RemindersSwitched":
        detail = "on" if data.get("on") else "off"
    if kind == "CustomerAsked":
        detail = "welcome" if data.get("welcome") else _settled(data)
    if kind == "QuestionAsked":
        asked = data.get("question")
        detail = "stuck" if isinstance(asked, Mapping) and asked.get("stuck") else None
    if kind == "AnswersRecorded" and data.get("corrects"):
        detail = "corrected"
    if kind == "CodeTried":
        detail = "right" if data.get("right") else "wrong"
    return wording.HISTORY.get(f"{kind}:{detail}" if detail else kind)


def _settled(data: Entry) -> str | None:
    """Return how a request tells that what was declined is settled; None for any other request."""
    if not data.get("settles"):
        return None
    return "settled_so" if data.get("note") else "settled"


def _params(about: Circumstances, data: Entry, told: Mapping[str, Told]) -> dict[str, str]:
    task, contact = _task(about, data) or _gone(data, told), data.get("contact")
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
        "note": _reveal(about, data.get("note")),
        "items": all_of(_asked(about, data, told)),
        "time": _time(about, data),
        "milestone": wording.MILESTONES_TOLD.get(data.get("milestone", ""), ""),
    }


def _asked(about: Circumstances, data: Entry, told: Mapping[str, Told]) -> tuple[str, ...]:
    """Return the titles of what one message asked for."""
    ids = (each for each in data.get("tasks") or () if isinstance(each, str))
    found = (about.onboarding.task(each) or told.get(each) for each in ids)
    return tuple(task.title for task in found if task)


def _time(about: Circumstances, data: Entry) -> str:
    """Return when a meeting is, by the reader's time zone."""
    if not isinstance(data.get("time"), str):
        return ""
    when = local_time(about.zone, about.now).when(datetime.fromisoformat(data["time"]))
    return when.minute if when else ""


def _task(about: Circumstances, data: Entry) -> Task | None:
    named = _named(data)
    return about.onboarding.task(named) if named else None


def _gone(data: Entry, told: Mapping[str, Told]) -> Told | None:
    """Return the task as the journal told of it: the onboarding may not have it any more."""
    return told.get(_named(data) or "")


def _named(data: Entry) -> str | None:
    named = data.get("task")
    if isinstance(data.get("document"), Mapping):
        named = data["document"].get("task")
    if isinstance(data.get("question"), Mapping):
        named = data["question"].get("task")
    return named if isinstance(named, str) else None


def _file(about: Circumstances, data: Entry) -> str:
    document = data.get("document")
    key = document.get("id") if isinstance(document, Mapping) else document
    known = about.onboarding.document(key) if isinstance(key, str) else None
    return (about.names.reveal(known.name) if known else "") or YOUR_FILE


def _reveal(about: Circumstances, value: object) -> str:
    if isinstance(value, Mapping) and isinstance(value.get("p"), str):
        return about.names.reveal(Personal(value["p"], str(value.get("c", ""))))
    return ""
