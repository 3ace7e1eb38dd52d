"""What the team and the customer do by hand, and what is refused."""

from dataclasses import replace

import pytest

from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.decide import decide
from chalicelib.domain.errors import InvalidError, NotAllowedError, NotFoundError, WrongStateError
from tests.properties.world import ADA, GRACE, LEE, World, do_task, play_to_the_end, sealed


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def set_up(world: World) -> None:
    """Play until the first downstream call is made."""
    while not world.calls():
        do_task(world, next(task for task in world.state.tasks if task.status == "open"), number=world.count)


def test_a_failed_call_is_in_front_of_the_tasks_owner_and_can_be_made_again(world: World) -> None:
    set_up(world)
    task = world.calls()[0].task
    for _ in range(2):
        world.do(c.RecordProvisioning(task=task, succeeded=False, detail="quota exceeded"), "system:deliver")
    (escalation,) = [e for e in world.state.raised() if e.rule == "provisioning.failed"]
    assert escalation.owner == "ines"
    world.do(c.RetryProvisioning(task=task))
    first, second = (outgoing.key for outgoing in world.store.effects if outgoing.effect in world.calls())
    assert first != second
    world.do(c.RecordProvisioning(task=task, succeeded=True, reference="acc-1"), "system:deliver")
    assert "provisioning.failed" not in {e.rule for e in world.state.raised()}


def test_a_stage_behind_a_gate_waits_for_its_proof_even_when_every_stage_before_is_done() -> None:
    world = World()
    world.open(tier="enterprise")
    while open_ := [task for task in world.state.tasks if task.status == "open"]:
        do_task(world, open_[0], number=world.count)
    statuses = {stage.id: stage.status for stage in world.state.stages}
    assert (statuses["adoption"], statuses["transition"]) == ("done", "waiting")
    assert world.state.promises[0].settled is None
    world.do(lambda s: c.SettlePromise(promise="promise-1", note=sealed(s)))
    assert world.state.stages[-1].status == "active"


def test_a_stage_begins_with_whoever_is_there_on_that_day(world: World) -> None:
    for name in ("ines", "lee"):
        person = world.people.directory().get(name)
        assert person is not None
        world.people.put(replace(person, active=name == "lee"))
    set_up(world)
    assert {stage.id: stage.owner for stage in world.state.stages}["setup"] == "lee"


def test_a_late_answer_of_a_settled_call_changes_nothing(world: World) -> None:
    set_up(world)
    task = world.calls()[0].task
    world.do(c.RecordProvisioning(task=task, succeeded=True), "system:deliver")
    assert world.do(c.RecordProvisioning(task=task, succeeded=False), "system:deliver").events == ()


def test_an_approval_is_for_its_own_side_to_give(world: World) -> None:
    with pytest.raises(NotAllowedError, match="for the team"):
        world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s), contact="contact-1"), GRACE)
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), ADA)
    assert world.state.milestones.handed_off is not None


def test_the_team_does_not_sign_off_for_the_customer(world: World) -> None:
    state = replace(world.state, tasks=tuple(replace(task, status="open") for task in world.state.tasks))
    task = next(task for task in state.tasks if task.kind == "approval" and task.by_customer)
    sign_off = c.ApproveTask(task=task.id, name=sealed(Sealer("sign-off")))
    with pytest.raises(NotAllowedError, match="for the customer"):
        decide(state, sign_off, world.context(ADA))


def test_a_refusal_is_told_to_the_owner_once_and_the_task_stays_open(world: World) -> None:
    for _ in range(2):
        world.do(lambda s: c.DeclineTask(task="accept_handoff", reason=sealed(s)), ADA)
    assert [e.rule for e in world.state.raised()] == ["approval.declined"]
    assert world.state.task("accept_handoff").status == "open"  # type: ignore[union-attr]


def test_what_an_act_of_its_own_settles_cannot_be_waved_off_the_list(world: World) -> None:
    world.wait(hours=9)
    (escalation,) = [e for e in world.state.raised() if e.subject == "task:accept_handoff"]
    with pytest.raises(WrongStateError, match="leaves the list by itself"):
        world.do(c.ResolveEscalation(escalation=escalation.id))


def test_an_override_asked_for_by_somebody_without_a_lead_is_for_another_person(world: World) -> None:
    world.do(lambda s: c.RequestOverride(gate="ready_for_setup", reason=sealed(s)), "person:sam")
    (escalation,) = list(world.state.raised())
    assert escalation.owner not in {"sam", ""}
    world.do(c.Reassign(subject="onboarding", person="fallback"))
    world.do(lambda s: c.RequestOverride(gate="ready_for_live", reason=sealed(s)), "person:fallback")
    assert [e.subject for e in world.state.raised()] == ["gate:ready_for_setup", "gate:ready_for_live"]


