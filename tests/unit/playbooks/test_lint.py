"""The linter finds whatever would leave somebody stuck."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.adapters.playbook_files import FOLDER, load, load_all
from chalicelib.domain.lint import lint
from chalicelib.domain.playbook import (
    ColumnRule,
    DocumentRule,
    FieldRule,
    FieldWhen,
    GateRule,
    Playbook,
    ReminderRule,
    StageRule,
    StallRule,
    TableRule,
    TaskRule,
)


@pytest.fixture
def simple() -> Playbook:
    return load(FOLDER / "simple.yaml")


def found(playbook: Playbook) -> str:
    return "\n".join(map(str, lint(playbook)))


NAME = ColumnRule(name="Name")
LONG = tuple(ColumnRule(name=hashlib.sha256(str(number).encode()).hexdigest()) for number in range(30))


def rows(*columns: ColumnRule, types: tuple[str, ...] = ("csv",), most_rows: int = 50) -> DocumentRule:
    return DocumentRule(types=types, table=TableRule(columns=columns, most_rows=most_rows))


def asks(**rule: Any) -> dict[str, object]:
    """Return a change that lets a task ask this after two questions that any task may ask."""
    first = (FieldRule(id="first", label="Well?", type="yes_no"), FieldRule(id="text", label="Who?"))
    return {"fields": (*first, FieldRule(id="a", label="A", **rule))}


def with_task(playbook: Playbook, name: str, **changes: object) -> Playbook:
    assert playbook.task(name)
    tasks = tuple(replace(task, **changes) if task.id == name else task for task in playbook.tasks)
    return replace(playbook, tasks=tasks)


def with_stage(playbook: Playbook, name: str, **changes: object) -> Playbook:
    return replace(
        playbook, stages=tuple(replace(s, **changes) if s.id == name else s for s in playbook.stages)
    )


def with_gate(playbook: Playbook, opened: str, **changes: object) -> Playbook:
    assert playbook.gate(opened)
    return replace(
        playbook, gates=tuple(replace(g, **changes) if g.opens == opened else g for g in playbook.gates)
    )


def test_the_four_shipped_playbooks_have_no_problem() -> None:
    playbooks = load_all()
    assert [playbook.name for playbook in playbooks] == ["enterprise", "partner", "simple", "smb"]
    assert [found(playbook) for playbook in playbooks] == ["", "", "", ""]


def test_simple_has_four_stages_and_enterprise_all_eight() -> None:
    stages = {playbook.name: [stage.id for stage in playbook.stages] for playbook in load_all()}
    assert stages["simple"] == ["handoff", "collection", "setup", "go_live"]
    words = "handoff kickoff collection setup training go_live adoption transition"
    assert stages["enterprise"] == words.split()


@pytest.mark.parametrize("name", ["simple", "smb", "enterprise", "partner"])
def test_the_stages_before_live_fit_into_the_target(name: str) -> None:
    playbook = load(FOLDER / f"{name}.yaml")
    until_live = [stage.hours for stage in playbook.stages if stage.id not in {"adoption", "transition"}]
    assert sum(until_live) <= playbook.target_days * 8


@pytest.mark.parametrize("name", ["simple", "smb", "enterprise", "partner"])
def test_every_milestone_but_signed_and_live_is_reached_by_exactly_one_rule(name: str) -> None:
    playbook = load(FOLDER / f"{name}.yaml")
    reached = [rule.milestone for rule in (*playbook.stages, *playbook.tasks) if rule.milestone]
    expected = ["first_value", "handed_off", "inputs_complete", "setup_complete", "transitioned"]
    assert sorted(reached) == expected


TASK_MISTAKES: list[tuple[dict[str, object], str, str]] = [
    ({"role": "customer"}, "create_account", "the role must be one of"),
    ({"role": "boss"}, "sign_off", "the role must be one of customer, implementation"),
    ({"hours": 0}, "sign_off", "hours: must be at least 1"),
    ({"title": " "}, "sign_off", "needs a title"),
    ({"documents": None}, "registration", "asks the customer for nothing"),
    ({"statement": ""}, "sign_off", "asks the customer for nothing"),
    ({"statement": "Yes"}, "create_account", "internal work has no documents"),
    ({"documents": DocumentRule()}, "sign_off", "an approval has a statement only"),
    ({"provision": "rockets"}, "create_account", "provision: belongs to an internal task"),
    ({"provision": "access"}, "registration", "provision: belongs to an internal task"),
    ({"provision": "access"}, "customer_told", "add one that opens stage:go_live"),
    ({"milestone": "live"}, "sign_off", "signed and live come by themselves"),
    ({"documents": DocumentRule(types=("exe",))}, "registration", "documents.types must be some of"),
    ({"documents": DocumentRule(count=0)}, "registration", "count from 1"),
    ({"documents": DocumentRule(max_bytes=10**9)}, "registration", "max_bytes from"),
    ({"documents": DocumentRule(max_bytes=1)}, "registration", "max_bytes from"),
    ({"documents": rows(NAME, types=("pdf", "csv"))}, "registration", "only csv and xlsx have rows"),
    ({"documents": rows()}, "registration", "at least one required column"),
    ({"documents": rows(replace(NAME, required=False))}, "registration", "at least one required column"),
    ({"documents": rows(NAME, replace(NAME, name=" name *"))}, "registration", "its own name"),
    ({"documents": rows(NAME, ColumnRule(name="*"))}, "registration", "its own name"),
    (
        {"documents": rows(replace(NAME, type="choice", choices=("a",)))},
        "registration",
        "two different choices",
    ),
    ({"documents": rows(replace(NAME, choices=("a", "b")))}, "registration", "two different choices"),
    ({"documents": rows(NAME, most_rows=10_001)}, "registration", "most_rows must be from 1 to 10000"),
    ({"documents": rows(*LONG)}, "registration", "does not fit into an upload's form"),
    ({"fields": (FieldRule(id="a", label="A", type="choice"),)}, "registration", "at least two"),
    ({"fields": (FieldRule(id="a", label="A", choices=("x", "y")),)}, "registration", "other types none"),
    ({"fields": (FieldRule(id="a", label=""),)}, "registration", "needs a label"),
    ({"fields": (FieldRule(id="größe", label="A"),)}, "registration", "its own id"),
    (
        {"fields": tuple(FieldRule(id=f"f{n}", label="A") for n in range(31))},
        "registration",
        "30 is the most",
    ),
    ({"title": "x" * 201}, "sign_off", "title has 201 characters; 200 is the most"),
    ({"help": "a\x01b"}, "sign_off", "help holds a character that cannot be shown"),
    ({"title": "half \ud800"}, "sign_off", "title holds a character that cannot be shown"),
    ({"hours": 2081}, "sign_off", "2080 hours are the most"),
    ({"fields": (FieldRule(id="a", label="A"),) * 2}, "registration", "its own id"),
    (asks(min=1), "registration", "are for numbers"),
    (asks(type="number", min=2, max=1), "registration", "min is larger than max"),
    (asks(earliest="today"), "registration", "are for dates"),
    (asks(type="date", earliest="soon"), "registration", "quoted, as in 2026-12-01, or today"),
    (asks(type="date", latest="2026-02-30"), "registration", "quoted, as in 2026-12-01, or today"),
    (asks(type="date", earliest="2027-01-01", latest="2026-01-01"), "registration", "no day is taken"),
    (asks(autocomplete="cc-number"), "registration", "autocomplete must be one of"),
    (asks(known="account.country"), "registration", "a question of type country"),
    (asks(when=FieldWhen(field="moon", one_of=("Yes",))), "registration", "no question 'moon' before"),
    (asks(when=FieldWhen(field="a", one_of=("Yes",))), "registration", "no question 'a' before"),
    (asks(when=FieldWhen(field="text", one_of=("Yes",))), "registration", "'text' is a text; only"),
    (
        asks(when=FieldWhen(field="first", one_of=("Maybe",))),
        "registration",
        "some of the answers to 'first'",
    ),
    (asks(when=FieldWhen(field="first", one_of=())), "registration", "some of the answers to 'first'"),
    ({"stage": "moon"}, "registration", "there is no 'moon'"),
    ({"after": ("moon",)}, "registration", "there is no 'moon'"),
    ({"after": ("registration",)}, "registration", "can never be reached"),
    ({"after": ("check_setup",)}, "accept_handoff", "can never be reached"),
]


@pytest.mark.parametrize(("changes", "task", "message"), TASK_MISTAKES)
def test_a_mistake_in_a_task_is_named_with_its_place(
    simple: Playbook, changes: dict[str, object], task: str, message: str
) -> None:
    problems = found(with_task(simple, task, **changes))
    assert message in problems
    assert f"'{task}'" in problems or "stage:" in problems


STAGE = StageRule(id="extra", title="Extra", role="success", hours=1, customer_title="Extra")
TASK = TaskRule(id="extra", stage="handoff", kind="internal", title="Extra", role="success", hours=1)


def test_a_mistake_in_a_stage_is_named(simple: Playbook) -> None:
    assert "has no task" in found(replace(simple, stages=(*simple.stages, STAGE)))
    assert "stands twice" in found(replace(simple, stages=(*simple.stages, simple.stages[0])))
    assert "needs an owner" in found(with_stage(simple, "setup", role=""))
    assert "hours: must be at least 1" in found(with_stage(simple, "setup", hours=0))
    assert "customer_title" in found(with_stage(simple, "setup", customer_title=""))
    assert "milestone: must be" in found(with_stage(simple, "setup", milestone="lunch"))
    assert "begin with the stage" in found(replace(simple, stages=()))


def test_a_mistake_in_the_frame_is_named(simple: Playbook) -> None:
    calendar = simple.calendar
    assert "needs a title" in found(replace(simple, title=" "))
    assert "rung_hours" in found(replace(simple, rung_hours=()))
    assert "rung_hours" in found(replace(simple, rung_hours=(4, 0)))
    assert "at most five" in found(replace(simple, reminders=replace(simple.reminders, every=(8,) * 6)))
    assert "larger than warn_days" in found(replace(simple, warn_days=5))
    assert "IANA" in found(replace(simple, calendar=replace(calendar, time_zone="Mars/Base")))
    assert "IANA" in found(replace(simple, calendar=replace(calendar, opens="9 o'clock")))
    assert "IANA" in found(replace(simple, calendar=replace(calendar, opens="18:00")))
    assert "IANA" in found(replace(simple, calendar=replace(calendar, weekend=(1, 2, 3, 4, 5, 6, 7))))
    assert "a number from 1" in found(replace(simple, version=0))
    assert "at most 30" in found(
        replace(simple, tasks=simple.tasks + tuple(replace(TASK, id=f"extra{n}") for n in range(41)))
    )


def test_a_mistake_in_the_reminders_of_a_task_is_named(simple: Playbook) -> None:
    def reminding(task: str, rule: ReminderRule) -> str:
        tasks = tuple(replace(one, remind=rule) if one.id == task else one for one in simple.tasks)
        return found(replace(simple, tasks=tasks))

    assert reminding("registration", ReminderRule(every=(8, 8), text="Your bank issues this.")) == ""
    assert "at most five" in reminding("registration", ReminderRule(every=(8,) * 6))
    assert "each at least 1" in reminding("registration", ReminderRule(every=(0,)))
    assert "only the customer is reminded" in reminding("inputs_verified", ReminderRule())
    assert "longer than a year" in reminding("registration", ReminderRule(every=(9999,)))
    assert "500 is the most" in reminding("registration", ReminderRule(text="x" * 501))


def test_a_day_that_no_calendar_has_is_named(simple: Playbook) -> None:
    calendar = simple.calendar
    assert "day '13-01': is no day" in found(
        replace(simple, calendar=replace(calendar, company_days=("13-01",)))
    )
    assert "is no day" in found(replace(simple, calendar=replace(calendar, company_days=("2026-2-1",))))
    late = replace(calendar, half_days={"12-24": "17:00"})
    assert "write a time between 09:00 and 17:00" in found(replace(simple, calendar=late))
    assert "is no day" in found(replace(simple, calendar=replace(calendar, half_days={"soon": "12:00"})))
    right = replace(calendar, company_days=("02-29", "2026-12-31"), half_days={"12-24": "13:00"})
    assert found(replace(simple, calendar=right)) == ""


@pytest.mark.parametrize("year", ["", "2027-"])
def test_days_off_that_leave_no_time_to_work_in_are_named(simple: Playbook, year: str) -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    every = tuple(day.isoformat() if year else day.isoformat()[5:] for day in days)
    for own in (
        replace(simple.calendar, company_days=every),
        replace(simple.calendar, half_days=dict.fromkeys(every, "09:01")),
    ):
        assert "longer than a year of working time" in found(replace(simple, calendar=own))
    short = replace(simple.calendar, company_days=every[:30], half_days=dict.fromkeys(every[30:60], "13:00"))
    assert found(replace(simple, calendar=short)) == ""


def test_a_wait_until_somebody_is_told_is_at_least_an_hour_and_at_most_a_year(simple: Playbook) -> None:
    assert "stall silence: must be at least 1" in found(replace(simple, stall=StallRule(silence=0)))
    assert "a year of working time" in found(replace(simple, stall=StallRule(approvals=10**6)))


@pytest.mark.parametrize("name", ["Gold", "größe", "two words", "a__b", "_a", "a_", "", "x" * 41])
def test_a_name_that_no_deals_tier_could_ever_be_is_refused(simple: Playbook, name: str) -> None:
    assert "a short word" in found(replace(simple, name=name))


def test_what_no_calendar_reaches_is_refused(simple: Playbook) -> None:
    assert "a number from 1" in found(replace(simple, version=10**9))
    assert "260 is the most" in found(replace(simple, target_days=261))
    assert "a year of working time" in found(replace(simple, rung_hours=(4, 10**30)))
    assert "a year of working time" in found(
        replace(simple, reminders=replace(simple.reminders, every=(9999,)))
    )
    assert "IANA" in found(replace(simple, calendar=replace(simple.calendar, opens="09:00+02:00")))


def test_a_stage_or_task_with_an_id_that_no_address_could_hold_is_refused(simple: Playbook) -> None:
    assert "small letters" in found(replace(simple, stages=(*simple.stages, replace(STAGE, id="größe"))))
    assert "small letters" in found(replace(simple, tasks=(*simple.tasks, replace(TASK, id="x" * 41))))


def test_more_text_than_one_item_holds_is_refused(simple: Playbook) -> None:
    fields = tuple(
        FieldRule(id=f"f{n}", label="L", type="choice", choices=tuple(f"{c} {'x' * 90}" for c in range(60)))
        for n in range(30)
    )
    assert "bytes of text; 150000 is the most" in found(with_task(simple, "registration", fields=fields))


def test_a_mistake_in_a_gate_is_named(simple: Playbook) -> None:
    without = {
        o: replace(simple, gates=tuple(g for g in simple.gates if g.opens != o))
        for o in ("live", "commitment")
    }
    assert "opens 'live'" in found(without["live"])
    assert "opens 'commitment'" in found(without["commitment"])
    requires = simple.gate("live").requires  # type: ignore[union-attr]
    for name in requires:
        if name != "task:sign_off":
            rest = tuple(other for other in requires if other != name)
            assert "must require" in found(with_gate(simple, "live", requires=rest))
    assert "requires nothing" in found(with_gate(simple, "commitment", requires=()))
    assert "there is no 'stage:moon'" in found(with_gate(simple, "commitment", opens="stage:moon"))
    assert "there is no 'task:moon'" in found(with_gate(simple, "commitment", requires=("task:moon",)))
    second = GateRule(id="second", title="Second", opens="live", requires=("promises",))
    assert "only one gate" in found(replace(simple, gates=(*simple.gates, second)))


def test_a_gate_that_waits_for_what_it_opens_is_shown_as_a_circle(simple: Playbook) -> None:
    problems = found(with_gate(simple, "stage:setup", requires=("task:check_setup",)))
    assert "gate 'ready_for_setup' waits for task 'check_setup' waits for start 'setup'" in problems


def test_a_stage_whose_gate_waits_for_a_later_stage_is_shown_as_a_circle(simple: Playbook) -> None:
    assert "can never be reached" in found(with_gate(simple, "stage:setup", requires=("stage:go_live",)))
