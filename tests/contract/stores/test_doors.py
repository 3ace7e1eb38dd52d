"""What the customers' doors remember, in memory and in the table: limits, uses, and which address leads where."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.application.uses import seen
from chalicelib.domain import commands as c
from tests.contract.stores.conftest import Stores
from tests.properties.world import CANARY, MONDAY, World, sealed

GRACE = "grace@acme.example"
HOUR = timedelta(hours=1)
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def test_within_a_window_only_so_many_are_allowed_and_the_next_begins_anew(stores: Stores) -> None:
    def asks(name: str, hours: int) -> bool:
        return stores.limits.allow(name, now=MONDAY + hours * HOUR, most=3, per=HOUR)

    assert [asks("a", 0) for _ in range(5)] == [True, True, True, False, False]
    assert asks("b", 0)
    assert asks("a", 1)


def test_uses_are_listed_newest_first_and_only_to_whose_they_are(stores: Stores) -> None:
    uses = [seen(agent=AGENT, address="203.0.113.9", at=MONDAY + n * HOUR) for n in range(3)]
    for use in uses:
        stores.uses.add("onb-1", "contact-1", use)
    stores.uses.add("onb-1", "contact-11", replace(uses[0], network=""))
    assert list(stores.uses.of("onb-1", "contact-1")) == uses[::-1]
    assert len(stores.uses.of("onb-1", "contact-11")) == 1
    assert stores.uses.of("onb-2", "contact-1") == ()


@pytest.fixture
def world(stores: Stores) -> World:
    world = World(store=stores.onboardings)
    world.open()
    return world


def leads(stores: Stores, world: World, email: str) -> tuple[tuple[str, str], ...]:
    return stores.links.mailed_to(world.ports.links.address(f"{CANARY}: {email}"))


def test_an_address_leads_to_its_links_however_it_is_written(stores: Stores, world: World) -> None:
    assert leads(stores, world, f"{GRACE.upper()} ") == ((world.id, "contact-1"),)
    assert leads(stores, world, "nobody@acme.example") == ()


def test_who_is_invited_is_found_and_who_has_left_is_not(stores: Stores, world: World) -> None:
    world.do(lambda s: c.InviteContact(name=sealed(s, "Piet"), email=sealed(s, "piet@acme.example")))
    assert leads(stores, world, "piet@acme.example") == ((world.id, "contact-2"),)
    world.do(c.RevokeLinks())
    world.do(c.RenewLink(contact="contact-2"))
    assert leads(stores, world, "piet@acme.example") == ((world.id, "contact-2"),)
    world.do(c.LeaveContact(contact="contact-2"))
    assert leads(stores, world, "piet@acme.example") == ()
    assert leads(stores, world, GRACE) == ((world.id, "contact-1"),)


def test_a_corrected_address_leads_there_and_the_old_one_nowhere(stores: Stores, world: World) -> None:
    world.do(lambda s: c.CorrectContact(contact="contact-1", email=sealed(s, "g.lind@acme.example")))
    assert leads(stores, world, "g.lind@acme.example") == ((world.id, "contact-1"),)
    assert leads(stores, world, GRACE) == ()


def test_a_visit_that_was_signed_out_from_is_told_with_the_state(stores: Stores, world: World) -> None:
    for visit in ("a", "b"):
        stores.onboardings.sign_out(world.id, visit, until=MONDAY + 8 * HOUR)
    world.do(c.RevokeLinks())
    stored = stores.onboardings.load(world.id)
    assert stored is not None
    assert (stored.signed_out, stored.onboarding) == ({"a", "b"}, world.state)
    stores.onboardings.sign_out("onb-nobody", "a", until=MONDAY)
    assert stores.onboardings.load("onb-nobody") is None
