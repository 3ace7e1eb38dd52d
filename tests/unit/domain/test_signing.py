"""A sign-off by the customer: by whom, of what exactly, and that nothing else is signed."""

from typing import Any

import pytest

from chalicelib.application.plans import plan_of
from chalicelib.domain import commands as c
from chalicelib.domain import signing
from chalicelib.domain.deal import DealContact
from chalicelib.domain.effects import SendMail
from chalicelib.domain.errors import InvalidError, NotAllowedError, WrongStateError
from chalicelib.domain.occasions import not_needed
from tests.properties.world import GRACE, World, a_deal, do_task, sealed, signature

LINUS = "contact:contact-2"
FILE = "a" * 32


def added(signer: str = "approver") -> World:
    """Return a world with a sign-off that waits for the customer, and one accepted document."""
    world = World()
    world.open()
    for act in (world.upload, world.verdict, world.scan):
        act("registration", FILE)
    world.do(
        c.AddTask(
            title="Agree to the move",
            stage="handoff",
            kind="approval",
            role="customer",
            statement="The data may move.",
            signer=signer,  # type: ignore[arg-type]
        )
    )
    return world


def name_linus(world: World, by: str | None = "contact-1") -> Any:
    def make(s: Any) -> c.Command:
        return c.AssignTask(task="added_1", name=sealed(s, "Linus"), email=sealed(s, "linus"), by=by)

    return world.do(make, f"contact:{by}" if by else "person:ada")


def sign(world: World, contact: str = "contact-1") -> Any:
    return world.do(signature(world, "added_1", contact), f"contact:{contact}")


def test_the_proof_holds_the_text_the_documents_and_all_of_it_by_hash() -> None:
    world = added("anyone")
    sign(world)
    task = world.state.task("added_1")
    assert task is not None
    proof, rule = task.proof, plan_of(world.state, world.ports.playbooks).task("added_1")
    assert proof is not None
    assert rule is not None
    assert proof.by == GRACE
    assert proof.shown == signing.text_hash("The data may move.")
    assert proof.hashes == tuple(d.sha256 for d in world.state.documents)
    assert proof.digest == signing.digest(world.state, shown="The data may move.", language="en")
    assert world.mails()[-1].mail == "signed"


def test_a_document_that_came_after_the_page_was_opened_is_not_signed() -> None:
    world = added("anyone")
    seen = signature(world, "added_1", "contact-1")
    for act in (world.upload, world.verdict, world.scan):
        act("registration", "b" * 32)
    world.do(c.ReviewDocument(document="b" * 32, accept=True))
    with pytest.raises(WrongStateError, match="has changed since you opened"):
        world.do(seen, GRACE)
    sign(world)


def test_another_text_than_the_page_showed_is_not_signed() -> None:
    world = added("anyone")
    rule = plan_of(world.state, world.ports.playbooks).task("added_1")
    assert rule is not None
    seen = signing.digest(world.state, shown="The data may stay.", language="en")
    with pytest.raises(WrongStateError):
        world.do(
            lambda s: c.ApproveTask(task="added_1", name=sealed(s), contact="contact-1", seen=seen), GRACE
        )


def test_nothing_is_signed_unseen() -> None:
    world = added("anyone")
    with pytest.raises(InvalidError, match="Open the page"):
        world.do(lambda s: c.ApproveTask(task="added_1", name=sealed(s), contact="contact-1"), GRACE)


def test_without_an_approver_nobody_signs_until_one_is_named_and_asked() -> None:
    world = added()
    assert world.mails("request")[-1].to == GRACE
    with pytest.raises(NotAllowedError, match="Somebody else"):
        sign(world)
    name_linus(world)
    assert world.state.contacts[-1].role == "approver"
    assert (world.mails()[-1].mail, world.mails()[-1].to) == ("handed", LINUS)
    with pytest.raises(NotAllowedError):
        sign(world)
    sign(world, "contact-2")


def test_an_approver_who_is_known_is_asked_at_once() -> None:
    world = World()
    world.open()
    world.do(c.SetRole(contact="contact-1", role="approver", by="contact-1"), GRACE)
    world.do(
        c.AddTask(
            title="Agree",
            stage="handoff",
            kind="approval",
            role="customer",
            statement="Yes.",
            signer="approver",
        )
    )
    assert [(mail.mail, mail.to) for mail in world.mails()[-1:]] == [("handed", GRACE)]


