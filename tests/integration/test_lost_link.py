"""A lost link: the answer is the same whatever is typed, and what is found goes to the address on record."""

import re
from datetime import timedelta

import pytest

from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.mail.links import PublicLinks
from chalicelib.adapters.mail.rendering import Brand
from chalicelib.adapters.mail.writer import MailWriter
from chalicelib.application.outbox import Letter
from chalicelib.domain.commands import (
    CancelOnboarding,
    LeaveContact,
    RecordMailTrouble,
    RenewLink,
    RevokeLinks,
)
from chalicelib.domain.values import DealRef
from tests.integration.http_browser import PUBLIC_URL
from tests.integration.world import World

GRACE = "grace@acme.example"
TYPED = (
    GRACE,
    "nobody@elsewhere.example",
    "",
    "grace",
    "\x00x",
    "a@b@c",
    "é" * 400,
    f"{GRACE}\r\nBcc: x@y.example",
)
SAME = "If we know this address, a mail with your link is on its way"


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def asks(world, typed=GRACE, **headers):
    return world.browser().post("/lost-link", {"email": typed}, **headers)


def letters(world):
    """Return what delivery makes of everything that was asked for: mails, or why there is none."""
    writer = MailWriter(
        store=world.store,
        desks=None,
        playbooks=world.playbooks,
        people=world.people,
        clock=world.clock,
        links=PublicLinks(public_url=PUBLIC_URL, minter=world.minter, session_key=b"s" * 32),
        drafts=InMemoryDrafts(),
        doors=world.store,
        minter=world.minter,
        summaries=None,
        brand=Brand(name="Golive", color="#1d4ed8"),
    )
    return [writer.write(kept.entry, kept.entry.effect) for kept in world.outbox.kept.values()]


def test_the_link_is_mailed_to_the_address_on_record_and_opens_the_onboarding(world):
    onboarding = world.open()
    page = asks(world, f" {GRACE.upper()} ")
    assert (page.status, SAME in page.text, "set-cookie" in page.headers) == (200, True, False)
    (letter,) = letters(world)
    assert letter.to == GRACE
    link = f"/p/{world.token(onboarding, 'contact-1')}"
    assert PUBLIC_URL + link in letter.text
    assert world.browser().post(link, {}).status == 303


def test_whatever_is_typed_the_answer_is_the_same_and_costs_one_count_and_one_write(world):
    world.open()
    answers = []
    for typed in TYPED:
        page = asks(world, typed)
        answers.append(
            (
                page.status,
                page.text,
                {n: v for n, v in page.headers.items() if n != "content-security-policy"},
            )
        )
    assert all(answer == answers[0] for answer in answers)
    assert len(world.outbox.kept) == len(TYPED)
    assert [isinstance(letter, Letter) for letter in letters(world)] == [True] + [False] * (len(TYPED) - 1)


def test_neither_keys_nor_effects_hold_an_address(world):
    world.open()
    asks(world)
    (kept,) = world.outbox.kept.values()
    assert "grace" not in f"{kept.entry}"


def test_who_asks_again_and_again_gets_one_mail_in_ten_minutes(world):
    world.open()
    for _ in range(5):
        assert SAME in asks(world).text
    assert len(world.outbox.kept) == 1
    world.clock.advance(timedelta(minutes=10))
    asks(world)
    assert len(world.outbox.kept) == 2


def test_who_types_many_addresses_gets_the_same_answer_and_no_more_mails(world):
    world.open()
    for n in range(30):
        assert SAME in asks(world, f"a{n}@acme.example").text
    assert len(world.outbox.kept) == 20
    world.clock.advance(timedelta(hours=1))
    asks(world, "later@acme.example")
    assert len(world.outbox.kept) == 21


def test_all_onboardings_of_an_address_come_in_one_mail(world):
    one = world.open()
    other = world.open(ref=DealRef(source="deals", tenant="default", id="D-2"))
    asks(world)
    (letter,) = letters(world)
    for onboarding in (one, other):
        assert world.token(onboarding, "contact-1") in letter.text


def _left(world, onboarding):
    world.handle(onboarding.id, LeaveContact(contact="contact-1"))


def _bounced(world, onboarding):
    trouble = RecordMailTrouble(
        effect=f"{onboarding.id}:1:welcome", mail="welcome", to="contact:contact-1", trouble="bounced"
    )
    world.handle(onboarding.id, trouble)


