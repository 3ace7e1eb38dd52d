"""Reminders are switched off by one click in a mail program (RFC 8058), on a page, and on the customer's own pages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.adapters import signed, signed_links
from chalicelib.domain.commands import CorrectContact, LeaveContact
from chalicelib.domain.values import Personal
from tests.integration.world import World

KEY = b"s" * 32
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
BOUNDARY = "----mail"
KINDS = (
    f"multipart/form-data; boundary={BOUNDARY}",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "text/plain",
    "",
)
MULTIPART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--{BOUNDARY}--\r\n'


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def onboarding(world):
    return world.open()


@pytest.fixture
def address(onboarding):
    return link(onboarding)


def link(opened, key=KEY, **named):
    whose = {"onboarding": opened.id, "contact": "contact-1"} | named
    return signed_links.unsubscribe_link(key, "", **whose, mailed=opened.contact("contact-1").email.c)


def wants(world, onboarding):
    return world.onboarding(onboarding.id).contact("contact-1").reminders


def test_looking_changes_nothing_however_often(world, onboarding, address):
    page = world.browser().get(address)
    assert page.status == 200
    assert "Send me no more reminders" in page.text
    assert "You get a receipt for everything that you send us" in page.text
    assert world.onboarding(onboarding.id) == onboarding
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("headers", [{}, {"origin": "https://mail.example", "sec_fetch_site": "cross-site"}])
def test_one_click_of_a_mail_program_is_enough(world, onboarding, address, headers):
    page = world.browser().post(address, ONE_CLICK, **headers)
    assert page.status == 200
    assert not wants(world, onboarding)
    (entry,) = [e for e in world.store.journal(onboarding.id, limit=1000) if e["type"] == "RemindersSwitched"]
    assert (entry["actor"], entry["data"]) == ("contact:contact-1", {"contact": "contact-1", "on": False})


def test_one_click_may_come_as_multipart_and_twice(world, onboarding, address):
    kind = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    for _ in range(2):
        assert world.browser()._send("POST", address, MULTIPART.encode(), kind).status == 200
    assert not wants(world, onboarding)
    kinds = [entry["type"] for entry in world.store.journal(onboarding.id, limit=1000)]
    assert kinds.count("RemindersSwitched") == 1


def test_the_page_switches_off_and_on_again(world, onboarding, address):
    browser = world.browser()
    (form,) = browser.get(address).forms()
    page = browser.post(address, form["fields"])
    assert "We send you no more reminders about the onboarding of Acme GmbH" in page.text
    (form,) = page.forms()
    page = browser.post(address, form["fields"])
    assert "You get reminders again" in page.text
    assert wants(world, onboarding)


@pytest.mark.parametrize("fields", [{}, {"reminders": "perhaps"}, {"List-Unsubscribe": "no"}])
def test_a_button_that_somebody_else_pressed_changes_nothing(world, onboarding, address, fields):
    page = world.browser().post(address, fields)
    assert page.status == 422
    assert "Send me no more reminders" in page.text
    assert wants(world, onboarding)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(KINDS) | st.text(max_size=60).map(lambda t: f"multipart/form-data; {t}"),
    body=st.binary(max_size=300),
)
def test_whatever_is_posted_is_answered_and_only_the_one_click_counts(world, onboarding, address, kind, body):
    headers = {"content-type": kind.encode("ascii", "replace").decode().replace("\r", " ").replace("\n", " ")}
    assert world.browser()._send("POST", address, body, headers).status in {200, 400, 413, 422}
    assert wants(world, onboarding)


def test_every_bad_token_gets_the_same_page(world, onboarding, address):
    act = signed_links.act_link(KEY, "", onboarding=onboarding.id, person="ada", kind="release")
    bad = (
        "/unsubscribe/nonsense",
        address[:-1] + ("A" if address[-1] != "A" else "E"),  # of the last only four bits count: B would be A
        f"/unsubscribe/{act.rpartition('/')[2]}",
        link(onboarding, key=b"x" * 32),
        link(onboarding, onboarding="onb-nobody"),
        link(onboarding, contact="contact-99"),
    )
    looked = [world.browser().get(path) for path in bad]
    sent = [world.browser().post(path, ONE_CLICK) for path in bad]
    for answers in (looked, sent):  # an address that took a form has no page to show in another language
        assert {(answer.status, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert world.onboarding(onboarding.id) == onboarding


def test_who_has_left_may_still_say_so(world, onboarding, address):
    world.handle(onboarding.id, LeaveContact(contact="contact-1"))
    assert world.browser().post(address, ONE_CLICK).status == 200


@pytest.mark.parametrize("release", ["this", "older"])
def test_a_mail_to_an_address_that_was_corrected_since_switches_nothing(world, onboarding, address, release):
    old = signed.sign(KEY, "unsubscribe", {"o": onboarding.id, "c": "contact-1"})
    path = address if release == "this" else f"/unsubscribe/{old}"
    assert world.browser().get(path).status == 200
    email = Personal("P#corrected.0", "c" * 64)
    world.handle(onboarding.id, CorrectContact(contact="contact-1", email=email))
    assert world.browser().post(path, ONE_CLICK).status == 404
    assert wants(world, onboarding)
    assert world.browser().post(link(world.onboarding(onboarding.id)), ONE_CLICK).status == 200
    assert not wants(world, onboarding)


def test_the_customers_own_pages_have_the_switch_too(world, onboarding):
    browser = world.visitor(onboarding)
    page = browser.get("/portal/colleagues")
    form = next(form for form in page.forms() if "reminders" in form["fields"])
    answer = browser.post("/portal/reminders", form["fields"])
    assert (answer.status, answer.location) == (303, "/portal/colleagues?done=reminders-off")
    assert "We send you no more reminders" in browser.get(answer.location).text
    assert not wants(world, onboarding)


def test_the_switch_on_the_customers_pages_needs_their_own_form(world, onboarding):
    browser = world.visitor(onboarding)
    assert browser.post("/portal/reminders", {"reminders": "off"}).status == 403
    assert wants(world, onboarding)