@pytest.mark.parametrize("signer", ["anyone", "approver"])
def test_an_approver_whom_the_crm_names_is_asked_to_sign_with_a_link_of_their_own(signer: str) -> None:
    world = World()
    people = (("grace", "champion"), ("linus", "Approver"))

    def deal(s: Any) -> c.Command:
        contacts = (
            DealContact(name=sealed(s, n), email=sealed(s, f"{n}@acme.example"), role=r) for n, r in people
        )
        return c.RecordDeal(deal=a_deal(s, contacts=tuple(contacts)))

    world.do(deal, "crm:deals")
    asked = len(world.mails())
    sign_off = {"kind": "approval", "role": "customer", "statement": "Yes.", "signer": signer}
    world.do(c.AddTask(title="Agree", stage="handoff", **sign_off))  # type: ignore[arg-type]
    assert [(mail.mail, mail.to, mail.tasks) for mail in world.mails()[asked:]] == [
        ("handed", LINUS, ("added_1",))
    ]
    token = world.ports.links.token(onboarding=world.id, contact="contact-2", epoch=1)
    assert world.store.find(world.ports.links.hash(token)).contact == "contact-2"
    sign(world, "contact-2")


def test_what_anybody_may_sign_and_was_taken_back_is_not_asked_of_the_approver_again() -> None:
    world = added("anyone")
    world.do(c.SetRole(contact="contact-1", role="champion"))
    world.do(lambda s: c.InviteContact(name=sealed(s, "L"), email=sealed(s, "l"), role="approver"))
    assert not any(mail.mail == "handed" for mail in world.mails())
    world.do(c.AssignTask(task="added_1", contact="contact-2", by="contact-1"), GRACE)
    world.do(c.TakeBackTask(task="added_1", by="contact-1"), GRACE)
    task = world.state.task("added_1")
    assert task is not None
    assert task.handed is None


def test_only_the_approver_declines() -> None:
    world = added()
    name_linus(world)
    with pytest.raises(NotAllowedError):
        world.do(lambda s: c.DeclineTask(task="added_1", reason=sealed(s), contact="contact-1"), GRACE)
    world.do(lambda s: c.DeclineTask(task="added_1", reason=sealed(s), contact="contact-2"), LINUS)


def test_nobody_makes_themselves_the_approver_beside_the_one_there_is() -> None:
    world = added()
    name_linus(world)
    with pytest.raises(NotAllowedError, match="signs for you already"):
        world.do(c.AssignTask(task="added_1", contact="contact-1", by="contact-1"), GRACE)
    with pytest.raises(NotAllowedError):
        world.do(c.SetRole(contact="contact-1", role="approver", by="contact-1"), GRACE)
    with pytest.raises(NotAllowedError):
        world.do(c.SetRole(contact="contact-2", role="billing", by="contact-1"), GRACE)
    world.do(c.SetRole(contact="contact-1", role="approver", by="contact-2"), LINUS)


def test_a_sign_off_cannot_be_given_back_to_nobody() -> None:
    world = added()
    name_linus(world)
    with pytest.raises(WrongStateError, match="must sign this"):
        world.do(c.TakeBackTask(task="added_1", by="contact-2"), LINUS)


def test_when_the_approver_leaves_somebody_else_is_named() -> None:
    world = added()
    name_linus(world)
    world.do(c.LeaveContact(contact="contact-2"), LINUS)
    assert world.mails("request")[-1].to == GRACE
    name = world.do(c.AssignTask(task="added_1", contact="contact-1", by="contact-1"), GRACE)
    assert name.events
    sign(world)


def test_an_approver_whose_mail_comes_back_stays_the_approver() -> None:
    world = added()
    name_linus(world)
    world.do(
        c.RecordMailTrouble(effect=f"{world.id}:99:handed", mail="handed", to=LINUS, trouble="bounced"),
        "system:mail",
    )
    assert world.state.contacts[-1].status == "unreachable"
    with pytest.raises(NotAllowedError, match="signs for you already"):
        world.do(c.AssignTask(task="added_1", contact="contact-1", by="contact-1"), GRACE)
    with pytest.raises(NotAllowedError, match="signs for you already"):
        world.do(c.SetRole(contact="contact-1", role="approver", by="contact-1"), GRACE)
    world.do(c.AssignTask(task="added_1", contact="contact-1"))
    sign(world)


