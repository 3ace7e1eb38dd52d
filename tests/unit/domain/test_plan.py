"""Tasks added to one onboarding by hand, and taken out of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.application.console.offers_of_plan import dropping
from chalicelib.domain import commands as c
from chalicelib.domain.decide import plan
from chalicelib.domain.errors import InvalidError, NotAllowedError, WrongStateError
from chalicelib.domain.onboarding import Task
from chalicelib.domain.playbook import DocumentRule, FieldRule
from chalicelib.domain.values import Personal
from tests.properties.world import ADA, INES, World, play_to_the_end, sealed


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def task(world: World, name: str) -> Task:
    found = world.state.task(name)
    assert found is not None
    return found


def add(world: World, **fields: Any) -> str:
    values: dict[str, Any] = {"title": "Visit the warehouse", "stage": "handoff"}
    world.do(c.AddTask(**(values | fields)))
    return world.state.tasks[-1].id


def requires(world: World, name: str) -> bool:
    return any(f"task:{name}" in gate.requires for gate in world.context().playbook.gates)


def drop(world: World, name: str) -> None:
    world.do(lambda s: c.DropTask(task=name, reason=sealed(s)))


def test_a_task_that_is_added_opens_with_its_stage_for_its_owner_who_is_told(world: World) -> None:
    now, later = add(world, owner="ines", hours=6), add(world, stage="setup")
    assert (task(world, now).status, task(world, now).owner, task(world, later).status) == (
        "open",
        "ines",
        "waiting",
    )
    assert [mail.tasks for mail in world.mails("task") if mail.to == INES] == [(now,)]
    assert task(world, now).due_at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_the_customer_is_asked_for_what_was_added_and_what_they_give_settles_it(world: World) -> None:
    file = add(
        world, kind="customer", stage="collection", title="Floor plan", documents=DocumentRule(types=("pdf",))
    )
    assert world.mails("request")[-1].tasks == (file,)
    world.upload(file, "9" * 32)
    world.verdict(file, "9" * 32)
    world.scan(file, "9" * 32)
    form = add(
        world, kind="customer", stage="collection", fields=(FieldRule(id="dock", label="Which dock?"),)
    )
    assert task(world, file).status == "done"
    assert task(world, form).status == "open"


def test_an_added_task_holds_its_stage_until_it_is_done(world: World) -> None:
    name = add(world)
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), ADA)
    assert world.state.stages[0].status == "active"
    world.do(c.CompleteTask(task=name))
    assert world.state.stages[0].status == "done"


def test_an_added_task_waits_for_those_before_it_and_is_due_on_its_day(world: World) -> None:
    name = add(world, after=("accept_handoff",), due=date(2026, 12, 4))
    assert task(world, name).status == "waiting"
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), ADA)
    assert task(world, name).due_at == datetime(2026, 12, 4, 16, 0, tzinfo=UTC)


def test_an_onboarding_with_added_and_dropped_tasks_reaches_its_end(world: World) -> None:
    add(world, kind="approval", statement="The dock fits.", stage="setup")
    drop(world, "contacts_and_billing" if not requires(world, "contacts_and_billing") else add(world))
    world.do(c.CompleteTask(task=add(world)))
    play_to_the_end(world)
    assert world.state.ended


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"stage": "nonsense"}, "no stage that is still to come"),
        ({"owner": "nobody"}, "nobody in the directory"),
        ({"hours": 0}, "Hours must be at least 1"),
        ({"hours": 100_000}, "longer than a year"),
        ({"title": " "}, "Needs a title"),
        ({"kind": "customer"}, "Asks the customer for nothing"),
        ({"documents": DocumentRule()}, "no documents, fields or statement"),
        ({"after": ("nonsense",)}, "there is no 'nonsense'"),
        ({"after": ("gate:nonsense",)}, "there is no 'gate:nonsense'"),
        ({"due": date(2020, 1, 1)}, "from today"),
        ({"due": date.max}, "from today"),
        ({"role": "emperor"}, "role must be one of"),
        ({"title": "\x00"}, "cannot be shown"),
    ],
)
def test_what_a_playbook_could_not_hold_cannot_be_added_either(
    world: World, fields: dict[str, Any], says: str
) -> None:
    with pytest.raises(InvalidError, match=says):
        add(world, **fields)
    assert not world.state.added


def test_at_most_ten_tasks_are_added_and_not_too_much_text(world: World) -> None:
    long = {"kind": "customer", "stage": "collection", "statement": "ß" * 2000, "help": "ß" * 2000}
    for _ in range(7):
        add(world, **long)
    with pytest.raises(InvalidError, match="too much text"):
        add(world, **long)
    while len(world.state.added) < 10:
        add(world)
    with pytest.raises(InvalidError, match="10 tasks were added"):
        add(world)
    drop(world, world.state.added[-1].id)
    assert add(world) == "added_11"


def test_a_dropped_task_is_gone_with_what_was_raised_about_it_and_its_stage_goes_on(world: World) -> None:
    name = add(world)
    world.wait(hours=30)
    assert [e for e in world.state.raised() if e.subject == f"task:{name}"]
    drop(world, name)
    assert world.state.task(name) is None
    assert not [e for e in world.state.raised() if e.subject == f"task:{name}"]
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), ADA)
    assert world.state.stages[0].status == "done"


def test_what_a_gate_requires_is_waived_not_dropped(world: World) -> None:
    with pytest.raises(WrongStateError, match=r"The gate .* requires .* WaiveTask"):
        drop(world, "inputs_verified")


def test_a_gate_that_requires_a_stage_never_opens_because_the_stage_was_emptied(world: World) -> None:
    setup = [task.id for task in world.state.tasks if task.stage == "setup"]
    for name in setup[:-1]:
        drop(world, name)
    with pytest.raises(WrongStateError, match=r"all that is left of its stage.*WaiveTask"):
        drop(world, setup[-1])
    assert not list(dropping(task(world, setup[-1]), world.state, world.context().playbook))


def test_what_needs_a_second_person_is_not_dropped_by_one(world: World) -> None:
    rules = tuple(replace(rule, waive="second_person") for rule in world.context().playbook.tasks)
    context = replace(world.context(), playbook=replace(world.context().playbook, tasks=rules))
    alone = c.DropTask(task="create_account", reason=Personal(p="P#x.reason", c="y"))
    with pytest.raises(NotAllowedError, match="RequestWaiver"):
        plan.drop(world.state, alone, context)
    assert not list(dropping(task(world, "create_account"), world.state, context.playbook))


def test_what_the_customer_has_sent_or_answered_is_not_thrown_away(world: World) -> None:
    file = add(world, kind="customer", stage="collection", documents=DocumentRule(count=2))
    world.upload(file)
    with pytest.raises(WrongStateError, match="has sent a file"):
        drop(world, file)


def test_a_file_that_may_be_on_its_way_keeps_its_place(world: World) -> None:
    file = add(world, kind="customer", stage="collection", documents=DocumentRule())
    with pytest.raises(WrongStateError, match="may be on its way"):
        drop(world, file)
    world.do(lambda s: c.WaiveTask(task=file, reason=sealed(s)))
    assert world.upload(file).events


def test_what_is_done_or_stands_for_a_gap_is_not_dropped() -> None:
    world = World()
    world.open(tier=None)
    with pytest.raises(WrongStateError, match="WaiveTask"):
        drop(world, "handoff-tier")
    world.do(lambda s: c.WaiveTask(task="handoff-tier", reason=sealed(s)))
    with pytest.raises(WrongStateError, match="already waived"):
        drop(world, "handoff-tier")


def test_nothing_is_added_to_a_stage_that_is_done_or_an_onboarding_that_has_ended(world: World) -> None:
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), ADA)
    with pytest.raises(InvalidError, match="collection"):
        add(world)
    world.do(c.CancelOnboarding(code="duplicate"))
    with pytest.raises(WrongStateError, match="has ended"):
        add(world, stage="setup")


def test_a_mail_about_a_dropped_task_is_not_sent(world: World) -> None:
    from chalicelib.domain.occasions import not_needed

    name = add(world, owner="ines")
    (mail,) = [mail for mail in world.mails("task") if mail.tasks == (name,)]
    assert not_needed(world.state, mail) is None
    drop(world, name)
    assert not_needed(world.state, mail)
    assert not_needed(world.state, replace(mail, mail="request", to="contact:contact-1"))
