"""Nothing that a customer reads is left in English: pages and mails in a language whose words nobody types."""

import inspect
from pathlib import Path

import pytest

from chalicelib.adapters import languages
from chalicelib.domain.commands import SwitchLanguage
from chalicelib.domain.lint.translations import customers_words
from tests.integration.world import World
from tests.unit.languages.pseudo import plain_words, shown, spoken, strange
from tests.unit.mail import samples

# Names of people, companies, products and files of the tests, units, and what is written alike everywhere.
NAMES = """
Golive Acme GmbH Grace Lind Ada Park Lee Osei Sam Roth Piet Maas Ines Brandt Jonas Weber Tove Berg Bo Lund
English Deutsch Français Español Fran ais Espa ol Europe Berlin UTC pdf PDF SHA MB KB kB png com example vendor acme
champion technical AP Tab Shift Enter Space Esc
"""


@pytest.fixture
def world(monkeypatch):
    world = World(monkeypatch)
    texts = {text: strange(text) for text in customers_words(world.playbook)}
    object.__setattr__(world.playbook, "translations", {"de": texts})
    with spoken(monkeypatch):
        yield world


@pytest.fixture
def browser(world):
    onboarding = world.open()
    world.handle(onboarding.id, SwitchLanguage(contact="contact-1", language="de"))
    return world.visitor(world.onboarding(onboarding.id))


PAGES = [
    "/portal",
    "/portal/history",
    "/portal/colleagues",
    "/portal/access",
    "/portal/help",
    "/portal/tasks/registration",
    "/portal/tasks/contract",
    "/portal/tasks/billing",
    "/portal/tasks/data_region",
    "/portal/tasks/sign_off",
    "/portal/tasks/nonsense",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_word_that_is_not_translated(browser, path):
    page = browser.get(path)
    assert plain_words(shown(page.html), NAMES + "grace piet") == []


@pytest.mark.parametrize("path", ["/lost-link", "/portal", "/p/nonsense", "/unsubscribe/nonsense"])
def test_a_page_for_a_stranger_has_no_word_that_is_not_translated(world, path):
    page = world.browser().get(path, accept_language="de")
    assert plain_words(shown(page.html), NAMES) == []


def test_the_doors_have_no_word_that_is_not_translated(world):
    onboarding = world.open()
    door = f"/p/{world.token(onboarding, 'contact-1')}"
    for path in (door + "?lang=de", door + "/leave?lang=de"):
        assert plain_words(shown(world.browser().get(path).html), NAMES) == []


@pytest.mark.parametrize(
    ("path", "act"),
    [
        ("/portal/tasks/billing", "answer"),
        ("/portal/tasks/sign_off", "approve"),
        ("/portal/colleagues", None),
    ],
)
def test_what_is_wrong_with_a_form_is_said_in_the_language(browser, path, act):
    page = browser.get(path)
    if act and not any(form["fields"].get("act") == act for form in page.forms()):
        return
    answer = browser.submit(page, {}, act=act)
    assert plain_words(shown(answer.html), NAMES + "grace piet") == []


@pytest.fixture
def mails(monkeypatch):
    with spoken(monkeypatch):
        yield samples.samples("de")


def to_customers(mails):
    return {
        name: letter
        for name, letter in mails.items()
        if letter.html.startswith('<!doctype html>\n<html lang="de"')
    }


def test_a_mail_to_a_customer_has_no_word_that_is_not_translated(mails):
    own_words = Path(samples.__file__).with_name("spoken.txt").read_text("utf-8")
    made_up = inspect.getsource(samples.b) + inspect.getsource(samples)
    allowed = f"{NAMES} {own_words} {made_up} https onboarding"
    found = {
        name: plain_words(letter.subject + shown(letter.html), allowed)
        for name, letter in to_customers(mails).items()
    }
    assert {name: words for name, words in found.items() if words} == {}
    assert len(found) > 10


def test_the_pseudo_language_is_taken_off_again():
    assert languages.language("de").look_up("Overview") != strange("Overview")
