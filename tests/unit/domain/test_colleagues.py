"""Tasks of the customer with one of their people: who is asked and reminded, who may take it back, who is asked first."""

from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError, NotAllowedError, NotFoundError, WrongStateError
from tests.properties.world import GRACE, World, do_task, sealed

TASK = "registration"


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def hand(world: World, who: str = "Linus", task: str = TASK, **more: Any) -> Any:
    def make(s: Any) -> c.Command:
        return c.AssignTask(
            task=task, name=sealed(s, who), email=sealed(s, f"{who}@acme.example"), by="contact-1", **more
        )

    return world.do(make, GRACE)


def handed(world: World, task: str = TASK) -> str | None:
    found = world.state.task(task)
    assert found is not None
    return found.handed.contact if found.handed else None


def test_a_new_colleague_gets_one_mail_with_that_one_task_and_a_link_of_their_own(world: World) -> None:
    sent = len(world.mails())
    hand(world)
    assert [(mail.mail, mail.to, mail.tasks) for mail in world.mails()[sent:]] == [
        ("handed", "contact:contact-2", (TASK,))
    ]
    minter = world.ports.links
    token = minter.token(onboarding=world.id, contact="contact-2", epoch=1)
    assert world.store.find(minter.hash(token)).contact == "contact-2"
    assert handed(world) == "contact-2"


def test_a_colleague_who_is_there_already_is_not_invited_again(world: World) -> None:
    hand(world)
    hand(world, task="contacts_and_billing")
    assert [contact.id for contact in world.state.contacts] == ["contact-1", "contact-2"]
    assert handed(world, "contacts_and_billing") == "contact-2"


def test_only_the_mail_to_somebody_new_brings_their_link(world: World) -> None:
    hand(world)
    hand(world, task="contacts_and_billing")
    assert [mail.name for mail in world.mails("handed")] == [
        f"invited.{TASK}",
        "handed.contacts_and_billing",
    ]


def test_handing_the_same_again_changes_nothing(world: World) -> None:
    hand(world)
    before = world.state.sequence
    world.do(c.AssignTask(task=TASK, contact="contact-2", by="contact-1"), GRACE)
    assert world.state.sequence == before


def test_who_takes_a_task_themselves_needs_no_mail(world: World) -> None:
    sent = len(world.mails())
    world.do(c.AssignTask(task=TASK, contact="contact-1", by="contact-1"), GRACE)
    assert world.mails()[sent:] == []
    assert handed(world) == "contact-1"


def test_reminders_go_to_who_has_the_task_and_after_two_to_who_gave_it_as_well(world: World) -> None:
    hand(world)
    sent = len(world.mails("reminder"))
    world.wait(days=12)
    reminders = [mail for mail in world.mails("reminder")[sent:] if TASK in mail.tasks]
    to = [(mail.number, mail.to) for mail in reminders]
    assert to[:4] == [
        (1, "contact:contact-2"),
        (2, "contact:contact-2"),
        (3, "contact:contact-2"),
        (3, "contact:contact-1"),
    ]
    others = [mail for mail in world.mails("reminder")[sent:] if TASK not in mail.tasks]
    assert {mail.to for mail in others} == {"contact:contact-1"}


def test_reminders_of_a_colleague_who_wants_none_go_to_who_gave_it(world: World) -> None:
    hand(world)
    world.do(c.SwitchReminders(contact="contact-2", on=False), "contact:contact-2")
    world.wait(days=4)
    assert {mail.to for mail in world.mails("reminder")} == {"contact:contact-1"}


@pytest.mark.parametrize(("by", "actor"), [("contact-1", GRACE), ("contact-2", "contact:contact-2")])
def test_who_gave_it_and_who_has_it_can_take_it_back(world: World, by: str, actor: str) -> None:
    hand(world)
    world.do(c.TakeBackTask(task=TASK, by=by), actor)
    assert handed(world) is None


def test_somebody_else_cannot_take_it_back(world: World) -> None:
    hand(world)
    hand(world, "Mia", task="contacts_and_billing")
    with pytest.raises(NotAllowedError, match="who gave it to them"):
        world.do(c.TakeBackTask(task=TASK, by="contact-3"), "contact:contact-3")


def test_what_is_nobody_elses_is_not_taken_back(world: World) -> None:
    before = world.state.sequence
    world.do(c.TakeBackTask(task=TASK, by="contact-1"), GRACE)
    assert world.state.sequence == before


def test_what_is_done_or_not_theirs_or_named_by_nobody_is_refused(world: World) -> None:
    with pytest.raises(NotFoundError):
        hand(world, task="accept_handoff")
    with pytest.raises(InvalidError, match="choose a colleague"):
        world.do(c.AssignTask(task=TASK, by="contact-1"), GRACE)
    task = world.state.task(TASK)
    do_task(world, task)
    with pytest.raises(WrongStateError, match="already complete"):
        hand(world)


def test_a_colleague_whom_no_mail_reaches_is_refused(world: World) -> None:
    hand(world, "Mia", task="contacts_and_billing")
    world.do(c.LeaveContact(contact="contact-2"), "contact:contact-2")
    with pytest.raises(WrongStateError, match="cannot be reached"):
        world.do(c.AssignTask(task=TASK, contact="contact-2", by="contact-1"), GRACE)


def test_nothing_is_handed_on_while_all_is_on_hold(world: World) -> None:
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    with pytest.raises(WrongStateError, match="on hold"):
        hand(world)


def test_the_first_contact_passes_that_on_and_the_other_is_told_and_reminded(world: World) -> None:
    hand(world, task="contacts_and_billing")
    world.do(c.PassPrimary(contact="contact-2", by="contact-1"), GRACE)
    assert [contact.id for contact in world.state.reachable()] == ["contact-2", "contact-1"]
    assert (world.mails()[-1].name, world.mails()[-1].to) == ("primary", "contact:contact-2")
    world.wait(days=4)
    assert {mail.to for mail in world.mails("reminder")} == {"contact:contact-2"}


def test_only_the_first_contact_or_the_team_passes_it_on(world: World) -> None:
    hand(world)
    with pytest.raises(NotAllowedError, match="Only your first contact"):
        world.do(c.PassPrimary(contact="contact-2", by="contact-2"), "contact:contact-2")
    world.do(c.PassPrimary(contact="contact-2"))
    assert world.state.contacts[0].id == "contact-2"


def test_who_cannot_be_reached_is_not_asked_first(world: World) -> None:
    hand(world)
    world.do(c.LeaveContact(contact="contact-2"), "contact:contact-2")
    with pytest.raises(WrongStateError, match="cannot be asked first"):
        world.do(c.PassPrimary(contact="contact-2", by="contact-1"), GRACE)


def test_a_role_is_said_by_oneself_the_first_contact_or_the_team(world: World) -> None:
    hand(world)
    world.do(c.SetRole(contact="contact-2", role="technical", by="contact-2"), "contact:contact-2")
    world.do(c.SetRole(contact="contact-2", role="billing", by="contact-1"), GRACE)
    with pytest.raises(NotAllowedError):
        world.do(c.SetRole(contact="contact-1", role="billing", by="contact-2"), "contact:contact-2")
    before = world.state.sequence
    world.do(c.SetRole(contact="contact-2", role="billing"))
    assert world.state.sequence == before
