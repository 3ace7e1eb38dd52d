"""What the customer asks and where they are stuck: in front of a person, answered once, and not reminded of meanwhile."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.questions import MOST_OPEN
from tests.properties.world import ADA, GRACE, World, do_task, sealed

TASK = "registration"


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def stuck(world: World, code: Any = "missing", task: str = TASK) -> Any:
    return world.do(
        lambda s: c.ReportStuck(task=task, contact="contact-1", code=code, text=sealed(s, "No register.")),
        GRACE,
    )


def ask(world: World, task: str | None = None) -> Any:
    return world.do(lambda s: c.AskQuestion(contact="contact-1", text=sealed(s), task=task), GRACE)


def answer(world: World, question: str = "question-1") -> Any:
    return world.do(lambda s: c.AnswerQuestion(question=question, text=sealed(s, "A copy will do.")), ADA)


def raised(world: World, rule: str) -> list[Any]:
    return [one for one in world.state.raised() if one.rule == rule]


def test_who_is_stuck_is_in_front_of_the_tasks_owner_and_told_until_when_we_answer(world: World) -> None:
    stuck(world)
    (entry,) = raised(world, "customer.stuck")
    assert (entry.owner, entry.rung, entry.subject) == ("ada", 1, "question:question-1")
    assert world.state.questions[0].answer_by > world.clock.now()


def test_a_task_that_cannot_go_on_is_not_reminded_of_until_somebody_has_answered(world: World) -> None:
    stuck(world)
    world.wait(days=6)
    assert all(TASK not in mail.tasks for mail in world.mails("reminder"))
    assert any("contacts_and_billing" in mail.tasks for mail in world.mails("reminder"))
    answer(world)
    world.wait(days=6)
    assert any(TASK in mail.tasks for mail in world.mails("reminder"))


def test_the_customer_is_not_late_with_what_we_are_to_answer(world: World) -> None:
    do_task(world, world.state.task("contacts_and_billing"))
    stuck(world)
    world.wait(days=12)
    assert not raised(world, "customer.late")
    assert not raised(world, "reminders.used_up")


def test_it_is_our_turn_while_the_customer_is_stuck(world: World) -> None:
    for task in list(world.state.tasks):
        if task.stage == "collection" and task.id not in {TASK} and task.status == "open":
            do_task(world, task)
    stuck(world)
    assert all(stage.waiting is None or TASK not in stage.waiting.tasks for stage in world.state.stages)


def test_the_answer_goes_to_who_asked_and_the_entry_leaves_the_list(world: World) -> None:
    ask(world, TASK)
    answer(world)
    assert (world.mails()[-1].mail, world.mails()[-1].to, world.mails()[-1].question) == (
        "answer",
        "contact:contact-1",
        "question-1",
    )
    assert not raised(world, "customer.question")
    assert world.state.questions[0].answered_by == ADA


def test_the_lead_hears_of_a_question_after_the_hours_that_the_playbook_allows(world: World) -> None:
    ask(world)
    (entry,) = raised(world, "customer.question")
    allowed = world.context().calendar_for("person:ada").due(world.clock.now(), 8)
    assert entry.next_rung_at == allowed
    world.clock.advance(allowed - world.clock.now() + timedelta(minutes=1))
    world.sweep()
    (entry,) = raised(world, "customer.question")
    assert (entry.rung, entry.owner) == (2, "lee")


def test_only_an_answer_takes_it_off_the_list(world: World) -> None:
    ask(world)
    (entry,) = raised(world, "customer.question")
    with pytest.raises(WrongStateError, match="leaves the list by itself"):
        world.do(c.ResolveEscalation(escalation=entry.id))


def test_a_task_that_is_done_holds_nobody_up_any_more(world: World) -> None:
    stuck(world)
    do_task(world, world.state.task(TASK))
    assert not raised(world, "customer.stuck")
    assert not world.state.questions[0].open


def test_a_task_that_a_colleague_has_now_holds_nobody_up(world: World) -> None:
    stuck(world, "somebody_else")
    world.do(
        lambda s: c.AssignTask(task=TASK, name=sealed(s, "Linus"), email=sealed(s, "linus"), by="contact-1"),
        GRACE,
    )
    assert not raised(world, "customer.stuck")
    world.wait(days=4)
    assert any(mail.to == "contact:contact-2" and TASK in mail.tasks for mail in world.mails("reminder"))


def test_a_question_about_a_task_that_is_done_still_wants_its_answer(world: World) -> None:
    ask(world, TASK)
    do_task(world, world.state.task(TASK))
    assert world.state.questions[0].open


def test_what_cannot_hold_anybody_up_is_refused(world: World) -> None:
    stuck(world)
    with pytest.raises(WrongStateError, match="know already"):
        stuck(world)
    with pytest.raises(NotFoundError):
        stuck(world, task="accept_handoff")
    do_task(world, world.state.task(TASK))
    with pytest.raises(WrongStateError, match="nothing to do here"):
        stuck(world)


def test_another_reason_says_which(world: World) -> None:
    with pytest.raises(InvalidError, match="what holds you up"):
        world.do(c.ReportStuck(task=TASK, contact="contact-1", code="other"), GRACE)


def test_there_is_a_limit_to_what_is_open_and_an_answer_makes_room(world: World) -> None:
    for _ in range(MOST_OPEN):
        ask(world)
    with pytest.raises(WrongStateError, match="open already"):
        ask(world)
    answer(world)
    ask(world)


def test_who_is_stuck_gets_through_however_much_was_asked(world: World) -> None:
    for _ in range(MOST_OPEN):
        ask(world)
    stuck(world)
    assert world.state.stuck(TASK)
    assert raised(world, "customer.stuck")


def test_who_is_stuck_takes_nobodys_place_among_the_questions(world: World) -> None:
    for _ in range(MOST_OPEN - 1):
        ask(world)
    stuck(world)
    ask(world)


def test_where_there_is_no_room_the_refusal_says_whom_to_write_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.domain.questions.MOST_STUCK", 0)
    with pytest.raises(WrongStateError, match=re.escape("write to Ada")) as refusal:
        stuck(world)
    assert "ada@" in str(refusal.value)


def test_a_question_is_answered_once_and_only_if_there_is_one(world: World) -> None:
    ask(world)
    answer(world)
    with pytest.raises(WrongStateError, match="answered this already"):
        answer(world)
    with pytest.raises(NotFoundError):
        answer(world, "question-9")


def test_nobody_asks_after_the_end(world: World) -> None:
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)))
    with pytest.raises(WrongStateError, match="has ended"):
        ask(world)
    with pytest.raises(WrongStateError):
        stuck(world)


def test_the_answer_to_somebody_who_has_left_goes_to_who_is_there(world: World) -> None:
    world.do(lambda s: c.InviteContact(name=sealed(s, "Piet"), email=sealed(s, "piet")))
    world.do(lambda s: c.AskQuestion(contact="contact-2", text=sealed(s)), "contact:contact-2")
    world.do(c.LeaveContact(contact="contact-2"), "contact:contact-2")
    answer(world)
    assert world.mails("answer")[-1].to == "contact:contact-1"