def test_somebody_just_invited_does_not_make_themselves_the_approver() -> None:
    world = added()
    world.do(
        lambda s: c.InviteContact(
            name=sealed(s, "Mia"),
            email=sealed(s, "mia"),
            role="colleague",
            language="en",
            invited_by="contact-1",
        ),
        GRACE,
    )
    with pytest.raises(NotAllowedError, match="Only your first contact"):
        world.do(c.SetRole(contact="contact-2", role="approver", by="contact-2"), LINUS)
    with pytest.raises(NotAllowedError, match="Only your first contact"):
        world.do(c.AssignTask(task="added_1", contact="contact-2", by="contact-2"), LINUS)
    world.do(c.SetRole(contact="contact-2", role="approver", by="contact-1"), GRACE)
    sign(world, "contact-2")


def declined() -> World:
    """Return a world with a sign-off that the customer declined, and nothing else for them to give."""
    world = added("anyone")
    for task in world.state.outstanding():
        if task.id != "added_1":
            do_task(world, task)
    world.do(lambda s: c.DeclineTask(task="added_1", reason=sealed(s), contact="contact-1"), GRACE)
    return world


def answered(world: World) -> None:
    (entry,) = [one for one in world.state.raised() if one.rule == "approval.declined"]
    world.do(lambda s: c.ResolveEscalation(escalation=entry.id, note=sealed(s)))


def test_what_was_done_about_a_decline_is_kept_for_who_is_asked_again() -> None:
    world = declined()
    task = world.state.task("added_1")
    assert task is not None
    assert task.declined is not None
    assert (task.declined.by, task.declined.settled_at) == (GRACE, None)
    assert task.declined.answer_by is not None
    answered(world)
    task = world.state.task("added_1")
    assert task is not None
    assert task.declined is not None
    assert task.declined.settled_at is not None
    assert task.declined.note is not None
    assert not any(notice.kind == "settled" for mail in world.mails("receipt") for notice in mail.notices)


def test_who_declined_hears_that_it_is_settled_where_a_colleague_signs_then() -> None:
    world = declined()
    world.do(
        lambda s: c.InviteContact(
            name=sealed(s, "Otto"),
            email=sealed(s, "otto"),
            role="colleague",
            language="en",
            invited_by="contact-1",
        ),
        GRACE,
    )
    world.do(c.AssignTask(task="added_1", contact="contact-2", by="contact-1"), GRACE)
    answered(world)
    world.wait(hours=1)
    assert world.mails("request")[-1].to == LINUS
    settled = [
        (mail.to, notice.task)
        for mail in world.mails("receipt")
        for notice in mail.notices
        if notice.kind == "settled"
    ]
    assert settled == [(GRACE, "added_1")]


def test_a_sign_off_that_was_declined_is_not_reminded_of_until_we_have_answered() -> None:
    world = declined()
    world.wait(days=12)
    assert world.mails("reminder") == []
    answered(world)
    assert (world.mails()[-1].mail, world.mails()[-1].to, world.mails()[-1].tasks) == (
        "request",
        GRACE,
        ("added_1",),
    )
    assert world.mails("reminder") == []
    world.wait(days=6)
    assert {mail.tasks for mail in world.mails("reminder")} == {("added_1",)}


def test_the_customer_is_not_late_with_a_sign_off_that_they_declined_and_our_answer_is() -> None:
    world = declined()
    world.wait(days=12)
    rules = {one.rule for one in world.state.escalations}
    assert not rules & {"customer.late", "reminders.used_up"}
    (entry,) = [one for one in world.state.raised() if one.rule == "approval.declined"]
    assert entry.rung > 1


def test_a_sign_off_that_was_declined_does_not_stop_our_clock() -> None:
    world = declined()
    assert all(stage.waiting is None or "added_1" not in stage.waiting.tasks for stage in world.state.stages)


def test_a_reminder_on_its_way_of_what_was_declined_since_is_not_sent() -> None:
    world = declined()
    mail = SendMail(name="reminder", mail="reminder", to=GRACE, tasks=("added_1",), number=1)
    assert not_needed(world.state, mail) == "it is for us to answer first"
    answered(world)
    assert not_needed(world.state, mail) is None


def test_when_who_declined_leaves_the_next_is_not_asked_to_sign_before_we_have_answered() -> None:
    world = declined()
    name = lambda s: c.InviteContact(  # noqa: E731
        name=sealed(s, "Otto"),
        email=sealed(s, "otto"),
        role="colleague",
        language="en",
        invited_by="contact-1",
    )
    world.do(name, GRACE)
    sent = len(world.mails())
    world.do(c.LeaveContact(contact="contact-1"), GRACE)
    assert "added_1" not in {task for mail in world.mails()[sent:] for task in mail.tasks if mail.to == LINUS}
    answered(world)
    asked = [mail for mail in world.mails()[sent:] if mail.to == LINUS and "added_1" in mail.tasks]
    assert len(asked) == 1
