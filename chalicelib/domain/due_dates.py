"""When a task is due: by its own hours, or counted from the opening, the go-live date or a milestone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain import clocks
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.events.work import MovedDate
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import DueRule, TaskRule
from chalicelib.domain.why import Fact

_ANCHORS = {
    "opening": "the opening",
    "target": "the target",
    "signed": "the signature",
    "handed_off": "the handoff",
    "inputs_complete": "the inputs are complete",
    "setup_complete": "the setup is complete",
    "live": "going live",
    "transitioned": "the handover",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """A due date with what it was counted from, and the facts that explain it."""

    at: datetime
    anchor: str | None = None
    anchored_at: datetime | None = None
    facts: dict[str, str] = field(default_factory=dict)


def first(rule: TaskRule, state: Onboarding, context: Context, *, owner: str) -> DueDate:
    """Return when a task of `owner` that opens now is due, by the calendar of whoever does it."""
    calendar = _calendar(context, by_customer=rule.by_customer, owner=owner)
    usual = calendar.due(context.now, rule.hours)
    counting = {fact.name: fact.value for fact in clocks.of_calendar(calendar, context.now, usual)}
    facts = {"working hours allowed": str(rule.hours), **counting}
    if rule.due is None:
        return DueDate(at=usual, facts=facts)
    anchored_at, said = anchor_at(rule.due.anchor, state), words(rule.due)
    if anchored_at is None:
        return DueDate(at=usual, anchor=rule.due.anchor, facts=facts | {"due": f"{said}, once that is known"})
    at = counted(rule.due, anchored_at, calendar)
    counted_from = {"due": said, "counted from": calendar.say(anchored_at)}
    if at <= context.now:
        counted_from |= {"passed already": calendar.say(at)} | facts
    return DueDate(
        at=at if at > context.now else usual,
        anchor=rule.due.anchor,
        anchored_at=anchored_at,
        facts=counted_from,
    )


def stuck_at(rule: TaskRule, context: Context, *, owner: str) -> datetime | None:
    """Return when somebody is told that what opens now is stuck: a signature of ours, or another system's answer."""
    stall = context.playbook.stall
    if rule.by_customer or not (rule.provision or rule.kind == "approval"):
        return None
    hours = stall.provisioning if rule.provision else stall.approvals
    return context.calendar_for(f"person:{owner}").due(context.now, hours)


def moved(state: Onboarding, context: Context) -> Iterator[MovedDate]:
    """Yield the dates of open tasks whose anchor is not where it was when they were counted."""
    for task in state.tasks:
        if task.anchor is None or task.opened_at is None or task.settled:
            continue
        rule, anchored_at = context.playbook.task(task.id), anchor_at(task.anchor, state)
        if rule is None or rule.due is None or anchored_at is None or anchored_at == task.anchored_at:
            continue
        calendar = _calendar(context, by_customer=task.by_customer, owner=task.owner)
        new = counted(rule.due, anchored_at, calendar)
        if new <= context.now:  # nobody is late by a date that lies behind them when it is set
            new = calendar.due(context.now, rule.hours)
        yield MovedDate(task=task.id, old=task.due_at, new=new, anchor=task.anchor, anchored_at=anchored_at)


def told(dates: Iterable[MovedDate], state: Onboarding, context: Context) -> tuple[Fact, ...]:
    """Return the facts of moved dates: what they count from, from when to when."""
    say, facts = context.calendar.say, dict[str, str]()
    for date in dates:
        task = state.task(date.task)
        facts[date.anchor.replace("_", " ")] = say(date.anchored_at)
        facts[task.title if task else date.task] = (
            f"{say(date.old) if date.old else 'no date'} → {say(date.new)}"
        )
    return tuple(Fact(name=name, value=value) for name, value in facts.items())


def anchor_at(anchor: str, state: Onboarding) -> datetime | None:
    """Return the instant of an anchor; None while it is not known."""
    if anchor == "opening":
        return state.opened_at
    if anchor == "target":
        return state.target_at
    at: datetime | None = getattr(state.milestones, anchor)
    return at


def counted(rule: DueRule, start: datetime, calendar: Calendar) -> datetime:
    """Return the date that a rule counts from an instant: the end of a working day, or an instant of working time."""
    if rule.days is not None:
        return calendar.closing(calendar.days_after(calendar.local(start).date(), rule.days))
    return calendar.due(start, rule.hours or 0)


def _calendar(context: Context, *, by_customer: bool, owner: str) -> Calendar:
    return context.calendar_for(CUSTOMER if by_customer else f"person:{owner}")


def words(rule: DueRule) -> str:
    """Say a rule: ``3 working days before the target``."""
    count, unit = (rule.days, "day") if rule.days is not None else (rule.hours or 0, "hour")
    anchor = _ANCHORS.get(rule.anchor, rule.anchor.replace("_", " "))
    if count == 0:
        return f"with {anchor}"
    plural = "" if abs(count) == 1 else "s"
    return f"{abs(count)} working {unit}{plural} {'after' if count > 0 else 'before'} {anchor}"
