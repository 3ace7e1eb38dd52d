"""Mail that comes back: somebody else is asked at once, the owner hears of whom, and a corrected address settles it."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.deal import DealContact
from chalicelib.domain.errors import DomainError, InvalidError, NotFoundError, WrongStateError
from tests.properties.world import ADA, GRACE, MONDAY, World, do_task, sealed


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    return world


def invite(world: World, who: str = "Piet") -> None:
    world.do(lambda s: c.InviteContact(name=sealed(s, who), email=sealed(s, f"{who}@acme.example")))


def bounce(world: World, contact: str = "contact-1", *, sequence: int = 1, trouble: str = "bounced") -> Any:
    effect = f"{world.id}:{sequence}:welcome"
    command = c.RecordMailTrouble(effect=effect, mail="welcome", to=f"contact:{contact}", trouble=trouble)
    return world.do(command, "system:feedback", id=f"{effect}:{contact}:{trouble}")


def correct(world: World, contact: str = "contact-1", address: str = "g.lind@acme.example") -> Any:
    return world.do(lambda s: c.CorrectContact(contact=contact, email=sealed(s, address)))


def raised(world: World) -> dict[str, dict[str, str]]:
    """Return the facts of what is raised about contacts, by rule."""
    return {
        e.rule: {fact.name: fact.value for fact in e.why.facts}
        for e in world.state.raised()
        if e.rule.endswith("unreachable")
    }


@pytest.mark.parametrize("trouble", ["bounced", "complained"])
def test_the_next_contact_is_asked_at_once_for_everything_and_the_owner_hears_of_whom(
    world: World, trouble: str
) -> None:
    invite(world)
    bounce(world, trouble=trouble)
    welcome = world.mails("welcome")[-1]
    assert (welcome.to, welcome.tasks) == ("contact:contact-2", ("registration", "contacts_and_billing"))
    assert raised(world)["contact.unreachable"]["tried next"] == "contact:contact-2"
    (asked,) = [entry["why"] for entry in world.journal() if entry["type"] == "CustomerAsked"][1:]
    assert {"name": "instead of", "value": "contact:contact-1"} in asked["facts"]
    assert {"name": "because", "value": "unreachable"} in asked["facts"]


def test_with_nobody_left_the_owner_hears_what_waits(world: World) -> None:
    invite(world)
    bounce(world)
    bounce(world, "contact-2")
    assert set(raised(world)) == {"contact.unreachable", "customer.unreachable"}
    assert "Company registration document" in raised(world)["customer.unreachable"]["still open"]


def test_who_is_invited_instead_ends_it_and_is_asked(world: World) -> None:
    bounce(world)
    assert set(raised(world)) == {"customer.unreachable"}
    invite(world)
    assert raised(world) == {}
    assert world.mails("welcome")[-1].to == "contact:contact-2"


def test_a_corrected_address_is_asked_for_everything_by_a_new_link_and_settles_the_entry(
    world: World,
) -> None:
    bounce(world)
    before = world.state.epoch_of(world.state.contacts[0])
    correct(world)
    contact = world.state.contacts[0]
    assert (contact.status, world.state.epoch_of(contact)) == ("active", before + 1)
    assert raised(world) == {}
    assert [(mail.to, mail.tasks) for mail in world.mails("welcome")[1:]] == [
        ("contact:contact-1", ("registration", "contacts_and_billing"))
    ]
    minter = world.ports.links
    old, new = (
        world.store.find(minter.hash(minter.token(onboarding=world.id, contact="contact-1", epoch=epoch)))
        for epoch in (before, before + 1)
    )
    assert (old.epoch, new.epoch) == (before, before + 1)


def test_whoever_is_not_first_in_line_gets_their_new_link_in_a_mail_of_its_own(world: World) -> None:
    invite(world)
    bounce(world, "contact-2")
    sent = len(world.mails())
    correct(world, "contact-2", "p.maas@acme.example")
    assert [(mail.mail, mail.to) for mail in world.mails()[sent:]] == [("request", "contact:contact-2")]


def test_who_is_first_in_line_is_asked_at_the_corrected_address_though_somebody_else_was_meanwhile(
    world: World,
) -> None:
    invite(world)
    bounce(world)
    correct(world)
    assert [mail.to for mail in world.mails("welcome")] == [
        "contact:contact-1",
        "contact:contact-2",
        "contact:contact-1",
    ]
    world.wait(days=3)
    assert world.mails("reminder")[0].to == "contact:contact-1"


def test_with_nothing_open_a_corrected_address_still_gets_its_link(world: World) -> None:
    for task in list(world.state.outstanding()):
        do_task(world, task)
    sent = len(world.mails())
    correct(world)
    assert [(mail.mail, mail.to) for mail in world.mails()[sent:]] == [("request", "contact:contact-1")]


def test_a_bounce_of_a_mail_to_the_old_address_changes_nothing_any_more(world: World) -> None:
    sequence = world.state.sequence
    correct(world)
    bounce(world, sequence=sequence)
    assert world.state.contacts[0].status == "active"
    assert raised(world) == {}
    bounce(world, sequence=world.state.sequence)
    assert set(raised(world)) == {"customer.unreachable"}


def test_a_name_alone_changes_no_link_and_mails_nobody(world: World) -> None:
    sent, before = len(world.mails()), world.state.contacts[0]
    world.do(lambda s: c.CorrectContact(contact="contact-1", name=sealed(s, "Grace Lindt")))
    after = world.state.contacts[0]
    assert (after.renewed, after.email, len(world.mails())) == (before.renewed, before.email, sent)
    assert after.name != before.name


def test_who_wanted_no_reminders_gets_none_at_the_corrected_address(world: World) -> None:
    world.do(c.SwitchReminders(contact="contact-1", on=False), "contact:contact-1")
    correct(world)
    assert world.state.contacts[0].reminders is False


def test_the_same_again_changes_nothing(world: World) -> None:
    assert correct(world, address="grace@acme.example").events == ()


def test_a_contact_is_spoken_to_in_the_language_that_they_choose(world: World) -> None:
    (switched,) = world.do(c.SwitchLanguage(contact="contact-1", language="fr"), GRACE).events
    assert (switched.contact, switched.language) == ("contact-1", "fr")
    assert world.state.contacts[0].language == "fr"
    assert world.do(c.SwitchLanguage(contact="contact-1", language="fr"), GRACE).events == ()


def test_a_language_is_chosen_for_somebody_who_is_there(world: World) -> None:
    with pytest.raises(NotFoundError, match="no such contact"):
        world.do(c.SwitchLanguage(contact="contact-9", language="fr"), GRACE)


def test_what_cannot_be_corrected_is_refused_with_a_sentence(world: World) -> None:
    invite(world)
    for error, sentence, make in (
        (NotFoundError, "no such contact", lambda s: c.CorrectContact(contact="contact-9", name=sealed(s))),
        (InvalidError, "Give the corrected", lambda s: c.CorrectContact(contact="contact-1")),
        (
            WrongStateError,
            "already has this address",
            lambda s: c.CorrectContact(contact="contact-1", email=sealed(s, "Piet@acme.example")),
        ),
    ):
        kind: type[DomainError] = error
        with pytest.raises(kind, match=sentence):
            world.do(make)
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    with pytest.raises(WrongStateError, match="on hold"):
        correct(world)


def crm_says(world: World, *people: tuple[str, str]) -> None:
    def deal(s: Any) -> c.RecordDeal:
        from tests.properties.world import a_deal

        contacts = tuple(DealContact(name=sealed(s, name), email=sealed(s, email)) for name, email in people)
        return c.RecordDeal(deal=a_deal(s, contacts=contacts, modified_at=MONDAY + timedelta(hours=1)))

    world.do(deal, "crm:deals")


def test_an_address_that_is_corrected_in_the_crm_is_that_persons_new_one(world: World) -> None:
    bounce(world)
    crm_says(world, ("Grace Lind", "g.lind@acme.example"), ("Mia Holm", "mia@acme.example"))
    assert [(each.id, each.status, each.renewed) for each in world.state.contacts] == [
        ("contact-1", "active", 1),
        ("contact-2", "active", 0),
    ]
    assert raised(world) == {}
    assert world.mails("welcome")[-1].to == "contact:contact-1"


def test_another_person_in_the_crm_is_another_contact(world: World) -> None:
    bounce(world)
    crm_says(world, ("Mia Holm", "mia@acme.example"))
    assert [(each.id, each.status) for each in world.state.contacts] == [
        ("contact-1", "unreachable"),
        ("contact-2", "active"),
    ]
    assert raised(world) == {}


def test_the_team_may_switch_reminders_for_a_contact_who_asks_on_the_phone(world: World) -> None:
    world.do(c.SwitchReminders(contact="contact-1", on=False), ADA)
    world.wait(days=9)
    assert world.mails("reminder") == []


def test_who_is_late_and_whom_nobody_may_remind_is_told_so(world: World) -> None:
    world.do(c.SwitchReminders(contact="contact-1", on=False), GRACE)
    world.wait(days=20)
    (late,) = [one for one in world.state.escalations if one.rule == "customer.late"]
    facts = {fact.name: fact.value for fact in late.why.facts}
    assert facts["reminders sent"].endswith("nobody is reminded, for everybody has switched reminders off")
