"""What time alone brings about: when to look next, and what has become due then."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.events import CustomerReminded, DocumentNeedsPerson, Event, ReceiptMailed
from chalicelib.domain.onboarding import Escalation, Onboarding, Stage, Task
from chalicelib.domain.why import Fact, why

QUIET = timedelta(minutes=2)
CHECK_WITHIN = timedelta(minutes=30)


def next_check_at(state: Onboarding) -> datetime | None:
    """Return the first instant at which time alone could change something; None if it never could."""
    return min((at for at, _ in _due(state)), default=None)


def fire(state: Onboarding, context: Context) -> tuple[Event, ...]:
    """Return what the first deadline that has passed by `context.now` brings about."""
    due = min(
        (item for item in _due(state) if item[0] <= context.now), key=lambda item: item[0], default=None
    )
    return _bring(due[1], state, context) if due else ()


_Subject = Task | Stage | Escalation | str


def _due(state: Onboarding) -> Iterator[tuple[datetime, _Subject]]:
    if state.receipts and state.receipts.waiting:
        yield state.receipts.due_at, "receipts"
    for document in state.documents:
        if document.status in {"received", "checking"}:
            yield document.check_by, f"document:{document.id}"
    if not state.running:
        return
    yield from _overdue(state)
    for escalation in state.raised():
        if escalation.next_rung_at:
            yield escalation.next_rung_at, escalation
    if state.reminders.next_at and state.outstanding() and state.reachable():
        yield state.reminders.next_at, "reminder"
    if (
        state.warn_at
        and state.milestones.live is None
        and not escalations.is_raised(state, "date:live", since=state.warn_at)
    ):
        yield state.warn_at, "date"


def _overdue(state: Onboarding) -> Iterator[tuple[datetime, _Subject]]:
    """Stages before tasks: what one person hears of as a stalled stage is not told again task by task."""
    told = {
        (stage.id, stage.owner) for stage in state.stages if escalations.is_raised(state, f"stage:{stage.id}")
    }
    for stage in state.stages:
        late = stage.status == "active" and not escalations.is_raised(
            state, f"stage:{stage.id}", since=stage.due_at
        )
        if late and stage.due_at and not _climbing(stage, state):
            yield stage.due_at, stage
    for task in state.tasks:
        if task.status != "open" or task.due_at is None:
            continue
        subject = escalations.CUSTOMER if task.by_customer else f"task:{task.id}"
        untold = task.by_customer or (task.stage, task.owner) not in told
        if untold and not escalations.is_raised(state, subject, since=task.due_at):
            yield task.due_at, escalations.CUSTOMER if task.by_customer else task


def _climbing(stage: Stage, state: Onboarding) -> bool:
    """Say whether one of the stage's tasks is on its way up the ladder to the same people already."""
    tasks = {
        f"task:{task.id}" for task in state.tasks if task.stage == stage.id and task.owner == stage.owner
    }
    return any(raised.subject in tasks and not raised.acknowledged_at for raised in state.raised())


def _bring(subject: _Subject, state: Onboarding, context: Context) -> tuple[Event, ...]:
    match subject:
        case "receipts":
            waiting = state.receipts.waiting if state.receipts else ()
            reason = why("receipt.folded", lines=len(waiting), minutes_quiet=int(QUIET.total_seconds() // 60))
            quiet = context.now + QUIET
            return (ReceiptMailed(at=context.now, why=reason, notices=waiting, quiet_until=quiet),)
        case "reminder":
            return (_reminder(state, context),)
        case escalations.CUSTOMER:
            return (_late_customer(state, context),)
        case "date":
            return (_at_risk(state, context),)
        case Escalation():
            return (escalations.climb(subject, state, context),)
        case Task():
            return (_late_task(subject, state, context),)
        case Stage():
            return (_stalled(subject, state, context),)
    document = subject.partition(":")[2]
    reason = why("document.unjudged", minutes_allowed=int(CHECK_WITHIN.total_seconds() // 60))
    return (DocumentNeedsPerson(at=context.now, why=reason, document=document, reasons=("check.late",)),)


def _reminder(state: Onboarding, context: Context) -> Event:
    every, number = context.playbook.reminders.every, state.reminders.sent + 1
    following = context.calendar.due(context.now, every[number]) if number < len(every) else None
    tasks = tuple(task.id for task in state.outstanding())
    return CustomerReminded(
        at=context.now,
        why=why(
            "customer.reminded", context.playbook.ref, number=number, most=len(every), outstanding=len(tasks)
        ),
        contact=state.reachable()[0].id,
        tasks=tasks,
        number=number,
        next_reminder_at=following,
    )


def _late_task(task: Task, state: Onboarding, context: Context) -> Event:
    facts = _clock(task.opened_at, task.due_at, context)
    return escalations.new(
        state, context, rule="task.overdue", subject=f"task:{task.id}", owner=task.owner, facts=facts
    )


def _late_customer(state: Onboarding, context: Context) -> Event:
    """Raise everything that the customer is late with as one exception, for the owner to call about once."""
    late = [task for task in state.outstanding() if task.due_at and task.due_at <= context.now]
    facts = (
        Fact(name="late tasks", value=", ".join(task.title for task in late)),
        *_clock(late[0].opened_at, late[0].due_at, context),
        Fact(name="reminders sent", value=str(state.reminders.sent)),
    )
    return escalations.new(
        state, context, rule="customer.late", subject=escalations.CUSTOMER, owner=state.owner, facts=facts
    )


def _stalled(stage: Stage, state: Onboarding, context: Context) -> Event:
    facts = _clock(stage.entered_at, stage.due_at, context)
    return escalations.new(
        state, context, rule="stage.stalled", subject=f"stage:{stage.id}", owner=stage.owner, facts=facts
    )


def _at_risk(state: Onboarding, context: Context) -> Event:
    open_stages = ", ".join(stage.id for stage in state.stages if stage.status != "done")
    facts = (
        Fact(name="target", value=context.calendar.say(state.target_at)),
        Fact(name="still to do", value=open_stages),
    )
    return escalations.new(
        state, context, rule="date.at_risk", subject="date:live", owner=state.owner, facts=facts
    )


def _clock(start: datetime | None, due: datetime | None, context: Context) -> tuple[Fact, ...]:
    if start is None or due is None:
        return ()
    calendar = context.calendar
    allowed, elapsed = calendar.elapsed(start, due), calendar.elapsed(start, context.now)
    return (
        Fact(name="since", value=calendar.say(start)),
        Fact(name="due", value=calendar.say(due)),
        Fact(name="working hours allowed", value=_hours(allowed)),
        Fact(name="working hours passed", value=_hours(elapsed)),
    )


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
