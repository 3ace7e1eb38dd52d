"""The lines of the morning's mail, each one sentence without a full stop."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.application.console.lists import Need
from chalicelib.application.words import wording
from chalicelib.application.words.dates import LocalTime
from chalicelib.domain.codes import CodeRules

_COUNTED = {
    "DocumentReceived": "arrived",
    "DocumentAccepted": "accepted",
    "DocumentRejected": "not accepted",
}
_SAID = {
    "OnboardingOpened": "opened",
    "OnboardingHeld": "put on hold",
    "OnboardingReleased": "released",
    "OnboardingReopened": "reopened",
    "OnboardingCancelled": "cancelled",
    "WentLive": "went live",
    "OnboardingClosed": "closed",
    "DealLost": "the CRM says that the deal is lost",
}


def pressing(need: Need) -> str:
    """Say what is late or raised, for how long, and whether somebody has it already."""
    parts = [f"since {need.age}" if need.age else "", "acknowledged" if need.acknowledged else "", need.whose]
    if need.late and need.due:
        parts.insert(0, f"due {need.due.day}")
        parts[1] = ""
    return _line(need, parts)


def due(need: Need) -> str:
    """Say what is due, and at what time."""
    return _line(need, [need.due.minute.clock if need.due else "", need.whose])


def waiting(account: str, name: str, *, since: datetime, titles: Sequence[str], local: LocalTime) -> str:
    """Say that we wait for the customer, since when and for what."""
    return f"{account}: we wait for {name} since {_day(since, local)}: {_few(titles)}"


def blocked(account: str, title: str, *, why: str, since: datetime, local: LocalTime) -> str:
    """Say what blocks a task, and since when."""
    return f"{account}: “{title}” is blocked since {_day(since, local)}: {why[:1].lower()}{why[1:]}"


def target(account: str, data: Mapping[str, Any], *, codes: CodeRules, local: LocalTime) -> str:
    """Say to when the committed date was moved, from when, and why."""
    after, before = (_day(datetime.fromisoformat(data[name]), local) for name in ("target_at", "before"))
    why = codes.title("late", data["code"])
    return f"{account}: the go-live date was moved from {before} to {after}: {why[:1].lower()}{why[1:]}"


def forecast(
    account: str, live: datetime, *, was: datetime | None, target: datetime, local: LocalTime
) -> str:
    """Say on which day it will be live, held against the committed date; empty where that is the day it `was`."""
    late = live > target
    if (was is None and not late) or (was is not None and _day(was, local) == _day(live, local)):
        return ""
    moved = f"the forecast moved from {_day(was, local)} to {_day(live, local)}" if was else ""
    said = f"{account}: {moved or f'live on {_day(live, local)} by the forecast'}"
    return f"{said}, after the date of {_day(target, local)}" if late else said


def happened(told: Sequence[Mapping[str, Any]], stages: Mapping[str, str]) -> str:
    """Say what a journal's entries come to, in short; empty where nothing of it is worth a line."""
    counted = Counter(_COUNTED[entry["type"]] for entry in told if entry["type"] in _COUNTED)
    parts = [_SAID[entry["type"]] for entry in told if entry["type"] in _SAID]
    parts += [f"reached “{_milestone(entry)}”" for entry in told if entry["type"] == "MilestoneReached"]
    parts += [
        f"stage “{stages.get(entry['data']['stage'], entry['data']['stage'])}” complete"
        for entry in told
        if entry["type"] == "StageCompleted"
    ]
    parts += [f"{number} {_files(number)} {what}" for what, number in counted.items()]
    return ", ".join(dict.fromkeys(parts))


def _milestone(entry: Mapping[str, Any]) -> str:
    name = str(entry["data"].get("milestone", ""))
    return wording.MILESTONES.get(name, name)


def _files(number: int) -> str:
    return "file" if number == 1 else "files"


def _line(need: Need, parts: Sequence[str]) -> str:
    joint = " " if need.kind == "handover" else ": "
    told = ", ".join(part for part in parts if part)
    return f"{need.called or need.account}{joint}{need.title}" + (f" ({told})" if told else "")


def _day(moment: datetime, local: LocalTime) -> str:
    return local.day(moment.astimezone(local.zone).date())


def _few(titles: Sequence[str]) -> str:
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    return ", ".join(titles[:3]) + more
