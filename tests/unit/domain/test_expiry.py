"""Documents that end: until when they are valid, what counts, and who is asked for a newer one when."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError, WrongStateError
from chalicelib.domain.lint.rules import of_task
from chalicelib.domain.playbook import DocumentRule, TaskRule, ValidRule
from tests.properties.world import GRACE, World, sealed

OLD, NEW, TASK = "d" * 32, "e" * 32, "added_1"
TODAY = date(2026, 11, 23)
UNTIL = ValidRule(asks_date=True)


def world_with(valid: ValidRule, tier: str = "simple") -> World:
    world = World()
    world.open(tier=tier)
    rule = DocumentRule(valid=valid)
    world.do(c.AddTask(stage="collection", kind="customer", title="The insurance", hours=16, documents=rule))
    return world


def accepted(world: World, document: str = OLD, dated: date | None = None) -> None:
    world.upload(TASK, document, dated=dated)
    world.verdict(TASK, document)
    world.scan(TASK, document)


def status(world: World) -> str:
    task = world.state.task(TASK)
    assert task is not None
    return task.status


def dates(world: World, day: date, document: str = OLD) -> None:
    world.do(c.DateDocument(document=document, day=day, contact="contact-1"), GRACE)


def test_without_its_date_an_accepted_document_does_not_count_until_the_date_is_named() -> None:
    world = world_with(UNTIL)
    accepted(world)
    assert (world.state.documents[0].status, status(world)) == ("accepted", "open")
    dates(world, TODAY + timedelta(days=100))
    assert (world.state.documents[0].expires_on, status(world)) == (date(2027, 3, 3), "done")


def test_the_date_comes_with_the_file_from_whichever_tells_of_it_first() -> None:
    for first in ("upload", "verdict"):
        world = world_with(UNTIL)
        told = {"dated": TODAY + timedelta(days=50)}
        getattr(world, first)(TASK, **told)
        world.verdict(TASK)
        world.scan(TASK)
        assert (world.state.documents[0].expires_on, status(world)) == (date(2027, 1, 12), "done")


def test_with_days_alone_it_counts_from_the_day_it_came_and_with_both_from_the_day_of_signing() -> None:
    world = world_with(ValidRule(days=90))
    accepted(world)
    assert world.state.documents[0].expires_on == TODAY + timedelta(days=90)
    world = world_with(ValidRule(days=90, asks_date=True))
    accepted(world, dated=date(2026, 11, 1))
    assert world.state.documents[0].expires_on == date(2027, 1, 30)


def test_what_has_ended_already_is_not_accepted() -> None:
    world = world_with(UNTIL)
    accepted(world, dated=TODAY - timedelta(days=1))
    document = world.state.documents[0]
    assert (document.status, document.reasons) == ("rejected", ("document.expired",))


def test_a_date_named_afterwards_is_refused_if_it_has_passed_or_cannot_be_meant() -> None:
    world = world_with(UNTIL)
    accepted(world)
    with pytest.raises(InvalidError, match="not valid any more"):
        dates(world, TODAY - timedelta(days=1))
    with pytest.raises(InvalidError, match="check its year"):
        dates(world, date(9999, 1, 1))
    dates(world, TODAY + timedelta(days=30))
    with pytest.raises(WrongStateError):
        dates(world, TODAY + timedelta(days=60))


def test_a_mistaken_year_in_the_form_is_asked_for_again() -> None:
    world = world_with(UNTIL)
    accepted(world, dated=date(3026, 1, 1))
    assert (world.state.documents[0].dated, status(world)) == (None, "open")


def test_before_it_ends_the_customer_is_asked_for_a_newer_one_and_that_one_is_done() -> None:
    world = world_with(UNTIL)
    accepted(world, dated=TODAY + timedelta(days=20))
    asked = len(world.mails("request"))
    world.wait(days=5)
    assert status(world) == "done"
    world.wait(days=3)
    document, task = world.state.documents[0], world.state.task(TASK)
    assert task is not None
    assert (document.expiring, document.status, task.status) == (True, "accepted", "open")
    assert task.due_at is not None
    assert task.due_at.date() == TODAY + timedelta(days=20)
    assert [mail.tasks for mail in world.mails("request")[asked:]] == [(TASK,)]
    accepted(world, NEW, dated=TODAY + timedelta(days=400))
    assert status(world) == "done"


def test_an_old_document_that_is_sent_with_a_few_days_left_is_asked_for_when_it_has_ended() -> None:
    world = world_with(UNTIL)
    accepted(world, dated=TODAY + timedelta(days=3))
    assert status(world) == "done"
    world.wait(days=2)
    assert status(world) == "done"
    world.wait(days=3)
    assert status(world) == "open"


def test_of_a_live_customer_only_the_owner_is_told() -> None:
    world = world_with(UNTIL, "enterprise")
    accepted(world, dated=TODAY + timedelta(days=20))
    for task in world.state.tasks:
        if not task.settled and world.state.milestones.live is None:
            world.do(lambda s, task=task: c.WaiveTask(task=task.id, reason=sealed(s)))  # type: ignore[misc]
    assert world.state.milestones.live is not None
    asked = len(world.mails("request"))
    world.wait(days=8)
    assert [one.rule for one in world.state.raised() if one.subject == f"expiry:{OLD}"] == [
        "document.expiring"
    ]
    assert (len(world.mails("request")), status(world)) == (asked, "done")


@pytest.mark.parametrize(
    ("valid", "message"),
    [
        (ValidRule(), "nobody knows when it ends"),
        (ValidRule(days=0), "days from 1"),
        (ValidRule(days=10, renew_days=10), "asked for at once"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_told_to_its_author(valid: ValidRule, message: str) -> None:
    rule = TaskRule(
        id="insurance",
        stage="collection",
        kind="customer",
        title="Insurance",
        role="onboarding",
        hours=8,
        documents=DocumentRule(valid=valid),
    )
    assert any(message in problem.message for problem in of_task(rule))
