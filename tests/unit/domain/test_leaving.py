"""Somebody of the customer goes: what was theirs goes back to who gave it, and nobody is asked for everything again."""

from typing import Any

import pytest

from chalicelib.application.plans import plan_of
from chalicelib.domain import commands as c
from chalicelib.domain.errors import NotAllowedError
from tests.properties.world import GRACE, World, answers_for, do_task, sealed

REGISTRATION, BILLING = "registration", "contacts_and_billing"
LINUS, MIA = "contact:contact-2", "contact:contact-3"


@pytest.fixture
def world() -> World:
    """Return a world in which Grace has given Linus one thing, and he has given it to Mia."""
    world = World()
    world.open()
    hand(world, "Linus", REGISTRATION, by=GRACE)
    hand(world, "Mia", REGISTRATION, by=LINUS)
    return world


def hand(world: World, who: str, task: str, *, by: str) -> None:
    def make(s: Any) -> c.Command:
        email = sealed(s, f"{who}@acme.example")
        return c.AssignTask(task=task, name=sealed(s, who), email=email, by=by.partition(":")[2])

    world.do(make, by)


def has(world: World, task: str) -> str | None:
    found = world.state.task(task)
    assert found is not None
    return found.handed.contact if found.handed else None


def mailed(world: World, since: int) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(mail.name.partition(".")[0], mail.to, mail.tasks) for mail in world.mails()[since:]]


