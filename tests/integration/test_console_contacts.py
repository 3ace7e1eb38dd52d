"""The team corrects an address and switches reminders on the page of the onboarding, and in the mail's own page."""

import pytest

from chalicelib.domain.commands import RecordMailTrouble
from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def onboarding(world):
    return world.open()


def form_of(page, act, subject="contact-1"):
    return next(
        f for f in page.forms() if (f["fields"].get("act"), f["fields"].get("subject")) == (act, subject)
    )


def bounced(world, onboarding, *contacts):
    for contact in contacts:
        trouble = RecordMailTrouble(
            effect="x:1:m", mail="welcome", to=f"contact:{contact}", trouble="bounced"
        )
        onboarding = world.handle(onboarding.id, trouble)
    return onboarding


def test_an_address_is_corrected_on_the_page_of_the_onboarding(world, onboarding):
    browser, path = world.member(), f"/console/onboardings/{onboarding.id}"
    fields = form_of(browser.get(path), "correct")["fields"]
    answer = browser.post(path, {**fields, "email": "G.Lind@acme.example"})
    assert (answer.status, answer.location) == (303, f"{path}?done=correct")
    page = browser.get(path)
    assert "g.lind@acme.example" in page.text
    contact = world.onboarding(onboarding.id).contact("contact-1")
    assert (contact.status, contact.renewed) == ("active", 1)


def test_what_was_typed_wrong_is_shown_again_with_what_to_change(world, onboarding):
    browser, path = world.member(), f"/console/onboardings/{onboarding.id}"
    fields = form_of(browser.get(path), "correct")["fields"]
    page = browser.post(path, {**fields, "name": "Grace L.", "email": "g.lind"})
    assert page.status == 422
    assert "Enter an email address in the form name@company.com." in page.text
    assert form_of(page, "correct")["fields"]["name"] == "Grace L."
    assert 'value="g.lind"' in page.html


def test_the_link_at_the_old_address_ends_with_the_correction(world, onboarding):
    old = f"/p/{world.token(onboarding, 'contact-1')}"
    assert world.browser().get(old).status == 200
    browser, path = world.member(), f"/console/onboardings/{onboarding.id}"
    fields = form_of(browser.get(path), "correct")["fields"]
    browser.post(path, {**fields, "email": "g.lind@acme.example"})
    assert world.browser().get(old).status == 404
    new = world.minter.token(onboarding=onboarding.id, contact="contact-1", epoch=2)
    assert world.browser().get(f"/p/{new}").status == 200


def test_the_mail_about_an_unreachable_customer_leads_to_the_correction(world, onboarding):
    onboarding = bounced(world, onboarding, "contact-1", "contact-2")
    escalation = next(e for e in onboarding.raised() if e.rule == "customer.unreachable")
    address = world.act_address(onboarding, escalation.owner, "escalation", escalation.id)
    browser = world.browser()
    page = browser.get(address)
    assert "Nobody of the customer can be reached by mail" in page.text
    fields = form_of(page, "correct", "contact-2")["fields"]
    page = browser.post(address, {**fields, "email": "piet.maas@acme.example"})
    assert page.status == 200
    assert world.onboarding(onboarding.id).contact("contact-2").status == "active"
    assert "customer.unreachable" not in {e.rule for e in world.onboarding(onboarding.id).raised()}


def test_reminders_are_switched_for_somebody_who_asks_on_the_phone(world, onboarding):
    browser, path = world.member(), f"/console/onboardings/{onboarding.id}"
    browser.post(path, form_of(browser.get(path), "remind_off")["fields"])
    assert "wants no reminders" in browser.get(path).text
    browser.post(path, form_of(browser.get(path), "remind_on")["fields"])
    assert world.onboarding(onboarding.id).contact("contact-1").reminders
