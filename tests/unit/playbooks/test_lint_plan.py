"""The linter looks at the plan as a whole: the longest way, every variant, dates that nobody can keep."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.condition_lint import problems
from chalicelib.adapters.playbook_files import FOLDER, load
from chalicelib.domain.critical_path import critical_path
from chalicelib.domain.lint import MOST_TASKS, lint
from chalicelib.domain.playbook import AttributeRule, DueRule, Playbook

SSO = '"sso" in deal.products'
LARGE = "deal.amount >= 50000"


@pytest.fixture
def simple() -> Playbook:
    return load(FOLDER / "simple.yaml")


def changed(playbook: Playbook, **rules: dict[str, Any]) -> Playbook:
    return replace(
        playbook,
        stages=tuple(replace(stage, **rules.get(stage.id, {})) for stage in playbook.stages),
        tasks=tuple(replace(task, **rules.get(task.id, {})) for task in playbook.tasks),
        gates=tuple(replace(gate, **rules.get(gate.id, {})) for gate in playbook.gates),
    )


def found(playbook: Playbook) -> str:
    return "\n".join(map(str, (*lint(playbook), *problems(playbook))))


def test_the_longest_way_to_live_is_named_with_its_hours_when_it_does_not_fit(simple: Playbook) -> None:
    assert critical_path(simple).hours == 40
    said = found(changed(simple, check_setup={"hours": 3}))
    assert said.startswith(
        "target_days: allows 40 working hours, and the longest way to live takes 41: registration 24, "
    )
    assert "check_setup 3, sign_off 4, customer_told 4. Give these fewer hours" in said
    assert found(replace(changed(simple, check_setup={"hours": 3}), target_days=6)) == ""


def test_stages_side_by_side_make_the_longest_way_shorter(simple: Playbook) -> None:
    apart = changed(simple, check_setup={"hours": 8}, go_live={"after": ("collection",)})
    assert "the longest way" in found(changed(simple, check_setup={"hours": 8}))
    assert found(apart) == ""


def test_the_longest_way_counts_with_every_condition(simple: Playbook) -> None:
    extra = {"hours": 8, "when": SSO}
    assert f"takes 47 where {SSO} holds" in found(changed(simple, set_up_billing=extra))


def test_a_stage_that_names_itself_or_a_later_one_goes_round_in_a_circle(simple: Playbook) -> None:
    assert "can never be reached" in found(changed(simple, handoff={"after": ("handoff",)}))
    assert "can never be reached" in found(changed(simple, handoff={"after": ("go_live",)}))
    assert "there is no 'moon'" in found(changed(simple, handoff={"after": ("moon",)}))


def test_a_task_that_waits_for_the_gate_that_waits_for_it_is_named(simple: Playbook) -> None:
    said = found(changed(simple, registration={"after": ("gate:ready_for_setup",)}))
    assert "gate 'ready_for_setup' waits for task 'registration'" in said
    assert "there is no 'gate:moon'" in found(changed(simple, registration={"after": ("gate:moon",)}))


@pytest.mark.parametrize("needed", ["customer_told", "ownership_handed_over", "go_live"])
def test_no_condition_may_leave_out_what_every_deal_needs_to_go_live(simple: Playbook, needed: str) -> None:
    assert f"'{needed}' when: no deal goes live without this" in found(
        changed(simple, **{needed: {"when": SSO}})
    )


def test_no_condition_may_leave_the_setup_out(simple: Playbook) -> None:
    assert "milestone is setup_complete where no condition holds" in found(
        changed(simple, setup={"when": SSO})
    )


def test_a_gate_that_requires_nothing_in_one_variant_proves_nothing(simple: Playbook) -> None:
    playbook = changed(
        simple, ready_to_commit={"requires": ("task:set_up_billing",)}, set_up_billing={"when": SSO}
    )
    assert "gate 'ready_to_commit': requires nothing where no condition holds" in found(playbook)


def test_a_stage_whose_tasks_are_all_left_out_is_named(simple: Playbook) -> None:
    conditional = {"when": SSO}
    said = found(changed(simple, accept_handoff=conditional))
    assert "stage 'handoff': has no task where no condition holds; give the stage the same condition" in said


def test_more_conditions_than_can_be_looked_at_are_refused(simple: Playbook) -> None:
    many = {task.id: {"when": f"deal.amount > {number}"} for number, task in enumerate(simple.tasks[:7])}
    assert "has 7 different conditions; 6 are the most" in found(changed(simple, **many))


CONDITIONS = [
    ("deal.amout > 1", "there is no 'deal.amout'; did you mean deal.amount?"),
    ("attributes.seats > 1", "there is no 'attributes.seats'; declare it under attributes"),
    ('deal.amount > "many"', "compares what cannot be compared"),
    ('account.country == 3', "compares a text with a number"),
    ("attributes.rooms", "must be true or false"),
    ("deal.amount > 1 and", "is no condition"),
    ("deal.products[0] == 'x'", "compares something that is no value of the deal"),
    ("[deal.amount > 1][0]", "compares something that is no value of the deal"),
    ('deal.currency =~ "E.*"', "cannot be read at '=~"),
    ("$now > 1", "cannot be read at '$now"),
    ("deal.amount * 2 > 3", "cannot be read at '* 2"),
    ("__import__('os').system('x') == 1", "there is no '__import__'"),
    ("1 == 1", "reads nothing of the deal"),
    ("deal.amount > 1 or true", "is always the same"),
    ('"s" in deal.currency', "looks into something that is no list"),
    ("deal.amount in ['a']", "looks for a number in a list of other things"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), CONDITIONS)
def test_a_condition_that_cannot_be_meant_is_refused_in_words(
    simple: Playbook, text: str, message: str
) -> None:
    playbook = replace(simple, attributes=(AttributeRule(id="rooms", type="number"),))
    said = found(changed(playbook, set_up_billing={"when": text}))
    assert f"task 'set_up_billing' when: {message}" in said


def test_a_condition_of_more_characters_than_anybody_reads_is_refused(simple: Playbook) -> None:
    long = "deal.amount > 1 or " * 20 + "deal.amount > 1"
    said = found(changed(simple, set_up_billing={"when": long}))
    assert said == "task 'set_up_billing': when has 395 characters; 300 is the most"


def test_each_value_that_conditions_read_takes_the_place_of_a_task(simple: Playbook) -> None:
    extra = tuple(
        replace(simple.tasks[0], id=f"more_{n}", milestone=None, hours=1) for n in range(MOST_TASKS - 10)
    )
    full = replace(simple, tasks=(*simple.tasks, *extra))
    assert found(full) == ""
    assert f"{MOST_TASKS} is the most" in found(changed(full, set_up_billing={"when": LARGE}))


DATES = [
    (DueRule(anchor="lunch", days=1), "the anchor must be one of first_value, "),
    (DueRule(anchor="target"), "name either days or hours"),
    (DueRule(anchor="target", days=-1, hours=2), "name either days or hours"),
    (DueRule(anchor="target", days=-5), "falls before the opening: the target is 5 working days away"),
    (DueRule(anchor="target", days=1), "falls after the go-live date, and going live waits for this task"),
    (DueRule(anchor="opening", days=6), "falls after the target, which is 5 days away"),
    (DueRule(anchor="opening", days=-1), "lies before something that is past when it is known"),
    (DueRule(anchor="handed_off", hours=-1), "lies before something that is past when it is known"),
    (DueRule(anchor="live", days=1), "live is reached only after this task is done"),
    (DueRule(anchor="inputs_complete", days=1), "inputs_complete is reached only after this task is done"),
    (DueRule(anchor="target", hours=-10_000), "lies more than a year of working time away"),
]


@pytest.mark.parametrize(("due", "message"), DATES)
def test_a_date_that_nobody_can_keep_is_refused(simple: Playbook, due: DueRule, message: str) -> None:
    assert f"task 'registration' due: {message}" in found(changed(simple, registration={"due": due}))


def test_a_date_after_a_milestone_that_nothing_reaches_is_refused(simple: Playbook) -> None:
    playbook = changed(simple, accept_handoff={"milestone": None})
    due = {"due": DueRule(anchor="handed_off", days=1)}
    assert "nothing in this playbook reaches handed_off" in found(changed(playbook, registration=due))
    assert found(changed(simple, registration=due)) == ""


def test_the_ladder_has_both_of_its_rungs(simple: Playbook) -> None:
    assert "name two waits" in found(replace(simple, rung_hours=(4,)))
    assert "name two waits" in found(replace(simple, rung_hours=(4, 8, 16)))