def test_whoever_is_given_something_is_told(world: World) -> None:
    world.wait(hours=9)
    escalation = next(world.state.raised())
    for subject in (
        "onboarding",
        "stage:handoff",
        f"escalation:{escalation.id}",
        "stage:setup",
        "task:registration",
    ):
        world.do(c.Reassign(subject=subject, person="lee"))
    told = [mail.mail for mail in world.mails() if mail.to == "person:lee"]
    assert told == ["assigned", "handoff"]
    assert [mail.to for mail in world.mails() if mail.name == "passed_on"] == ["person:lee"]
    assert [notice.escalation for notice in world.notices() if notice.person == "lee"] == [escalation.id]


def test_somebody_who_has_left_is_given_nothing(world: World) -> None:
    lee = world.people.directory().get("lee")
    assert lee is not None
    world.people.put(replace(lee, active=False))
    with pytest.raises(InvalidError, match="not in the directory"):
        world.do(c.Reassign(subject="onboarding", person="lee"), LEE)


def test_a_colleague_is_invited_once_and_gets_a_link_and_a_mail(world: World) -> None:
    invitation = c.InviteContact
    world.do(
        lambda s: invitation(name=sealed(s, "P"), email=sealed(s, "piet"), invited_by="contact-1"), GRACE
    )
    with pytest.raises(WrongStateError, match="already has a link"):
        world.do(
            lambda s: invitation(name=sealed(s, "P"), email=sealed(s, "piet"), invited_by="contact-1"), GRACE
        )
    assert [mail.to for mail in world.mails("request")] == ["contact:contact-2"]
    token = world.ports.links.token(onboarding=world.id, contact="contact-2", epoch=1)
    assert world.store.find(world.ports.links.hash(token)).contact == "contact-2"


def test_a_colleague_whom_the_team_invites_gets_the_mail_too(world: World) -> None:
    world.do(lambda s: c.InviteContact(name=sealed(s, "P"), email=sealed(s, "piet")))
    assert [mail.to for mail in world.mails("request")] == ["contact:contact-2"]


def test_so_many_people_are_invited_that_their_links_can_be_ended_in_one_commit(world: World) -> None:
    def invite(email: str, by: str | None = None) -> None:
        world.do(lambda s: c.InviteContact(name=sealed(s), email=sealed(s, email), invited_by=by))

    for number in range(29):
        invite(f"{number}@acme.example", "contact-1")
    with pytest.raises(WrongStateError, match="30 people already"):
        invite("one more", "contact-1")
    world.do(c.LeaveContact(contact="contact-2"), "contact:contact-2")
    invite("one more", "contact-1")
    for number in range(5):
        invite(f"{number}@team.example")
    with pytest.raises(WrongStateError, match="The customer has 35 people here, 36 with those who have left"):
        invite("and another")
    world.do(c.RevokeLinks())
    assert world.state.link_epoch == 2
    tokens = (world.ports.links.token(onboarding=world.id, contact=f"contact-{n}", epoch=2) for n in (2, 3))
    left, stays = (world.store.find(world.ports.links.hash(token)) for token in tokens)
    assert (left, stays is not None) == (None, True)


def test_an_address_that_bounces_asks_the_next_contact_and_tells_the_owner(world: World) -> None:
    bounced = c.RecordMailTrouble(
        effect="x:1:welcome", mail="welcome", to="contact:contact-1", trouble="bounced"
    )
    world.do(bounced, "system:feedback")
    world.do(bounced, "system:feedback")
    assert world.state.contacts[0].status == "unreachable"
    assert [e.rule for e in world.state.raised()] == ["customer.unreachable"]


def test_live_needs_setup_communication_and_handover(world: World) -> None:
    play_to_the_end(world)
    assert world.state.status == "live"
    assert world.state.ended
    assert {mail.mail for mail in world.mails()} >= {
        "welcome",
        "assigned",
        "handoff",
        "progress",
        "live",
        "wrapped_up",
    }


def test_after_the_end_everything_is_refused_with_a_sentence(world: World) -> None:
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)))
    for command in (
        c.CompleteTask(task="inputs_verified"),
        c.ReleaseOnboarding(),
        c.ApproveOverride(gate="ready_for_live"),
    ):
        with pytest.raises(WrongStateError):
            world.do(command)
    assert list(world.state.raised()) == []


def test_what_is_cancelled_is_on_nobodys_list(world: World) -> None:
    world.wait(days=9)
    assert list(world.state.raised())
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)))
    assert list(world.state.raised()) == []


def test_who_is_unknown_is_not_found() -> None:
    world = World()
    with pytest.raises(NotFoundError):
        world.do(c.RevokeLinks())


def test_a_sign_off_is_for_its_role_its_owner_or_who_leads_them(world: World) -> None:
    with pytest.raises(NotAllowedError, match="role 'onboarding'"):
        world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), "person:ines")
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s)), LEE)
    assert world.state.task("accept_handoff").status == "done"


def test_whoever_has_a_task_now_is_told_unless_their_stage_began_with_it(world: World) -> None:
    play_to_the_end(world)
    told = [(mail.to, mail.tasks) for mail in world.mails() if mail.mail == "task"]
    assert ("person:tom", ("ownership_handed_over",)) in told
    assert not [tasks for _, tasks in told if "kickoff_call" in tasks]
