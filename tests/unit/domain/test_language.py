"""The language of playbooks at work: parallel tracks, conditions, dependencies on gates, dates that follow something."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.application.personal import Names
from chalicelib.application.plans import plan_of
from chalicelib.application.words.said import Said
from chalicelib.application.words.why_told import because
from chalicelib.domain import commands as c
from chalicelib.domain.playbook import AttributeRule, DueRule, Playbook
from chalicelib.domain.values import Money
from tests.properties import world as played
from tests.properties.world import MONDAY, PLAYBOOKS, World, play_to_the_end, sealed


def changed(playbook: Playbook, **rules: dict[str, Any]) -> Playbook:
    """Return a playbook with stages and tasks changed by their id."""
    stages = tuple(replace(stage, **rules.get(stage.id, {})) for stage in playbook.stages)
    tasks = tuple(replace(task, **rules.get(task.id, {})) for task in playbook.tasks)
    return replace(playbook, stages=stages, tasks=tasks)


@contextmanager
def running(playbook: Playbook, **deal: Any) -> Iterator[World]:
    """Yield a world in which a deal of this playbook's tier has opened."""
    before = played.PLAYBOOKS[playbook.name]
    played.PLAYBOOKS[playbook.name] = playbook
    try:
        world = World()
        making = deal.pop("making", None)
        if making:
            world.do(
                lambda s: c.RecordDeal(deal=played.a_deal(s, **({"tier": playbook.name} | deal | making(s)))),
                "crm:deals",
            )
        else:
            world.open(**({"tier": playbook.name} | deal))
        yield world
    finally:
        played.PLAYBOOKS[playbook.name] = before


def stages(world: World) -> dict[str, str]:
    return {stage.id: stage.status for stage in world.state.stages}


def task(world: World, name: str) -> Any:
    found = world.state.task(name)
    assert found is not None
    return found


def complete(world: World, *names: str) -> None:
    for name in names:
        world.do(c.CompleteTask(task=name))


SIMPLE = PLAYBOOKS["simple"]


def test_stages_that_name_the_same_stage_run_side_by_side() -> None:
    playbook = changed(SIMPLE, collection={"after": ()}, go_live={"after": ("handoff",)})
    with running(playbook) as world:
        assert stages(world)["collection"] == "active"
        assert stages(world)["go_live"] == "waiting"
        world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)))
        assert stages(world) == {
            "handoff": "done", "collection": "active", "setup": "waiting", "go_live": "active",
        }  # fmt: skip


def test_a_stage_waits_for_the_stages_that_it_names_and_for_its_gate() -> None:
    playbook = changed(SIMPLE, setup={"after": ("collection",)})
    gates = tuple(
        replace(gate, requires=("task:accept_handoff",)) if gate.opens == "stage:setup" else gate
        for gate in playbook.gates
    )
    with running(replace(playbook, gates=gates)) as world:
        world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)))
        assert any(gate.id == "ready_for_setup" and gate.passed_at for gate in world.state.gates)
        assert stages(world)["setup"] == "waiting"


def test_a_task_waits_for_the_gate_that_it_names() -> None:
    playbook = changed(SIMPLE, inputs_verified={"after": (), "opens": "opening"})
    gated = changed(playbook, contacts_and_billing={"after": ("gate:ready_for_welcome",)})
    gates = (
        *gated.gates,
        replace(
            gated.gates[0], id="ready_for_welcome", opens="stage:handoff", requires=("task:inputs_verified",)
        ),
    )
    with running(replace(gated, gates=gates)) as world:
        assert task(world, "contacts_and_billing").status == "waiting"
        complete(world, "inputs_verified")
        assert task(world, "contacts_and_billing").status == "open"


SSO = {"when": '"sso" in deal.products'}


def test_a_condition_that_does_not_hold_leaves_a_task_out_and_what_waited_for_it_waits_for_those_before_it() -> (
    None
):
    playbook = changed(SIMPLE, set_up_billing=SSO, check_setup={"after": ("set_up_billing",)})
    with running(playbook, products=("core",)) as world:
        assert world.state.task("set_up_billing") is None
        plan = plan_of(world.state, world.ports.playbooks)
        assert plan.task("set_up_billing") is None
        assert plan.task("check_setup").after == ("create_account",)  # type: ignore[union-attr]
        play_to_the_end(world)
        assert world.state.ended