def leave(world: World, who: str, by: str | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    """Let somebody go, and return which mails to the customer that brings."""
    sent = len(world.mails())
    command = c.LeaveContact(contact=who.partition(":")[2], by=by.partition(":")[2] if by else None)
    world.do(command, by or who)
    return [mail for mail in mailed(world, sent) if mail[1].startswith("contact:")]


def test_what_a_colleague_had_goes_back_to_who_gave_it_and_nothing_is_asked_again(world: World) -> None:
    asked = {task.id: task.asks for task in world.state.tasks}
    assert leave(world, MIA) == [("back", LINUS, (REGISTRATION,))]
    assert has(world, REGISTRATION) == "contact-2"
    assert leave(world, LINUS) == [("back", GRACE, (REGISTRATION,))]
    assert has(world, REGISTRATION) is None
    assert {task.id: task.asks for task in world.state.tasks} == asked
    assert [mail.giver for mail in world.mails("handed")[-2:]] == ["contact-3", "contact-2"]


def test_what_somebody_has_again_is_reminded_of_anew(world: World) -> None:
    leave(world, MIA)
    leave(world, LINUS)
    world.wait(days=4)
    reminded = [mail for mail in world.mails("reminder") if REGISTRATION in mail.tasks]
    assert {(mail.number, mail.to) for mail in reminded[:1]} == {(1, GRACE)}


def test_of_who_gave_it_and_has_left_nobody_is_told(world: World) -> None:
    assert leave(world, LINUS) == []
    assert has(world, REGISTRATION) == "contact-3"
    assert leave(world, MIA) == [("back", GRACE, (REGISTRATION,))]


def test_when_who_is_asked_first_leaves_the_next_is_asked_for_everything_that_was_theirs(
    world: World,
) -> None:
    still = tuple(task.id for task in world.state.outstanding() if task.handed is None)
    assert leave(world, GRACE) == [("welcome", LINUS, still)]
    assert has(world, REGISTRATION) == "contact-3"


def test_what_the_last_one_leaves_is_asked_of_whoever_comes_next() -> None:
    world = World()
    world.open()
    leave(world, GRACE)
    sent = len(world.mails())
    world.do(lambda s: c.InviteContact(name=sealed(s, "Mia"), email=sealed(s, "mia@acme.example")))
    assert ("welcome", LINUS) in [(kind, to) for kind, to, _ in mailed(world, sent)]


def test_on_hold_nobody_is_mailed_and_afterwards_the_first_contact_is_asked_for_just_that(
    world: World,
) -> None:
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    assert leave(world, MIA) == []
    sent = len(world.mails())
    world.do(c.ReleaseOnboarding())
    assert ("request", GRACE, (REGISTRATION,)) in mailed(world, sent)


def test_who_is_stuck_and_leaves_is_not_reminded_of_but_answered_to_who_is_there(world: World) -> None:
    world.do(c.ReportStuck(task=REGISTRATION, contact="contact-3", code="missing"), MIA)
    leave(world, MIA)
    task = world.state.task(REGISTRATION)
    assert task is not None
    assert task.remind_at is None


def test_the_first_contact_ends_an_access_and_the_owner_need_not_hear_of_it(world: World) -> None:
    raised = len(world.state.escalations)
    assert leave(world, MIA, by=GRACE) == [("back", LINUS, (REGISTRATION,))]
    gone = world.state.contact("contact-3")
    assert gone is not None
    assert gone.status == "left"
    assert world.state.closed_to("contact-3", 1)
    assert len(world.state.escalations) == raised
    assert leave(world, MIA, by=GRACE) == []


def test_who_invited_somebody_ends_their_access_and_nobody_else_does(world: World) -> None:
    with pytest.raises(NotAllowedError, match="who invited"):
        leave(world, LINUS, by=MIA)
    leave(world, MIA, by=LINUS)
    assert world.state.reachable()[-1].id == "contact-2"


def test_the_first_contact_stays(world: World) -> None:
    world.do(c.PassPrimary(contact="contact-2", by="contact-1"), GRACE)
    with pytest.raises(NotAllowedError, match="Your first contact stays"):
        leave(world, LINUS, by=GRACE)
    leave(world, GRACE, by=LINUS)


def test_the_first_contact_stays_also_where_mail_does_not_reach_them(world: World) -> None:
    trouble = c.RecordMailTrouble(
        effect=f"{world.id}:99:request", mail="request", to=GRACE, trouble="complained"
    )
    world.do(trouble, "system:mail")
    assert world.state.reachable()[0].id == "contact-2"
    with pytest.raises(NotAllowedError, match="Your first contact stays"):
        leave(world, GRACE, by=LINUS)


def test_nobody_becomes_the_approver_by_ending_the_access_of_who_is(world: World) -> None:
    world.do(c.SetRole(contact="contact-3", role="approver"))
    for by in (GRACE, LINUS):
        with pytest.raises(NotAllowedError, match="Who signs for you stays"):
            leave(world, MIA, by=by)
    world.do(c.SetRole(contact="contact-1", role="approver"))
    leave(world, MIA, by=GRACE)


def test_who_gave_a_task_away_is_told_once_it_is_done_and_who_did_it_is_not_told_twice(world: World) -> None:
    world.do(c.TakeBackTask(task=REGISTRATION, by="contact-3"), MIA)
    hand(world, "Linus", BILLING, by=GRACE)
    plan = plan_of(world.state, world.ports.playbooks)

    def make(s: Any) -> c.Command:
        return c.SubmitAnswers(task=BILLING, contact="contact-2", answers=answers_for(plan, BILLING, s))

    world.do(make, LINUS)
    world.wait(minutes=15)
    told = [(mail.to, notice.kind) for mail in world.mails("receipt") for notice in mail.notices]
    assert told.count((GRACE, "passed_on")) == 1
    assert {kind for to, kind in told if to == LINUS} == {"answered"}


def test_who_does_it_themselves_after_all_is_not_told_that_a_colleague_did(world: World) -> None:
    hand(world, "Linus", BILLING, by=GRACE)
    task = world.state.task(BILLING)
    assert task is not None
    do_task(world, task)
    world.wait(minutes=15)
    assert "passed_on" not in {n.kind for mail in world.mails("receipt") for n in mail.notices}


def test_what_came_back_was_given_by_nobody_so_nobody_is_told_that_a_colleague_did_it() -> None:
    world = World()
    world.open()
    hand(world, "Linus", REGISTRATION, by=GRACE)
    hand(world, "Mia", BILLING, by=LINUS)
    leave(world, MIA)
    assert has(world, BILLING) == "contact-2"
    task = world.state.task(BILLING)
    assert task is not None
    do_task(world, task)
    world.wait(minutes=15)
    assert "passed_on" not in {n.kind for mail in world.mails("receipt") for n in mail.notices}
