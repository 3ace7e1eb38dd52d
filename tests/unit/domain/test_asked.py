"""Nothing is asked for twice: a second request is refused with a pointer to the first, and every request is counted."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain import asked
from chalicelib.domain import commands as c
from chalicelib.domain.errors import AskedAlreadyError
from chalicelib.domain.lint import lint
from chalicelib.domain.playbook import DocumentRule, FieldRule, Playbook
from tests.properties.world import PLAYBOOKS, World, do_task, sealed

TITLE = "Company registration document"


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def add(world: World, title: str = TITLE, *, why: str = "", **more: Any) -> Any:
    asks = more or {"documents": DocumentRule()}
    return world.do(
        lambda s: c.AddTask(
            title=title, stage="collection", kind="customer", again=sealed(s, why) if why else None, **asks
        )
    )


def test_a_document_that_was_asked_for_is_not_asked_for_again(world: World) -> None:
    with pytest.raises(AskedAlreadyError, match="has not arrived yet") as refused:
        add(world, "company  registration-document")
    assert (refused.value.task, refused.value.document) == ("registration", None)


def test_a_document_that_is_there_is_pointed_to(world: World) -> None:
    do_task(world, world.state.task("registration"))
    with pytest.raises(AskedAlreadyError, match=r"is there since Mon 23 Nov 2026.*Use that") as refused:
        add(world)
    assert refused.value.document == world.state.documents[0].id


def test_another_title_with_the_same_kind_is_the_same_document(world: World) -> None:
    add(world, "Proof of address", documents=DocumentRule(kind="Address"))
    with pytest.raises(AskedAlreadyError):
        add(world, "Where you are", documents=DocumentRule(kind="address"))
    add(world, "Proof of address, of your lawyer", documents=DocumentRule(kind="address of the lawyer"))


def test_a_question_that_was_asked_is_not_asked_again(world: World) -> None:
    add(world, "The basics", fields=(FieldRule(id="a", label="Who pays?"),))
    with pytest.raises(AskedAlreadyError, match=r"(?i)who pays"):
        add(world, "More", fields=(FieldRule(id="b", label="who pays"),))


def test_with_the_reason_why_it_is_wanted_again_it_is_asked_again_and_counted(world: World) -> None:
    do_task(world, world.state.task("registration"))
    before = asked.count(world.state)
    assert (before.once, before.repeated) == (before.things, 0)
    add(world, why="It is older than three months by now.")
    after = asked.count(world.state)
    assert (after.things, after.once, after.repeated) == (before.things + 1, before.once, 1)


def test_what_was_done_without_can_be_asked_for(world: World) -> None:
    world.do(lambda s: c.WaiveTask(task="registration", reason=sealed(s)))
    add(world)


def test_a_task_that_is_opened_again_is_asked_for_once_more(world: World) -> None:
    do_task(world, world.state.task("registration"))
    world.wait(minutes=5)
    world.do(lambda s: c.ReopenTask(task="registration", reason=sealed(s)))
    counted = asked.count(world.state)
    assert (counted.requests, counted.repeated) == (counted.things + 1, 1)


def ours(**changes: Any) -> Playbook:
    playbook = PLAYBOOKS["simple"]
    first = next(rule for rule in playbook.tasks if rule.documents)
    second = replace(first, id="second", **changes)
    return replace(playbook, tasks=(*playbook.tasks, second))


def said(playbook: Playbook) -> list[str]:
    return [problem.message for problem in lint(playbook)]


def test_a_playbook_that_asks_for_a_document_twice_is_refused() -> None:
    assert any("so does task 'registration'" in message for message in said(ours()))
    different = ours(documents=DocumentRule(kind="of the parent company"))
    assert not any("so does task" in message for message in said(different))


def test_two_tasks_for_different_deals_may_ask_the_same() -> None:
    playbook = ours(when="attributes.region == 'eu'")
    assert any("so does task" in message for message in said(playbook))
    tasks = tuple(
        replace(rule, when="attributes.region == 'us'") if rule.id == "registration" else rule
        for rule in playbook.tasks
    )
    assert not any("so does task" in message for message in said(replace(playbook, tasks=tasks)))


def test_a_form_that_asks_twice_is_refused() -> None:
    fields = (FieldRule(id="a", label="Who pays?"), FieldRule(id="b", label="Who pays"))
    assert any("twice" in message for message in said(ours(documents=None, title="Form", fields=fields)))
    told = (fields[0], replace(fields[1], subject="who pays later"))
    assert not any("twice" in m for m in said(ours(documents=None, title="Form", fields=told)))


def test_a_signer_is_named_for_sign_offs_of_the_customer_only() -> None:
    assert any("who of the customer signs" in m for m in said(ours(title="Other", signer="approver")))