def test_a_gate_does_not_require_what_a_condition_has_left_out() -> None:
    playbook = changed(SIMPLE, set_up_billing=SSO)
    gates = tuple(
        replace(gate, requires=(*gate.requires, "task:set_up_billing")) if gate.opens == "live" else gate
        for gate in playbook.gates
    )
    with running(replace(playbook, gates=gates), products=("core",)) as world:
        play_to_the_end(world)
        assert world.state.milestones.live is not None


def test_a_condition_that_holds_is_named_in_the_why_of_the_opening() -> None:
    with running(changed(SIMPLE, set_up_billing=SSO), products=("core", "SSO")) as world:
        assert world.state.task("set_up_billing") is not None
        why = world.journal()[0]["why"]
        assert {"name": "conditions that hold", "value": '"sso" in deal.products'} in why["facts"]
        assert not [t for t in world.state.tasks if t.id.startswith("handoff-when")]


def test_a_stage_that_is_left_out_takes_its_tasks_and_its_gate_with_it() -> None:
    playbook = PLAYBOOKS["enterprise"]
    training = {"when": "deal.amount >= 50000"}
    gates = tuple(
        replace(gate, requires=tuple(name for name in gate.requires if name != "stage:training"))
        if gate.opens == "live"
        else gate
        for gate in playbook.gates
    )
    gates = (*gates, replace(gates[0], id="ready_for_training", opens="stage:training"))
    with running(replace(changed(playbook, training=training), gates=gates)) as world:
        assert "training" not in stages(world)
        assert world.state.task("administrator_training") is None
        assert not [gate for gate in world.state.gates if gate.id == "ready_for_training"]
        play_to_the_end(world)
        assert world.state.ended


def test_a_value_that_the_deal_lacks_becomes_a_task_for_sales_and_its_condition_does_not_hold() -> None:
    with running(changed(SIMPLE, set_up_billing=SSO)) as world:
        assert world.state.task("set_up_billing") is None
        asked = task(world, "handoff-when-deal_products")
        assert asked.owner == "sara"
        assert asked.title == (
            "Say what “products” is, and whether there should be “Set up billing”: the CRM gives none"
        )
        assert asked.quote is None


def test_a_value_of_the_wrong_kind_is_quoted_exactly_as_it_came() -> None:
    playbook = replace(
        changed(SIMPLE, set_up_billing={"when": "attributes.seats > 100"}),
        attributes=(AttributeRule(id="seats", type="number"),),
    )
    many = lambda s: {"attributes": (("seats", s.seal("about a hundred")),)}  # noqa: E731
    with running(playbook, making=many) as world:
        assert world.state.task("set_up_billing") is None
        asked = task(world, "handoff-when-attributes_seats")
        assert world.store.personal(world.id)[asked.quote.p].value == "about a hundred"
    right = lambda s: {"attributes": (("seats", s.seal("120")),)}  # noqa: E731
    with running(playbook, making=right) as world:
        assert world.state.task("set_up_billing") is not None


def test_a_value_that_comes_later_does_not_settle_the_question_by_itself() -> None:
    with running(changed(SIMPLE, set_up_billing=SSO)) as world:
        world.deal(modified_at=MONDAY, products=("sso",), tier="simple")
        assert task(world, "handoff-when-deal_products").status == "open"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("deal.amount >= 4800", True),
        ("deal.amount > 4800", False),
        ('deal.currency == "EUR"', True),
        ('account.country in ["DE", "at"]', True),
        ('not account.country in ["DE"]', False),
        ('account.partner == ""', True),
        ('account.tier == "Simple" and deal.source == "deals"', True),
    ],
)
def test_conditions_read_deal_and_account(condition: str, holds: bool) -> None:
    money = Money(amount=Decimal("4800.00"), currency="EUR")
    with running(changed(SIMPLE, set_up_billing={"when": condition}), amount=money) as world:
        assert (world.state.task("set_up_billing") is not None) == holds


TARGET = datetime(2026, 12, 11, 16, 0, tzinfo=UTC)  # a Friday, 17:00 in Berlin


