"""What the team changes in a plan that is under way: opened again, waived by two, blocked, held, moved, taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.deadlines import next_check_at
from chalicelib.domain.errors import InvalidError, NotAllowedError, NotFoundError, WrongStateError
from chalicelib.domain.onboarding import Task
from tests.properties.world import ADA, GRACE, INES, LEE, PLAYBOOKS, World, do_task, play_to_the_end, sealed


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def task(world: World, name: str) -> Task:
    found = world.state.task(name)
    assert found is not None
    return found


def waiving_needs_two(world: World, name: str) -> None:
    """Let the playbook want a second person for a task."""
    playbook = PLAYBOOKS["simple"]
    tasks = tuple(
        replace(rule, waive="second_person") if rule.id == name else rule for rule in playbook.tasks
    )
    world.ports.playbooks._versions[playbook.ref] = replace(playbook, tasks=tasks)  # type: ignore[attr-defined]


def until_set_up(world: World) -> None:
    while not world.calls():
        do_task(world, next(t for t in world.state.tasks if t.status == "open"), number=world.count)


# ---- open again


def test_a_task_that_is_open_again_has_its_full_time_and_its_owner_is_told(world: World) -> None:
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), ADA)
    world.clock.advance(timedelta(days=1))
    world.do(lambda s: c.ReopenTask(task="accept_handoff", reason=sealed(s)), LEE)
    again = task(world, "accept_handoff")
    assert (again.status, again.proof, again.opened_at) == ("open", None, world.clock.now())
    assert again.due_at is not None
    assert again.due_at > world.clock.now()
    assert [mail.to for mail in world.mails("task")] == ["person:ada"]


def test_what_followed_from_a_task_stays_and_the_journal_says_so(world: World) -> None:
    until_set_up(world)
    world.do(lambda s: c.ReopenTask(task="inputs_verified", reason=sealed(s)))
    (said,) = world.happened("TaskReopened")
    assert said["stays"] == ["stage:collection", "gate:ready_to_commit", "gate:ready_for_setup"]
    assert all(gate.passed_at for gate in world.state.gates if gate.id == "ready_for_setup")
    assert {stage.id: stage.status for stage in world.state.stages}["setup"] == "active"


def test_the_customer_is_asked_again_and_what_they_gave_before_does_not_count(world: World) -> None:
    world.upload("registration")
    world.verdict("registration")
    world.scan("registration")
    assert task(world, "registration").status == "done"
    world.clock.advance(timedelta(hours=1))
    world.do(lambda s: c.ReopenTask(task="registration", reason=sealed(s)))
    assert (task(world, "registration").status, len(world.state.documents)) == ("open", 1)
    assert world.mails("request")[-1].tasks == ("registration",)
    world.upload("registration", "e" * 32)
    world.verdict("registration", "e" * 32)
    world.scan("registration", "e" * 32)
    assert task(world, "registration").status == "done"


def test_answers_given_before_count_again_once_they_are_given_again(world: World) -> None:
    form = task(world, "contacts_and_billing")
    do_task(world, form)
    world.clock.advance(timedelta(hours=1))
    world.do(lambda s: c.ReopenTask(task=form.id, reason=sealed(s)))
    again = task(world, form.id)
    assert again.status == "open"
    assert again.answers
    do_task(world, again)
    assert task(world, form.id).status == "done"


def test_only_what_is_settled_can_be_opened_again(world: World) -> None:
    with pytest.raises(WrongStateError, match="nothing to open again"):
        world.do(lambda s: c.ReopenTask(task="registration", reason=sealed(s)))
    with pytest.raises(NotFoundError):
        world.do(lambda s: c.ReopenTask(task="nonsense", reason=sealed(s)))


def test_nothing_closes_while_a_task_is_open_again(world: World) -> None:
    play_to_the_end(world)
    assert world.state.ended
    world.do(lambda s: c.ReopenOnboarding(reason=sealed(s), tasks=("customer_told",)))
    assert (world.state.status, world.state.ended) == ("live", False)
    world.do(c.CompleteTask(task="customer_told"))
    assert (world.state.status, world.state.ended) == ("closed", True)


# ---- waived by two


def test_a_task_that_needs_a_second_person_is_waived_by_two(world: World) -> None:
    waiving_needs_two(world, "registration")
    with pytest.raises(NotAllowedError, match="second person"):
        world.do(lambda s: c.WaiveTask(task="registration", reason=sealed(s)))
    world.do(lambda s: c.RequestWaiver(task="registration", reason=sealed(s)))
    (raised,) = list(world.state.raised())
    assert (raised.rule, raised.owner) == ("task.waiver", "lee")
    with pytest.raises(NotAllowedError, match="somebody other"):
        world.do(c.ApproveWaiver(task="registration"), ADA)
    world.do(c.ApproveWaiver(task="registration"), LEE)
    waived = task(world, "registration")
    assert waived.proof is not None
    assert (waived.status, waived.proof.by, waived.proof.asked_by) == ("waived", LEE, ADA)
    assert not list(world.state.raised())


def test_a_token_or_nobodys_request_waives_nothing(world: World) -> None:
    with pytest.raises(WrongStateError, match="Nobody has asked"):
        world.do(c.ApproveWaiver(task="registration"), LEE)
    world.do(lambda s: c.RequestWaiver(task="registration", reason=sealed(s)), "token:admin")
    with pytest.raises(NotAllowedError):
        world.do(c.ApproveWaiver(task="registration"), "token:other")


def test_what_is_done_meanwhile_needs_no_waiver(world: World) -> None:
    world.do(lambda s: c.RequestWaiver(task="registration", reason=sealed(s)))
    do_task(world, task(world, "registration"))
    assert not [e for e in world.state.raised() if e.rule == "task.waiver"]


# ---- blocked


def test_a_blocked_task_says_what_blocks_it_since_when(world: World) -> None:
    world.do(c.BlockTask(task="registration", code="third_party"))
    since = world.clock.now()
    world.clock.advance(timedelta(hours=2))
    world.do(lambda s: c.BlockTask(task="registration", code="other", note=sealed(s)), INES)
    blocked = task(world, "registration").blocked
    assert blocked is not None
    assert (blocked.code, blocked.since, blocked.by) == ("other", since, INES)
    world.do(c.UnblockTask(task="registration"))
    assert task(world, "registration").blocked is None


def test_nothing_blocks_what_is_done(world: World) -> None:
    world.do(c.BlockTask(task="registration", code="third_party"))
    do_task(world, task(world, "registration"))
    assert task(world, "registration").blocked is None
    with pytest.raises(WrongStateError, match="already done"):
        world.do(c.BlockTask(task="registration", code="third_party"))


@pytest.mark.parametrize("code", ["other", "nonsense", "legal"])
def test_a_reason_is_one_of_its_group_and_other_says_why(world: World, code: str) -> None:
    with pytest.raises(InvalidError, match="third_party"):
        world.do(c.BlockTask(task="registration", code=code))


# ---- held until a day


def test_the_owner_is_reminded_on_the_day_that_a_hold_should_end_and_it_goes_on_by_hand(world: World) -> None:
    world.do(c.HoldOnboarding(code="legal", until=date(2026, 11, 28)))
    assert (world.state.held_code, next_check_at(world.state)) == ("legal", world.state.held_until)
    assert world.state.held_until == datetime(
        2026, 11, 30, 8, 0, tzinfo=UTC
    )  # the Saturday's next working day
    world.wait(days=8)
    (raised,) = list(world.state.raised())
    assert (raised.rule, raised.owner, world.state.status) == ("hold.over", "ada", "on_hold")
    assert "Legal or contract questions" in {fact.value for fact in raised.why.facts}
    world.wait(days=8)
    assert len(list(world.state.raised())) == 1
    world.do(c.ReleaseOnboarding())
    assert not [e for e in world.state.raised() if e.rule == "hold.over"]
    assert (world.state.held_code, world.state.held_until) == (None, None)


def test_a_hold_until_another_day_reminds_again(world: World) -> None:
    for day in (date(2026, 11, 30), date(2026, 12, 14)):
        world.do(c.HoldOnboarding(code="legal", until=day))
        world.wait(days=12)
        world.do(c.ReleaseOnboarding())
    assert [e.rule for e in world.state.escalations].count("hold.over") == 2


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2020, 1, 1), date(2100, 1, 1), date.max])
def test_a_hold_ends_on_a_day_to_come(world: World, day: date) -> None:
    with pytest.raises(InvalidError, match="from tomorrow"):
        world.do(c.HoldOnboarding(code="legal", until=day))


def test_a_hold_without_a_word_is_refused(world: World) -> None:
    with pytest.raises(InvalidError, match="customer_asked"):
        world.do(c.HoldOnboarding())
    with pytest.raises(InvalidError, match="no reason for cancelling"):
        world.do(c.CancelOnboarding(code="legal"))


# ---- the date


def test_the_date_moves_by_hand_with_its_why_and_the_customer_is_not_mailed(world: World) -> None:
    mails = len(world.mails())
    world.do(c.SetTarget(date=date(2026, 12, 18), code="scope_grew"))
    assert world.state.target_at == datetime(2026, 12, 18, 16, 0, tzinfo=UTC)
    (entry,) = [entry for entry in world.journal() if entry["type"] == "TargetSet"]
    facts = {fact["name"]: fact["value"] for fact in entry["why"]["facts"]}
    assert facts["because"] == "More was asked for than was sold"
    assert facts["was"].startswith("Fri 11 Dec 2026")
    assert [mail for mail in world.mails()[mails:] if mail.to.startswith("contact:")] == []


@pytest.mark.parametrize(
    ("day", "says"),
    [(date(2026, 11, 20), "from today"), (date.max, "from today"), (date(2026, 12, 25), "Nobody works")],
)
def test_a_day_that_cannot_be_is_refused(world: World, day: date, says: str) -> None:
    with pytest.raises(InvalidError, match=says):
        world.do(c.SetTarget(date=day, code="scope_grew"))


def test_the_crm_has_the_last_word_on_the_committed_date(world: World) -> None:
    world.do(c.SetTarget(date=date(2026, 12, 18), code="scope_grew"))
    world.deal(committed=date(2026, 12, 16), modified_at=world.clock.now())
    assert world.state.target_at == datetime(2026, 12, 16, 16, 0, tzinfo=UTC)


# ---- taken back


def test_a_cancelled_onboarding_goes_on_where_it_stopped(world: World) -> None:
    due = task(world, "registration").due_at
    world.do(c.CancelOnboarding(code="customer_withdrew"))
    assert world.state.ended_code == "customer_withdrew"
    world.clock.advance(timedelta(days=7))
    world.do(lambda s: c.ReopenOnboarding(reason=sealed(s)))
    assert (world.state.status, world.state.ended, world.state.ended_code) == ("active", False, None)
    moved = task(world, "registration").due_at
    assert due is not None
    assert moved == due + timedelta(days=7)
    assert world.upload("registration").events


def test_one_that_was_on_hold_when_it_was_cancelled_moves_by_all_that_time(world: World) -> None:
    due = task(world, "registration").due_at
    world.do(c.HoldOnboarding(code="legal"))
    world.clock.advance(timedelta(days=7))
    world.do(c.CancelOnboarding(code="customer_withdrew"))
    world.clock.advance(timedelta(days=7))
    world.do(lambda s: c.ReopenOnboarding(reason=sealed(s)))
    assert due is not None
    assert task(world, "registration").due_at == due + timedelta(days=14)


def test_what_is_complete_needs_something_to_do_when_it_is_opened_again(world: World) -> None:
    play_to_the_end(world)
    with pytest.raises(InvalidError, match="Name at least one task"):
        world.do(lambda s: c.ReopenOnboarding(reason=sealed(s)))
    with pytest.raises(NotFoundError, match="no task"):
        world.do(lambda s: c.ReopenOnboarding(reason=sealed(s), tasks=("nonsense",)))


def test_only_an_end_is_taken_back(world: World) -> None:
    with pytest.raises(WrongStateError, match="has not ended"):
        world.do(lambda s: c.ReopenOnboarding(reason=sealed(s)))


# ---- late, and why


def test_who_takes_an_escalation_may_say_why_it_came_to_that(world: World) -> None:
    world.wait(hours=9)
    escalation = next(world.state.raised())
    with pytest.raises(InvalidError, match="customer_slow"):
        world.do(c.AcknowledgeEscalation(escalation=escalation.id, code="legal"))
    world.do(c.AcknowledgeEscalation(escalation=escalation.id, code="our_capacity"))
    assert next(world.state.raised()).code == "our_capacity"
    with pytest.raises(InvalidError, match="customer_slow"):
        world.do(c.AcknowledgeEscalation(escalation=escalation.id, code="legal"))


def test_a_reason_that_comes_too_late_to_be_kept_is_not_dropped_in_silence(world: World) -> None:
    world.wait(hours=9)
    escalation = next(world.state.raised())
    world.do(c.AcknowledgeEscalation(escalation=escalation.id, code="our_capacity"))
    world.do(c.AcknowledgeEscalation(escalation=escalation.id, code="our_capacity"))
    with pytest.raises(WrongStateError, match="when you resolve it"):
        world.do(c.AcknowledgeEscalation(escalation=escalation.id, code="customer_slow"))


def test_a_reopened_file_task_waits_for_a_new_file_by_whoever_sends_it(world: World) -> None:
    world.do(lambda s: c.WaiveTask(task="registration", reason=sealed(s)))
    world.do(lambda s: c.ReopenTask(task="registration", reason=sealed(s)), GRACE)
    assert task(world, "registration").status == "open"
