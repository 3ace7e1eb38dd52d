"""The team's lists: what needs a person, and the board of onboardings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.application.circumstances import Circumstances, called, someone
from chalicelib.application.console.cases import escalation_part
from chalicelib.application.console.offer import Offer
from chalicelib.application.console.view import HEALTH
from chalicelib.application.stand_ins import Place
from chalicelib.application.words import wording
from chalicelib.application.words.dates import LocalTime, When
from chalicelib.application.words.held import held_because
from chalicelib.domain.people import Directory, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something in front of a person: what, why, since when, and what to do next.

    `called` is the account with its deal. `path` leads elsewhere than to the onboarding; `whose` says for whom it is there,
    where it is not the person's own.
    """

    onboarding: str
    anchor: str
    account: str
    kind: str
    title: str
    why: str
    next_step: str
    age: str
    due: When | None
    late: bool
    acknowledged: bool
    path: str = ""
    whose: str = ""
    called: str = ""
    snoozed: When | None = None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """An onboarding in the list."""

    id: str
    account: str
    tier: str
    status: str
    label: str
    stage: str
    owner: str
    health: str
    health_label: str
    target: When | None
    open_escalations: int


def need_of_escalation(
    about: Circumstances, escalation_id: str, local: LocalTime, *, actor: str = ""
) -> Need | None:
    """Return an escalation as an entry of the list, with what `actor` can do; None when it is settled already."""
    found = next((each for each in about.onboarding.raised() if each.id == escalation_id), None)
    if found is None:
        return None
    part = escalation_part(about, found, local, actor=actor)
    advice = part.advice
    return Need(
        onboarding=about.onboarding.id,
        anchor=found.id,
        account=about.onboarding.deal.account.name,
        called=called(about),
        kind="escalation",
        title=advice.headline[:1].upper() + advice.headline[1:],
        why=advice.reason,
        next_step=advice.next_step,
        age=local.age(found.raised_at),
        due=None,
        late=False,
        acknowledged=found.acknowledged_at is not None,
        snoozed=part.snoozed,
        offers=part.offers,
    )


def need_of_task(about: Circumstances, task_id: str, local: LocalTime) -> Need | None:
    """Return an open task as an entry of the list; None when it is done already."""
    task = about.onboarding.task(task_id)
    if task is None or task.status not in {"open", "in_review"}:
        return None
    rule = about.playbook.task(task_id)
    return Need(
        onboarding=about.onboarding.id,
        anchor=f"task-{task.id}",
        account=about.onboarding.deal.account.name,
        called=called(about),
        kind="approval" if task.kind == "approval" else "task",
        title=task.title,
        why=f"The CRM says: “{about.names.reveal(task.quote)}”" if task.quote else "",
        next_step=rule.help if rule else "",
        age=local.age(task.opened_at) if task.opened_at else "",
        due=local.when(task.due_at),
        late=task.due_at is not None and task.due_at < about.now,
        acknowledged=False,
    )


def need_of_hold(about: Circumstances, local: LocalTime) -> Need:
    """Return an onboarding on hold as an entry of its owner's list."""
    held = held_because(about, local)
    return Need(
        onboarding=about.onboarding.id,
        anchor="main",
        account=about.onboarding.deal.account.name,
        called=called(about),
        kind="on hold",
        title="On hold",
        why=f"It is on hold because {held}." if held else "",
        next_step="Release it, or cancel it.",
        age=local.age(about.onboarding.held_at or about.onboarding.opened_at),
        due=None,
        late=False,
        acknowledged=False,
    )


def need_of_leaver(person: Person, onboardings: int) -> Need:
    """Return the entry of somebody who has left, in front of who sees to their handover until it is done."""
    return Need(
        onboarding="",
        anchor="",
        account=person.name,
        kind="handover",
        title=f"has left, and still owns something in {_count(onboardings)}",
        why="",
        next_step="Hand it over: to one person, or to whoever has the role.",
        age="",
        due=None,
        late=False,
        acknowledged=False,
        path=f"/console/team/{person.id}",
    )


def whose(place: Place, local: LocalTime) -> str:
    """Say for whom an entry is in front of somebody else; empty for their own."""
    if place.own:
        return ""
    gone = f"away until {local.day(place.until)}" if place.until else "who has left"
    return f"for {place.person.name}, {gone}"


def _count(onboardings: int) -> str:
    return "one onboarding" if onboardings == 1 else f"{onboardings} onboardings"


def board_row(
    item: Mapping[str, Any], directory: Directory, stages: Mapping[str, str], local: LocalTime
) -> BoardRow:
    """Return a row of the board."""
    target = item.get("target_date")
    health = item.get("health") or "unknown"
    return BoardRow(
        id=item["id"],
        account=item["account"],
        tier=item["tier"],
        status=item["status"],
        label=wording.ONBOARDING_STATES.get(item["status"], item["status"]),
        stage=stages.get(item.get("stage") or "", item.get("stage") or ""),
        owner=someone(directory, item["owner"]).name,
        health=health,
        health_label=HEALTH.get(health, health),
        target=local.when(datetime.fromisoformat(target)) if target else None,
        open_escalations=int(item.get("open_escalations") or 0),
    )
