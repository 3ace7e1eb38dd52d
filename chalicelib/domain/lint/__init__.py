"""The playbook linter: everything that would leave somebody stuck, found before the playbook is published. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import time
from zoneinfo import ZoneInfo

from chalicelib.domain.lint.asking import of_asking
from chalicelib.domain.lint.dates import of_dates
from chalicelib.domain.lint.days import of_days, of_feedback, of_stall
from chalicelib.domain.lint.fields import of_fields
from chalicelib.domain.lint.plan import HANDED_OVER, TOLD, of_needed, of_plan
from chalicelib.domain.lint.rules import ID, Problem, listed, of_codes, of_reminders, of_stage, of_task
from chalicelib.domain.lint.sizes import of_texts, of_waits
from chalicelib.domain.lint.translations import of_translations
from chalicelib.domain.playbook import GateRule, Playbook

# An opening is one transaction of at most 100 items: 8 of its own, 15 promises, 10 links, 3 mails, up to 31 tasks for what
# the CRM left out. What remains is the playbook's.
MOST_TASKS = 30
MOST_VERSIONS = 999_999
_NAME = re.compile(r"(?=.{1,40}\Z)[a-z0-9]+(_[a-z0-9]+)*")  # as a deal's tier is read


def lint(playbook: Playbook) -> tuple[Problem, ...]:
    """Return every problem of a playbook; none means that it can be published."""
    checks = (
        _frame,
        of_days,
        of_feedback,
        of_stall,
        _ids,
        _stages,
        _tasks,
        _references,
        _gates,
        _codes,
        _attributes,
        of_texts,
        of_fields,
        of_translations,
    )
    found = tuple(problem for check in checks for problem in check(playbook))
    if len(playbook.tasks) > MOST_TASKS or len(playbook.stages) > MOST_TASKS:
        return found  # the checks below look at everything together
    found += (*of_dates(playbook), *of_needed(playbook), *of_asking(playbook))
    if not any(problem.place.startswith("calendar") for problem in found):
        found += (*of_waits(playbook), *of_plan(playbook))
    return found


def _frame(playbook: Playbook) -> Iterator[Problem]:
    rule = playbook.calendar
    if not 1 <= playbook.version <= MOST_VERSIONS or not _NAME.fullmatch(playbook.name):
        yield Problem(
            place="name and version",
            message="use a short word (small letters, digits, single _) and a number from 1",
        )
    if not playbook.title.strip():
        yield Problem(place="title", message="needs a title")
    if playbook.target_days < 1 or not 0 <= playbook.warn_days < playbook.target_days:
        yield Problem(
            place="target_days", message="must be at least 1 and larger than warn_days, which is not negative"
        )
    if len(playbook.rung_hours) != 2 or min(playbook.rung_hours) < 1:
        yield Problem(
            place="rung_hours",
            message="name two waits in hours, each at least 1: until the lead, and then the sponsor, is told",
        )
    if playbook.most_snooze_hours < 1:
        yield Problem(
            place="most_snooze_hours",
            message="is how many working hours an entry may be put off: a whole number from 1",
        )
    yield from of_reminders("reminders", playbook.reminders)
    try:
        ZoneInfo(rule.time_zone)
        opens, closes = time.fromisoformat(rule.opens), time.fromisoformat(rule.closes)
        hours_fit = opens.tzinfo is None and closes.tzinfo is None and opens < closes
    except (ValueError, OSError, LookupError):
        hours_fit = False
    if (
        not hours_fit
        or len(set(rule.weekend) & set(range(1, 8))) != len(rule.weekend)
        or len(rule.weekend) > 6
    ):
        yield Problem(
            place="calendar",
            message='needs an IANA time_zone, opens before closes as "HH:MM", and a weekend of ISO weekdays 1 to 7',
        )


def _attributes(playbook: Playbook) -> Iterator[Problem]:
    for name, count in Counter(rule.id for rule in playbook.attributes).items():
        if count > 1 or not ID.fullmatch(name):
            yield Problem(
                place=f"attribute '{name}'", message="each needs its own id of small letters, digits and _"
            )


def _codes(playbook: Playbook) -> Iterator[Problem]:
    return of_codes(playbook.codes)


def _ids(playbook: Playbook) -> Iterator[Problem]:
    for kind, rules in (("stage", playbook.stages), ("task", playbook.tasks), ("gate", playbook.gates)):
        for name, count in Counter(rule.id for rule in rules).items():
            if count > 1:
                yield Problem(place=f"{kind} '{name}'", message="this id stands twice; ids are unique")
            if not ID.fullmatch(name):
                yield Problem(
                    place=f"{kind} '{name}'", message="an id is made of small letters, digits and _"
                )
            if kind == "task" and name.startswith("added_"):
                yield Problem(
                    place=f"task '{name}'",
                    message="added_… is kept for tasks added by hand; name it otherwise",
                )
    for opens, count in Counter(rule.opens for rule in playbook.gates).items():
        if count > 1:
            yield Problem(
                place=f"gates of '{opens}'", message="only one gate may open it; put all conditions there"
            )


def _stages(playbook: Playbook) -> Iterator[Problem]:
    if not playbook.stages:
        yield Problem(place="stages", message="there is none; begin with the stage 'handoff'")
    for stage in playbook.stages:
        yield from of_stage(stage, has_tasks=any(task.stage == stage.id for task in playbook.tasks))


def _tasks(playbook: Playbook) -> Iterator[Problem]:
    if len(playbook.tasks) > MOST_TASKS:
        yield Problem(
            place="tasks", message=f"there are {len(playbook.tasks)}; at most {MOST_TASKS} are allowed"
        )
    gated = {gate.opens for gate in playbook.gates}
    for task in playbook.tasks:
        yield from of_task(task)
        if task.provision and f"stage:{task.stage}" not in gated:
            yield Problem(
                place=f"task '{task.id}'",
                message=f"provisions, so its stage needs a gate; add one that opens stage:{task.stage}",
            )


def _references(playbook: Playbook) -> Iterator[Problem]:
    stages, tasks = {rule.id for rule in playbook.stages}, {rule.id for rule in playbook.tasks}
    gates = {f"gate:{rule.id}" for rule in playbook.gates}
    known = {f"stage:{name}" for name in stages} | {f"task:{name}" for name in tasks} | {"promises"}
    openable = {f"stage:{name}" for name in stages} | {"commitment", "live"}
    for stage in playbook.stages:
        for name in sorted(set(stage.after or ()) - stages):
            yield _unknown(f"stage '{stage.id}' after", name, stages)
    for task in playbook.tasks:
        if task.stage not in stages:
            yield _unknown(f"task '{task.id}'", task.stage, stages)
        for name in sorted(set(task.after) - tasks - gates):
            yield _unknown(f"task '{task.id}' after", name, tasks | gates)
    for gate in playbook.gates:
        if gate.opens not in openable:
            yield _unknown(f"gate '{gate.id}' opens", gate.opens, openable)
        for name in sorted(set(gate.requires) - known):
            yield _unknown(f"gate '{gate.id}' requires", name, known)


def _gates(playbook: Playbook) -> Iterator[Problem]:
    for gate in playbook.gates:
        if not gate.requires:
            yield Problem(
                place=f"gate '{gate.id}'", message="requires nothing, so it proves nothing; add a condition"
            )
    if playbook.gate("commitment") is None:
        yield Problem(
            place="gates", message="add one that opens 'commitment': when a date may be told to the customer"
        )
    if (live := playbook.gate("live")) is None:
        yield Problem(
            place="gates", message="add one that opens 'live': setup, customer told, ownership handed over"
        )
    else:
        yield from _live(live, playbook)


def _live(gate: GateRule, playbook: Playbook) -> Iterator[Problem]:
    setup = {f"stage:{rule.id}" for rule in playbook.stages if rule.milestone == "setup_complete"}
    setup |= {f"task:{rule.id}" for rule in playbook.tasks if rule.milestone == "setup_complete"}
    if not setup & set(gate.requires):
        yield Problem(
            place=f"gate '{gate.id}'",
            message="must require the stage or task whose milestone is setup_complete",
        )
    for name, what in ((TOLD, "telling the customer"), (HANDED_OVER, "handing ownership over")):
        if f"task:{name}" not in gate.requires:
            yield Problem(place=f"gate '{gate.id}'", message=f"must require task:{name} ({what})")


def _unknown(place: str, name: str, known: Iterable[str]) -> Problem:
    return Problem(place=place, message=f"there is no '{name}'; known are {listed(known)}")