def _long_over(world, onboarding):
    reason, vault = world.seal("Changed their minds.")
    world.handle(onboarding.id, CancelOnboarding(reason=reason), vault=vault)
    world.clock.advance(timedelta(days=31))


@pytest.mark.parametrize("happened", [_left, _bounced, _long_over])
def test_who_may_not_enter_any_more_is_answered_alike_and_gets_no_mail(world, happened):
    onboarding = world.open()
    happened(world, onboarding)
    assert SAME in asks(world).text
    assert letters(world) == ["there is nothing behind this address"]


def test_a_replaced_link_is_found_as_the_new_one(world):
    onboarding = world.open()
    old = world.token(onboarding, "contact-1")
    after = world.handle(onboarding.id, RenewLink(contact="contact-1"))
    asks(world)
    (letter,) = letters(world)
    assert old not in letter.text
    assert (
        world.minter.token(onboarding=onboarding.id, contact="contact-1", epoch=after.link_epoch + 1)
        in letter.text
    )


def test_what_the_index_still_says_of_an_old_address_is_not_believed(world, monkeypatch):
    world.open()
    real = world.store.mailed_to
    monkeypatch.setattr(world.store, "mailed_to", lambda _: real(world.minter.address(GRACE)))
    asks(world, "nobody@elsewhere.example")
    assert letters(world) == ["there is nothing behind this address"]


def test_another_sites_page_cannot_ask_in_somebodys_name(world):
    world.open()
    assert asks(world, origin="https://evil.example").status == 403
    assert world.outbox.kept == {}


def test_looking_changes_nothing_and_refused_pages_lead_there(world):
    assert world.browser().get("/lost-link").status == 200
    assert world.outbox.kept == {}
    for path in ("/p/nonsense", "/portal"):
        assert "/lost-link" in world.browser().get(path).html


DEAD = {
    "never was one": lambda world, onboarding: None,
    "replaced": lambda world, onboarding: world.handle(onboarding.id, RenewLink(contact="contact-1")),
    "revoked": lambda world, onboarding: world.handle(onboarding.id, RevokeLinks()),
    "somebody has left": lambda world, onboarding: world.handle(
        onboarding.id, LeaveContact(contact="contact-1")
    ),
    "over for a month": lambda world, onboarding: (
        world.handle(onboarding.id, CancelOnboarding(reason=world.seal("x")[0]), vault=world.seal("x")[1]),
        world.clock.advance(timedelta(days=31)),
    ),
}


@pytest.mark.parametrize("act", ["look", "press"])
def test_every_dead_link_gets_the_same_page_with_the_form_for_a_new_one(world, act):
    pages = {}
    for why, dies in DEAD.items():
        onboarding = world.open(ref=DealRef(source="deals", tenant="local", id=why.replace(" ", "-")))
        token = world.token(onboarding, "contact-1" if why != "never was one" else "contact-99")
        assert (world.browser().get(f"/p/{token}").status == 200) == (why != "never was one")
        dies(world, onboarding)
        browser = world.browser()
        page = browser.get(f"/p/{token}") if act == "look" else browser.post(f"/p/{token}", {})
        plain = re.sub(r'nonce="?[^" ]+"', "", page.html).replace(token, "")
        pages[why] = (page.status, sorted(page.headers), plain)
        (form,) = [each for each in page.forms() if "email" in each["fields"]]
        assert SAME in browser.post("/lost-link?lang=en", {**form["fields"], "email": GRACE}).text
    assert {page[0] for page in pages.values()} == {404}
    assert len({repr(page) for page in pages.values()}) == 1


def test_a_link_that_opens_nothing_costs_as_much_as_one_that_does(world, monkeypatch):
    onboarding = world.open()
    token, calls = world.token(onboarding, "contact-1"), []
    for name in ("find", "load"):
        real = getattr(world.store, name)
        monkeypatch.setattr(
            world.store, name, lambda key, real=real, name=name: (calls.append(name), real(key))[1]
        )

    def cost(path):
        calls.clear()
        world.browser().get(path)
        return tuple(calls)

    known = cost(f"/p/{token}")
    world.handle(onboarding.id, RenewLink(contact="contact-1"))
    assert {cost(f"/p/{bad}") for bad in (token, token[:-1], "A" * 43, "nonsense", "%00")} == {known}
