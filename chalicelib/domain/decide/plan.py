"""Tasks added to the plan of one onboarding by hand, and tasks taken out of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from chalicelib.domain import asked
from chalicelib.domain import commands as c
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.decide.changes import FURTHEST
from chalicelib.domain.decide.team import may_alone, unsettled
from chalicelib.domain.errors import InvalidError, WrongStateError
from chalicelib.domain.events import Event, TaskAdded, TaskDropped
from chalicelib.domain.given import given, on_its_way
from chalicelib.domain.lint.rules import Problem, of_task
from chalicelib.domain.lint.sizes import of_texts, of_waits
from chalicelib.domain.onboarding import Onboarding, Stage, Task
from chalicelib.domain.playbook import DueRule, TaskRule

MOST_ADDED = 10
MOST_FIELDS = 10
MOST_BYTES = 60_000  # of the rules of all added tasks together: they are one item of the table


def add(state: Onboarding, command: c.AddTask, context: Context) -> tuple[Event, ...]:
    """Add a task that the playbook does not have."""
    stage = _stage(state, command.stage)
    owner = _owner(state, stage, command, context)
    rule = TaskRule(
        id=_free_id(state, context),
        stage=stage.id,
        kind=command.kind,
        title=command.title,
        role=command.role or context.playbook.stage(stage.id).role,
        hours=command.hours,
        help=command.help,
        opens="opening" if command.kind == "customer" else "stage",
        after=command.after,
        documents=command.documents,
        fields=command.fields,
        statement=command.statement,
        signer=command.signer,
    )
    if command.due:
        rule = replace(rule, due=_due(command.due, rule, state, context, owner=owner))
    _check(rule, state, context)
    if command.again is None:
        asked.refuse_again(rule, state, context.playbook, context.calendar)
    task = Task(
        id=rule.id,
        stage=stage.id,
        kind=rule.kind,
        title=rule.title,
        owner=owner,
        by_customer=rule.by_customer,
        again=command.again is not None and rule.by_customer,
    )
    return (TaskAdded(at=context.now, task=task, rule=rule, again=command.again),)


def drop(state: Onboarding, command: c.DropTask, context: Context) -> tuple[Event, ...]:
    """Take a task out of the plan: one that no gate requires, that its stage can spare, and nothing was given for."""
    task = unsettled(state, command.task)
    instead = "Do without it instead: WaiveTask keeps the reason as its proof."
    closed = {gate.id for gate in state.gates if gate.passed_at is None}
    for gate in context.playbook.gates:
        if gate.id in closed and f"task:{task.id}" in gate.requires:
            raise WrongStateError(f"The gate '{gate.title}' requires '{task.title}'. {instead}")
    if context.playbook.task(task.id) is None:
        raise WrongStateError(f"'{task.title}' stands for something that the deal lacks. {instead}")
    may_alone(task, context)
    if not any(other.stage == task.stage for other in state.tasks if other.id != task.id):
        raise WrongStateError(f"'{task.title}' is all that is left of its stage. {instead}")
    if why := given(task, state, context.playbook):
        raise WrongStateError(f"'{task.title}' cannot be dropped: {why}. {instead}")
    if on_its_way(task, context.playbook):
        raise WrongStateError(f"A file for '{task.title}' may be on its way from the customer. {instead}")
    return (TaskDropped(at=context.now, task=task.id, title=task.title, reason=command.reason),)


def _stage(state: Onboarding, stage_id: str) -> Stage:
    if state.ended:
        raise WrongStateError("This onboarding has ended. Reopen it first.")
    stage = next((stage for stage in state.stages if stage.id == stage_id), None)
    if stage is None or stage.status == "done":
        known = ", ".join(stage.id for stage in state.stages if stage.status != "done")
        raise InvalidError(
            f"'{stage_id[:60]}' is no stage that is still to come or going on. Those are: {known}."
        )
    return stage


def _owner(state: Onboarding, stage: Stage, command: c.AddTask, context: Context) -> str:
    if command.owner is None:
        owner = state.owner if command.kind == "customer" or command.role == "customer" else stage.owner
        return context.directory.stand_in(owner, context.now)
    person = context.directory.get(command.owner)
    if person and person.active:
        return person.id
    raise InvalidError(f"'{command.owner[:200]}' is nobody in the directory.")


def _free_id(state: Onboarding, context: Context) -> str:
    """Return an id that no task has or had: keys of uploads hold it for ever."""
    taken = {rule.id for rule in (*state.added, *context.playbook.tasks)} | {task.id for task in state.tasks}
    published = context.published or context.playbook
    taken |= {rule.id for rule in published.tasks}
    return next(name for n in range(1, len(taken) + 2) if (name := f"added_{n}") not in taken)


def _due(day: date, rule: TaskRule, state: Onboarding, context: Context, *, owner: str) -> DueRule:
    """Return a date as the working days since the opening, by the calendar of whoever does the task."""
    calendar = context.calendar_for(CUSTOMER if rule.by_customer else f"person:{owner}")
    today, first = calendar.local(context.now).date(), calendar.local(state.opened_at).date()
    if not today <= day <= today + FURTHEST:
        raise InvalidError(f"'due' must be a day from today, within two years; {day.isoformat()} is not.")
    days = (date.fromordinal(ordinal) for ordinal in range(first.toordinal() + 1, day.toordinal() + 1))
    return DueRule(anchor="opening", days=sum(calendar.works(each) for each in days))


def _check(rule: TaskRule, state: Onboarding, context: Context) -> None:
    """Refuse a task that the linter would refuse in a playbook, or that does not fit any more."""
    told = [_told(problem, rule) for problem in _problems(rule, state, context)]
    if told:
        raise InvalidError("; ".join(told) + ".")


def _told(problem: Problem, rule: TaskRule) -> str:
    where = problem.place.removeprefix(f"task '{rule.id}'").strip()
    said = f"{where} {problem.message}" if where and where != rule.id else problem.message
    return said[:1].upper() + said[1:]


def _problems(rule: TaskRule, state: Onboarding, context: Context) -> Iterator[Problem]:
    alone = replace(context.playbook, stages=(), gates=(), tasks=(rule,))
    yield from (*of_task(rule), *of_texts(alone))
    yield from of_waits(alone)
    tasks, gates = {task.id for task in state.tasks}, {f"gate:{gate.id}" for gate in state.gates}
    for name in rule.after:
        if name not in tasks | gates:
            yield Problem(place=rule.id, message=f"after: there is no '{name[:60]}' in this onboarding")
    if len(rule.fields) > MOST_FIELDS:
        yield Problem(place=rule.id, message=f"{MOST_FIELDS} fields are the most for a task added by hand")
    here = [each for each in state.added if state.task(each.id)]
    if len(here) >= MOST_ADDED:
        yield Problem(
            place=rule.id, message=f"{MOST_ADDED} tasks were added already; drop one, or change the playbook"
        )
    if len(repr((*state.added, rule)).encode()) > MOST_BYTES:
        yield Problem(place=rule.id, message="the added tasks hold too much text together; shorten it")
