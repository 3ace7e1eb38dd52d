"""What time brings about: reminders, escalations and their ladder, holds that stop all of it."""

from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.deadlines import next_check_at
from chalicelib.domain.decide import MOST_AT_ONCE
from tests.properties.world import ADA, GRACE, LEE, MONDAY, PLAYBOOKS, World, do_task, sealed


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


# ---- reminders


def test_the_customer_is_reminded_of_everything_outstanding_until_the_maximum(world: World) -> None:
    world.wait(days=60)
    reminders = world.mails("reminder")
    assert [mail.number for mail in reminders] == [1, 2, 3, 4, 5]
    assert reminders[0].tasks == ("registration", "contacts_and_billing")


def test_the_first_reminder_comes_after_the_working_hours_of_the_playbook(world: World) -> None:
    world.wait(hours=23)
    assert world.mails("reminder") == []
    world.wait(hours=2)
    assert len(world.mails("reminder")) == 1


def test_who_has_given_everything_is_not_reminded(world: World) -> None:
    for task in list(world.state.outstanding()):
        do_task(world, task)
    world.wait(days=30)
    assert world.mails("reminder") == []


def test_a_contact_who_has_left_is_not_reminded_and_the_next_one_is_asked(world: World) -> None:
    world.do(lambda s: c.InviteContact(name=sealed(s, "Piet"), email=sealed(s, "piet@acme.example")))
    world.do(c.LeaveContact(contact="contact-1"), GRACE)
    assert [mail.to for mail in world.mails("welcome")] == ["contact:contact-1", "contact:contact-2"]
    world.wait(days=30)
    assert {mail.to for mail in world.mails("reminder")} == {"contact:contact-2"}


# ---- the ladder


def climbing(world: World) -> list[tuple[int, str]]:
    raised = world.happened("EscalationRaised")
    return [
        (e["escalation"]["rung"], e["escalation"]["owner"])
        for e in raised
        if e["escalation"]["subject"] == "task:accept_handoff"
    ]


def test_an_untouched_task_climbs_from_owner_to_lead_to_sponsor_and_no_further(world: World) -> None:
    world.wait(days=30)
    assert climbing(world) == [(1, "ada"), (2, "lee"), (3, "sam")]


def test_who_acknowledges_stops_the_climb(world: World) -> None:
    world.wait(hours=9)
    (escalation,) = [e for e in world.state.raised() if e.subject == "task:accept_handoff"]
    world.do(c.AcknowledgeEscalation(escalation=escalation.id), ADA)
    world.wait(days=30)
    assert climbing(world) == [(1, "ada")]
    assert escalation.id in {e.id for e in world.state.raised()}


def test_what_is_done_leaves_the_list_by_itself(world: World) -> None:
    world.wait(hours=9)
    do_task(world, world.state.task("accept_handoff"))
    assert "task:accept_handoff" not in {e.subject for e in world.state.raised()}
    world.wait(days=2)
    assert climbing(world) == [(1, "ada")]


def test_a_stage_that_stalls_and_a_date_at_risk_are_raised_with_their_clocks(world: World) -> None:
    world.wait(hours=9)
    for (
        escalation
    ) in world.state.raised():  # while a task climbs to the same people, its stage is not told as well
        assert escalation.rule == "task.overdue"
        world.do(c.AcknowledgeEscalation(escalation=escalation.id), ADA)
    world.wait(days=18)
    rules = {escalation.rule: escalation for escalation in world.state.raised()}
    assert {"stage.stalled", "date.forecast", "task.overdue"} <= rules.keys()
    facts = {fact.name: fact.value for fact in rules["stage.stalled"].why.facts}
    assert facts["working hours allowed"] == "8:00"
    assert facts["since"].endswith("(Europe/Berlin)")


def test_more_than_one_commit_holds_is_carried_out_in_parts(world: World) -> None:
    for number in range(35):
        world.upload("registration", f"{number:032x}")
    world.clock.advance(timedelta(minutes=31))
    world.sweep()
    assert _waiting(world) >= 35 - MOST_AT_ONCE
    world.wait(minutes=10)
    assert _waiting(world) == 0


def _waiting(world: World) -> int:
    return sum(document.status == "received" for document in world.state.documents)


def test_what_becomes_due_at_the_same_instant_again_is_looked_at_again(world: World) -> None:
    world.upload("registration")
    world.wait(minutes=30)
    world.verdict("registration")
    assert world.state.documents[0].status == "checking"
    world.wait(minutes=1)
    assert world.state.documents[0].status == "needs_person"


# ---- on hold


def test_on_hold_nothing_is_due_and_nobody_is_mailed(world: World) -> None:
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    before = len(world.mails())
    assert next_check_at(world.state) is None
    world.wait(days=90)
    assert len(world.mails()) == before


def test_a_release_moves_every_instant_by_the_working_time_on_hold() -> None:
    world = World()
    world.open(committed=None)
    before = world.state
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    world.wait(days=7)
    world.do(c.ReleaseOnboarding())
    week = timedelta(days=7)
    after = world.state
    for task in before.tasks:
        now = after.task(task.id)
        assert now is not None
        assert (now.due_at or MONDAY) == (task.due_at + week if task.due_at else MONDAY)
    assert after.stages[0].due_at == before.stages[0].due_at + week  # type: ignore[operator]
    moved = {task.id: task.remind_at for task in after.outstanding()}
    assert moved == {task.id: task.remind_at + week for task in before.outstanding() if task.remind_at}
    assert after.target_at == before.target_at + week
    assert after.warn_at == before.warn_at + week  # type: ignore[operator]


def test_every_hold_moves_the_target_not_only_the_last(world: World) -> None:
    world = World()
    world.open(committed=None)
    before = world.state.target_at
    for _ in range(2):
        world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
        world.wait(days=7)
        world.do(c.ReleaseOnboarding())
    assert world.state.target_at == before + timedelta(days=14)


def test_a_committed_date_stays_through_a_hold(world: World) -> None:
    before = world.state.target_at
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    world.wait(days=2)
    world.do(c.ReleaseOnboarding())
    assert world.state.target_at == before


def test_a_ladder_does_not_climb_for_the_time_on_hold(world: World) -> None:
    world.wait(hours=9)
    assert climbing(world) == [(1, "ada")]
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    world.wait(days=20)
    world.do(c.ReleaseOnboarding())
    world.wait(minutes=5)
    assert climbing(world) == [(1, "ada")]
    world.wait(days=1)
    assert climbing(world)[:2] == [(1, "ada"), (2, "lee")]


def test_what_was_late_before_a_hold_is_not_raised_anew_by_its_end(world: World) -> None:
    world.wait(days=20)
    late = next(e for e in world.state.raised() if e.subject == "customer:late")
    world.do(c.AcknowledgeEscalation(escalation=late.id))
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    world.wait(days=7)
    world.do(c.ReleaseOnboarding())
    world.wait(minutes=5)
    raised = [e for e in world.state.escalations if e.subject == "customer:late"]
    assert [(e.id, e.resolved_at) for e in raised] == [(late.id, None)]
    assert raised[0].acknowledged_at


def test_what_the_customer_gives_on_hold_is_taken_and_judged(world: World) -> None:
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)), LEE)
    for task in list(world.state.outstanding()):
        do_task(world, task)
    assert world.state.outstanding() == ()
    assert PLAYBOOKS["simple"].stages[0].id == world.state.stage.id  # type: ignore[union-attr]
    assert len(world.mails("receipt")) >= 1
