"""Pages in the language of whoever reads them, and the switch that changes it."""

import pytest

from chalicelib.domain.commands import SwitchLanguage
from tests.integration.http_browser import PUBLIC_URL
from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def onboarding(world):
    return world.open()


def language(page):
    return page.html.partition('<html lang="')[2].partition('"')[0]


def switch(page):
    return next(form for form in page.forms() if form["action"].endswith("/portal/language"))


def link(world, onboarding):
    return f"/p/{world.token(onboarding, 'contact-1')}"


def contact(world, onboarding):
    return world.onboarding(onboarding.id).contact("contact-1")


def test_the_choice_is_kept_for_the_contact_and_the_same_page_comes_again(world, onboarding):
    browser = world.visitor(onboarding)
    form = switch(browser.get("/portal/colleagues"))
    answer = browser.post("/portal/language", {**form["fields"], "language": "de"})
    assert (answer.status, answer.location) == (303, "/portal/colleagues")
    page = browser.get("/portal/colleagues")
    assert language(page) == "de"
    assert contact(world, onboarding).language == "de"


def test_the_history_tells_of_the_choice_once(world, onboarding):
    browser = world.visitor(onboarding)
    form = switch(browser.get("/portal"))["fields"] | {"language": "es"}
    assert [browser.post("/portal/language", form).status for _ in range(2)] == [303, 303]
    kinds = [entry["type"] for entry in world.store.journal(onboarding.id, limit=1000)]
    assert kinds.count("LanguageSwitched") == 1


@pytest.mark.parametrize("wanted", ["xx", "", "de-AT", "../x"])
def test_a_language_that_we_do_not_offer_is_refused(world, onboarding, wanted):
    browser = world.visitor(onboarding)
    form = switch(browser.get("/portal"))["fields"]
    assert browser.post("/portal/language", {**form, "language": wanted}).status == 400
    assert contact(world, onboarding).language == "en"


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/console", "/portal/../console", ""]
)
def test_the_switch_leads_back_to_a_page_of_the_customer_only(world, onboarding, back):
    browser = world.visitor(onboarding)
    form = switch(browser.get("/portal"))["fields"]
    answer = browser.post("/portal/language", {**form, "language": "fr", "back": back})
    assert (answer.status, answer.location) == (303, "/portal")


def test_the_switch_needs_the_form_of_the_session(world, onboarding):
    browser = world.visitor(onboarding)
    assert browser.post("/portal/language", {"language": "fr", "nonce": "n" * 16}).status == 403
    assert world.browser().post("/portal/language", {"language": "fr"}).status == 401


def test_the_page_behind_the_link_speaks_the_contacts_language_or_the_chosen_one(world, onboarding):
    world.handle(onboarding.id, SwitchLanguage(contact="contact-1", language="fr"))
    path, browser = link(world, onboarding), world.browser()
    assert language(browser.get(path)) == "fr"
    assert language(browser.get(path + "?lang=de")) == "de"
    assert language(browser.get(path + "?lang=xx")) == "fr"
    assert contact(world, onboarding).language == "fr"


def test_what_was_chosen_before_the_session_is_kept_when_it_begins(world, onboarding):
    path, browser = link(world, onboarding), world.browser()
    (form, *_) = browser.get(path + "?lang=de").forms()
    assert browser.post(path, form["fields"]).status == 303
    assert language(browser.get("/portal")) == "de"
    assert contact(world, onboarding).language == "de"


def test_who_chose_nothing_keeps_their_language(world, onboarding):
    path, browser = link(world, onboarding), world.browser()
    browser.get(path, accept_language="de")
    assert browser.post(path, {}, accept_language="de").status == 303
    assert contact(world, onboarding).language == "en"


