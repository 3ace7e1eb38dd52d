"""One click in the mail chooses an answer, a button on the page sends it; looking changes nothing."""

import pytest

from chalicelib.adapters import signed, signed_links
from chalicelib.domain import decide
from chalicelib.domain import events as e
from chalicelib.domain.commands import LeaveContact, RenewLink, RevokeLinks
from chalicelib.domain.onboarding import Opinion
from tests.integration.world import World

KEY = b"s" * 32


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def asked(world, monkeypatch):
    """Return an onboarding whose two contacts were asked how the way to live went."""
    onboarding = world.open()
    event = e.FeedbackAsked(at=world.clock.now(), milestone="live", contacts=("contact-1", "contact-2"))
    with monkeypatch.context() as patch:
        patch.setitem(decide._ACTS, RevokeLinks, lambda *_: (event,))
        return world.handle(onboarding.id, RevokeLinks())


def address(onboarding, contact="contact-1", milestone="live", key=KEY):
    whose = {"onboarding": onboarding.id, "contact": contact, "milestone": milestone}
    return signed_links.feedback_link(key, "", **whose, epoch=1)


def send(browser, page, path, **typed):
    (form,) = page.forms()
    return browser.post(path, {**form["fields"], **typed})


def opinion(world, asked) -> Opinion:
    return world.onboarding(asked.id).opinion("live", "contact-1")


def test_the_link_chooses_and_the_button_sends(world, asked):
    path, browser = address(asked), world.browser()
    page = browser.get(f"{path}?score=4")
    assert 'value="4" checked' in page.html
    assert opinion(world, asked).score is None
    assert "set-cookie" not in page.headers
    answer = send(browser, page, path, score="4", comment="Quick & <b>friendly</b>.")
    assert (answer.status, "Your answer has arrived" in answer.text) == (200, True)
    assert opinion(world, asked).score == 4
    again = browser.get(f"{path}?score=1")
    assert "Quick &amp; &lt;b&gt;friendly" in again.html
    assert 'value="1" checked' in again.html
    (entry,) = [e for e in world.store.journal(asked.id, limit=1000) if e["type"] == "FeedbackGiven"]
    assert entry["actor"] == "contact:contact-1"
    assert "Quick" not in str(entry)


def test_looking_and_empty_forms_change_nothing_however_often(world, asked):
    path, browser = address(asked), world.browser()
    for score in ("1", "5", "6", "", "x"):
        assert browser.get(f"{path}?score={score}").status == 200
    page = browser.get(path)
    for fields in ({}, {"score": ""}, {"score": "0"}, {"score": "6"}, {"score": "five"}):
        answer = browser.post(path, {"nonce": page.forms()[0]["fields"]["nonce"], **fields})
        assert (answer.status, "Choose one of the five answers" in answer.text) == (422, True)
    assert world.onboarding(asked.id) == asked


def test_the_same_form_twice_counts_once_and_another_sites_form_not_at_all(world, asked):
    path, browser = address(asked), world.browser()
    page = browser.get(path)
    for _ in range(2):
        assert send(browser, page, path, score="2").status == 200
    assert [e.rule for e in world.onboarding(asked.id).raised()].count("feedback.low") == 1
    fields = page.forms()[0]["fields"] | {"score": "5"}
    assert browser.post(path, fields, origin="https://evil.example").status == 403
    assert opinion(world, asked).score == 2


def test_every_bad_address_gets_the_same_page(world, asked):
    signed = signed_links.unsubscribe_link(
        KEY, "", onboarding=asked.id, contact="contact-1", mailed=""
    ).rpartition("/")[2]
    world.handle(asked.id, LeaveContact(contact="contact-2"))
    bad = (
        "/feedback/nonsense",
        f"/feedback/{signed}",
        address(asked)[:-1],
        address(asked, key=b"x" * 32),
        address(asked, contact="contact-9"),
        address(asked, contact="contact-2"),
        address(asked, milestone="setup_complete"),
    )
    looked = [world.browser().get(path) for path in bad]
    sent = [world.browser().post(path, {"score": "5"}) for path in bad]
    for answers in (looked, sent):  # an address that took a form has no page to show in another language
        assert {(answer.status, answer.text) for answer in answers} == {(404, answers[0].text)}


@pytest.mark.parametrize("end", [RevokeLinks(), RenewLink(contact="contact-1")])
def test_a_link_from_before_all_links_were_replaced_shows_and_takes_nothing(world, asked, end):
    path, browser = address(asked), world.browser()
    page = browser.get(path)
    send(browser, page, path, score="4", comment="Between us.")
    world.handle(asked.id, end)
    before = world.onboarding(asked.id)
    assert [browser.get(path).status, send(browser, page, path, score="1").status] == [404, 404]
    assert world.onboarding(asked.id) == before


def test_a_link_of_an_older_release_takes_an_answer_and_shows_none(world, asked):
    old = signed.sign(KEY, "feedback", {"o": asked.id, "c": "contact-1", "m": "live"})
    path, browser = f"/feedback/{old}", world.browser()
    for score in ("4", "3"):
        page = browser.get(path)
        assert "Between us." not in page.html
        assert send(browser, page, path, score=score, comment="Between us.").status == 200


def test_the_team_sees_it_on_the_record(world, asked):
    path, browser = address(asked), world.browser()
    send(browser, browser.get(path), path, score="5", comment="Wonderful.")
    page = world.member().get(f"/console/onboardings/{asked.id}")
    assert "5 of 5" in page.text
    assert "Wonderful." in page.text


def test_the_page_speaks_the_language_that_is_chosen_and_so_does_its_answer(world, asked):
    path, browser = address(asked), world.browser()
    page = browser.get(f"{path}?lang=de")
    assert '<html lang="de"' in page.html
    (form,) = page.forms()
    assert form["action"].endswith(f"{path}?lang=de")
    thanks = send(browser, page, f"{path}?lang=de", score="4")
    assert '<html lang="de"' in thanks.html
    assert f"{path}?lang=fr" in thanks.html