def test_a_date_counts_back_from_the_go_live_date_in_working_days() -> None:
    due = {"due": DueRule(anchor="target", days=-5)}
    with running(changed(SIMPLE, registration=due)) as world:
        assert task(world, "registration").due_at == TARGET - timedelta(days=7)
        facts = next(e["why"]["facts"] for e in world.journal() if e["data"].get("task") == "registration")
        assert facts[0] == {"name": "due", "value": "5 working days before the target"}


def test_a_date_counts_from_the_opening() -> None:
    with running(changed(SIMPLE, registration={"due": DueRule(anchor="opening", days=1)})) as world:
        assert task(world, "registration").due_at == datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


def test_a_date_that_had_passed_when_the_task_opened_gives_the_task_its_hours() -> None:
    with running(changed(SIMPLE, registration={"due": DueRule(anchor="target", days=-20)})) as world:
        assert task(world, "registration").due_at == world.context().calendar.due(MONDAY, 24)


def test_dates_that_count_from_the_go_live_date_move_with_it_and_say_so() -> None:
    with running(changed(SIMPLE, registration={"due": DueRule(anchor="target", days=-5)})) as world:
        world.deal(modified_at=MONDAY, committed=date(2026, 12, 18), tier="simple")
        assert task(world, "registration").due_at == TARGET
        (event,) = world.happened("DatesMoved")
        assert event["reason"] == "target"
        why = next(entry["why"] for entry in world.journal() if entry["type"] == "DatesMoved")
        assert why["rule"] == "dates.moved"
        assert any("→ Fri 11 Dec 2026, 17:00" in fact["value"] for fact in why["facts"])
        world.sweep()
        assert len(world.happened("DatesMoved")) == 1


def test_a_date_that_counts_from_a_milestone_is_known_once_that_is_reached() -> None:
    due = {"due": DueRule(anchor="handed_off", hours=2)}
    with running(changed(SIMPLE, registration=due)) as world:
        calendar = world.context().calendar
        assert task(world, "registration").due_at == calendar.due(MONDAY, 24)
        world.clock.advance(timedelta(hours=1))
        world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)))
        assert task(world, "registration").due_at == calendar.due(MONDAY + timedelta(hours=1), 2)
        assert world.happened("DatesMoved")[0]["reason"] == "handed_off"


def test_what_counts_back_from_a_promised_date_does_not_move_while_all_is_on_hold() -> None:
    with running(changed(SIMPLE, registration={"due": DueRule(anchor="target", days=-5)})) as world:
        before = task(world, "registration").due_at
        world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
        world.clock.advance(timedelta(days=2))
        world.do(c.ReleaseOnboarding())
        assert task(world, "registration").due_at == before
        assert task(world, "contacts_and_billing").due_at > world.context().calendar.due(MONDAY, 24)


def told(world: World, kind: str, task_id: str = "") -> str:
    """Return the reason of an event as a person reads it."""
    entry = next(
        entry
        for entry in world.journal()
        if entry["type"] == kind and entry["data"].get("task", "") in {task_id, ""}
    )
    said = Said(
        onboarding=world.state,
        playbook=plan_of(world.state, world.ports.playbooks),
        directory=world.people.directory(),
        names=Names(world.store.personal(world.id)),
    )
    return because(entry, said) or ""


def test_a_person_reads_which_conditions_held_and_how_dates_were_counted() -> None:
    playbook = changed(
        SIMPLE,
        set_up_billing=SSO,
        registration={"due": DueRule(anchor="target", days=-20)},
        contacts_and_billing={"due": DueRule(anchor="handed_off", hours=2)},
    )
    with running(playbook, products=("core",)) as world:
        assert 'Does not hold: "sso" in deal.products.' in told(world, "OnboardingOpened")
        late = told(world, "TaskOpened", "registration")
        assert (
            "It would have been due on Fri 13 Nov 2026, 17:00 (Europe/Berlin) (20 working days before the target)"
            in late
        )
        assert "24 working hours are allowed" in late
        later = told(world, "TaskOpened", "contacts_and_billing")
        assert later.endswith("It will be due 2 working hours after the handoff, once that is known.")