def test_without_a_session_a_page_speaks_as_the_browser_asks(world):
    page = world.browser().get("/portal", accept_language="es-MX,es;q=0.9,en;q=0.5")
    assert (page.status, language(page)) == (401, "es")
    assert language(world.browser().get("/portal?lang=fr", accept_language="es")) == "fr"
    assert language(world.browser().get("/portal", accept_language="pt")) == "en"


def test_the_team_reads_english_whatever_its_browser_asks_for(world):
    for page in (
        world.browser().get("/console/sign-in", accept_language="de"),
        world.member().get("/console/onboardings", accept_language="de"),
    ):
        assert (page.status, language(page)) == (200, "en")
        assert "languages" not in page.html


def test_a_refusal_is_told_in_the_language_of_the_contact(world, onboarding):
    world.handle(onboarding.id, SwitchLanguage(contact="contact-1", language="de"))
    page = world.visitor(onboarding).get("/portal/tasks/nonsense", accept_language="fr")
    assert (page.status, language(page)) == (404, "de")


def test_a_colleague_is_invited_in_the_language_of_whoever_invites(world, onboarding):
    browser = world.visitor(onboarding)
    form = switch(browser.get("/portal"))["fields"]
    browser.post("/portal/language", {**form, "language": "de"})
    page = browser.get("/portal/colleagues")
    browser.submit(page, {"name": "Jonas Weber", "email": "jonas@acme.example"})
    assert world.onboarding(onboarding.id).contacts[-1].language == "de"


def test_a_page_that_its_form_led_to_offers_them_too(world, onboarding):
    browser = world.visitor(onboarding)
    page = browser.submit(browser.get("/portal/tasks/billing"), {}, act="answer")
    assert page.status == 422
    assert switch(page)["fields"]["back"] == "/portal/tasks/billing"


def test_every_page_offers_the_other_languages_by_their_own_names(world, onboarding):
    for page in (world.visitor(onboarding).get("/portal"), world.browser().get(link(world, onboarding))):
        for tag, name in (("de", "Deutsch"), ("fr", "Français"), ("es", "Español")):
            assert f'lang="{tag}"' in page.html
            assert name in page.text


def languages(page):
    return page.html.partition('<nav class="languages"')[2].partition("</nav>")[0]


def test_a_page_that_answers_a_form_offers_its_languages_where_it_can_be_asked_for(world, onboarding):
    browser = world.visitor(onboarding)
    fields = browser.get("/portal").forms()[0]["fields"]
    for typed, back in (({}, "/portal"), ({"task": "billing"}, "/portal/tasks/billing")):
        page = browser.post("/portal/questions", {**fields, "question": "", **typed})
        assert page.status == 422
        assert f'name="back" value="{back}"' in languages(page)


def test_who_is_outside_is_offered_the_languages_and_gets_the_one_they_choose(world, onboarding):
    browser = world.visitor(onboarding)
    (form,) = (one for one in browser.get("/portal").forms() if one["action"].endswith("/sign-out"))
    pages = (
        (world.browser().get("/p/nonsense"), "/p/nonsense"),
        (world.browser().get("/portal/tasks/billing"), "/portal/tasks/billing"),
        (world.browser().post("/portal/language", {"language": "fr"}), "/portal"),
        (browser.post("/portal/sign-out", form["fields"]), "/portal"),
    )
    for page, path in pages:
        assert f'{path}?lang=de"' in languages(page)
        assert language(world.browser().get(path + "?lang=de")) == "de"


def test_a_refusal_inside_a_visit_offers_no_language_that_its_address_could_not_choose(world, onboarding):
    assert not languages(world.visitor(onboarding).get("/portal/tasks/nonsense"))


def test_who_has_lost_their_link_is_answered_in_the_language_that_they_chose(world):
    browser = world.browser()
    (form,) = browser.get("/lost-link?lang=fr").forms()
    page = browser.post(form["action"].removeprefix(PUBLIC_URL), {"email": "who@acme.example"})
    assert language(page) == "fr"
    assert "/lost-link?lang=de" in languages(page)
