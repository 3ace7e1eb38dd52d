"""From a won deal to a plan: what is missing becomes work for a named person, what is old or too much waits."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.deal import Account, DealContact, DealPromise, Handoff
from chalicelib.domain.people import Absence
from chalicelib.domain.values import Money
from tests.builders import personal
from tests.properties.world import MONDAY, World, sealed

NOTHING: dict[str, Any] = {
    "owner": None,
    "tier": None,
    "contacts": (),
    "committed": None,
    "handoff": Handoff(),
}


def opened(**changes: Any) -> World:
    world = World()
    world.open(**changes)
    return world


def gaps(world: World) -> set[str]:
    return {task.id for task in world.state.tasks if task.id.startswith("handoff-")}


def test_a_complete_deal_leaves_no_gap() -> None:
    assert gaps(opened()) == set()


def test_everything_the_crm_left_out_is_a_task_with_an_owner_and_a_date() -> None:
    world = opened(**NOTHING)
    assert gaps(world) == {
        "handoff-contact",
        "handoff-owner",
        "handoff-tier",
        "handoff-date",
        "handoff-notes",
    }
    for task in world.state.tasks:
        if task.id.startswith("handoff-"):
            assert task.status == "open"
            assert task.due_at
            assert task.owner == ("ada" if task.id == "handoff-owner" else "sara")


def test_a_value_that_cannot_be_used_is_quoted_in_its_task() -> None:
    world = opened(attributes=(("problem:live_date", personal("31.02.2026")),))
    task = world.state.task("handoff-problem-live_date")
    assert task is not None
    assert task.quote == personal("31.02.2026")


@pytest.mark.parametrize(
    ("deal", "tier"),
    [
        ({"tier": " Enterprise "}, "enterprise"),
        ({"tier": None, "account": Account(name="Acme", partner="Nordlicht")}, "partner"),
        ({"tier": None, "amount": Money(amount=Decimal(50_000), currency="EUR")}, "enterprise"),
        ({"tier": None, "amount": Money(amount=Decimal(49_999), currency="EUR")}, "smb"),
        ({"tier": None, "amount": None}, "smb"),
        ({"tier": "no such tier"}, "smb"),
    ],
)
def test_the_playbook_is_found_by_tier_partner_and_amount(deal: dict[str, Any], tier: str) -> None:
    assert opened(**deal).state.tier == tier


@pytest.mark.parametrize("owner", [None, "nobody", "sam"])
def test_whoever_the_crm_names_the_owner_can_do_the_job(owner: str | None) -> None:
    assert opened(owner=owner).state.owner == "ada"


def test_an_owner_who_is_away_is_replaced_by_delegate_lead_and_last_the_fallback() -> None:
    world = World()
    for who, expected in (("ada", "lee"), ("lee", "fallback")):
        person = world.people.directory().get(who)
        assert person is not None
        away = (Absence(first=MONDAY.date(), last=MONDAY.date()),)
        world.people.put(replace(person, away=away))
        world.ref = replace(world.ref, id=f"without {who}")
        world.open()
        assert world.state.owner == expected


def test_a_committed_date_is_the_target_and_the_warning_comes_days_before() -> None:
    world = opened(committed=date(2026, 12, 11))
    assert world.state.target_at.isoformat() == "2026-12-11T16:00:00+00:00"
    assert world.state.warn_at is not None
    assert world.state.warn_at.date() == date(2026, 12, 9)


def test_without_a_date_the_target_is_the_playbooks_in_working_days() -> None:
    assert opened(committed=None).state.target_at.date() == date(2026, 11, 30)


def test_the_customer_is_asked_for_everything_in_one_mail() -> None:
    world = opened(tier="enterprise")
    (welcome,) = world.mails("welcome")
    open_tasks = tuple(task.id for task in world.state.tasks if task.by_customer and task.status == "open")
    assert welcome.tasks == open_tasks
    assert len(open_tasks) == 5


def test_each_contact_is_taken_once_and_those_without_an_address_not_at_all() -> None:
    world = World()

    def people(s: Any) -> tuple[DealContact, ...]:
        mail = sealed(s, "grace@acme.example")
        return (DealContact(email=mail), DealContact(email=mail), DealContact(name=sealed(s, "Nobody")))

    _open_with(world, contacts=people)
    assert [contact.id for contact in world.state.contacts] == ["contact-1"]


def test_more_contacts_and_promises_than_one_commit_can_hold_are_named_in_a_task() -> None:
    world = World()
    _open_with(
        world,
        tier="enterprise",
        contacts=lambda s: tuple(DealContact(email=sealed(s, f"{n}@acme.example")) for n in range(200)),
        promises=lambda s: tuple(DealPromise(text=sealed(s, f"promise {n}")) for n in range(300)),
    )
    assert (len(world.state.contacts), len(world.state.promises)) == (10, 15)
    assert "190 more" in _title(world, "handoff-contacts")
    assert "285 more" in _title(world, "handoff-promises")


def _open_with(world: World, contacts: Any = None, promises: Any = None, **changes: Any) -> None:
    from chalicelib.domain.commands import RecordDeal
    from tests.properties.world import a_deal

    def make(s: Any) -> RecordDeal:
        given = {"contacts": contacts(s)} if contacts else {}
        given |= {"promises": promises(s)} if promises else {}
        return RecordDeal(deal=a_deal(s, **changes, **given))

    world.do(make, "crm:deals")


def _title(world: World, task: str) -> str:
    found = world.state.task(task)
    assert found is not None
    return found.title


def test_promises_are_carried_over_with_an_owner() -> None:
    (promise,) = opened().state.promises
    assert (promise.owner, promise.due, promise.settled) == ("ada", date(2026, 12, 5), None)


@pytest.mark.parametrize(("days", "status"), [(30, "active"), (31, "on_hold")])
def test_a_deal_signed_more_than_thirty_days_ago_waits_for_its_owner(days: int, status: str) -> None:
    assert opened(signed_at=MONDAY - timedelta(days=days)).state.status == status


@pytest.mark.parametrize("state", ["open", "lost", "deleted"])
def test_a_deal_that_is_not_won_opens_nothing(state: str) -> None:
    world = World()
    world.deal(state=state)
    assert world.store.load(world.id) is None


def test_what_nobody_can_be_asked_for_waits_until_there_is_somebody() -> None:
    world = opened(contacts=())
    owed = [task for task in world.state.tasks if task.by_customer]
    assert {task.status for task in owed} == {"waiting"}
    world.wait(days=20)
    assert "customer.late" not in {escalation.rule for escalation in world.state.raised()}
    world.do(lambda s: c.InviteContact(name=sealed(s, "Piet"), email=sealed(s, "piet@acme.example")))
    assert any(task.status == "open" and task.asked for task in world.state.tasks if task.by_customer)
    assert "welcome" in {mail.mail for mail in world.mails()}
