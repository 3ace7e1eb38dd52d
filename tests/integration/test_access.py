"""Who has a link sees where it was used, and replaces it when that was somebody else."""

from datetime import timedelta

import pytest

from chalicelib.domain.commands import RevokeLinks
from tests.integration.world import World

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def onboarding(world):
    return world.open()


def test_each_session_that_was_begun_is_listed_and_only_to_whose_link_it_was(world, onboarding):
    link = f"/p/{world.token(onboarding, 'contact-1')}"
    world.browser().post(link, {}, user_agent=FIREFOX)
    world.clock.advance(timedelta(hours=1))
    page = world.visitor(onboarding).get("/portal/access")
    assert "Firefox on Linux" in page.text
    assert page.html.count("<time") == 2
    assert FIREFOX not in page.html
    other = world.visitor(onboarding, "contact-2").get("/portal/access")
    assert "Firefox" not in other.text


def test_looking_at_a_link_is_no_use_of_it(world, onboarding):
    link = f"/p/{world.token(onboarding, 'contact-1')}"
    for _ in range(3):
        world.browser().get(link)
    assert world.uses.of(onboarding.id, "contact-1") == ()


def test_replacing_a_link_ends_it_and_every_session_and_mails_a_new_one(world, onboarding):
    link = f"/p/{world.token(onboarding, 'contact-1')}"
    stranger, grace = world.visitor(onboarding), world.visitor(onboarding)
    colleague = world.visitor(onboarding, "contact-2")
    answer = grace.submit(grace.get("/portal/access"), {}, act="renew")
    assert "You are signed out everywhere" in answer.text
    assert answer.headers["set-cookie"].startswith("golive=; Max-Age=0")
    assert stranger.get("/portal").status == 401
    assert world.browser().get(link).status == 404
    assert colleague.get("/portal").status == 200
    assert world.store.effects[-1].effect.mail == "new_link"
    after = world.onboarding(onboarding.id)
    fresh = world.minter.token(onboarding=onboarding.id, contact="contact-1", epoch=after.link_epoch + 1)
    assert world.browser().post(f"/p/{fresh}", {}).status == 303
    (entry,) = [e for e in world.store.journal(onboarding.id, limit=1000) if e["type"] == "LinkRenewed"]
    assert (entry["actor"], entry["data"]) == ("contact:contact-1", {"contact": "contact-1"})


@pytest.mark.parametrize("fields", [{}, {"act": "perhaps"}])
def test_a_button_that_was_not_pressed_replaces_nothing(world, onboarding, fields):
    browser = world.visitor(onboarding)
    form = next(f for f in browser.get("/portal/access").forms() if f["fields"].get("act") == "renew")
    kept = {name: form["fields"][name] for name in ("csrf", "nonce")}
    assert browser.post("/portal/access", {**kept, **fields}).status == 400
    assert browser.post("/portal/access", {"act": "renew"}).status == 403
    assert browser.get("/portal").status == 200


def ends(browser):
    page = browser.get("/portal")
    form = next(form for form in page.forms() if form["action"].endswith("/sign-out"))
    return browser.post("/portal/sign-out", form["fields"])


def test_signing_out_ends_every_copy_of_the_visit_and_no_other_visit(world, onboarding):
    grace, elsewhere, copy = world.visitor(onboarding), world.visitor(onboarding), world.browser()
    copy.cookies |= grace.cookies
    assert copy.get("/portal").status == 200
    assert "signed out" in ends(grace).text
    assert copy.get("/portal").status == 401
    assert "Please open your link again" in copy.get("/portal/tasks/registration").text
    assert elsewhere.get("/portal").status == 200
    assert world.visitor(onboarding).get("/portal").status == 200


def test_signing_out_often_ends_the_visit_here_and_says_what_ends_every_visit(world, onboarding):
    assert {ends(world.visitor(onboarding)).status for _ in range(20)} == {200}
    grace = world.visitor(onboarding)
    answer = ends(grace)
    assert "a copy of this visit" in answer.text
    assert "open your link again and replace it" in answer.text
    assert grace.get("/portal/access").status == 401


def test_who_had_a_copy_of_the_link_uses_up_nothing_of_the_new_one(world, onboarding):
    for _ in range(21):
        ends(world.visitor(onboarding))
    world.handle(onboarding.id, RevokeLinks())
    grace = world.visitor(world.onboarding(onboarding.id))
    assert "a copy of this visit" not in ends(grace).text
