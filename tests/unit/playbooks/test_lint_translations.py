"""A language that a playbook declares has all that customers read, and nothing else."""

from dataclasses import replace

import pytest

from chalicelib.adapters.playbook_files import FOLDER, load_all
from chalicelib.domain.languages import ENGLISH, OFFERED
from chalicelib.domain.lint.translations import customers_words, hints, of_translations
from chalicelib.domain.playbook import Playbook, ReminderRule
from tests.builders import a_playbook


def german(playbook: Playbook, **changes: str) -> Playbook:
    table = {text: f"de: {text}" for text in customers_words(playbook)}
    return replace(playbook, translations={"de": table | changes})


def said(playbook: Playbook) -> list[str]:
    return [str(problem) for problem in hints(playbook)]


def test_a_playbook_without_translations_is_fine() -> None:
    assert said(a_playbook()) == []


def test_a_language_with_everything_is_fine() -> None:
    assert said(german(a_playbook())) == []


def test_what_a_language_lacks_is_named() -> None:
    playbook = german(a_playbook(), **{"Going live": " "})
    assert said(playbook) == ["translations de: has no words for 'Going live'; add them"]


def test_many_holes_are_counted() -> None:
    playbook = replace(a_playbook(), translations={"fr": {}})
    (problem,) = said(playbook)
    assert problem.startswith("translations fr: has no words for '")
    assert f"and {len(customers_words(playbook)) - 5} more; add them" in problem


def test_words_that_customers_read_nowhere_are_named() -> None:
    playbook = german(a_playbook(), **{"Accept the handoff": "Übergabe annehmen"})
    (problem,) = said(playbook)
    assert "has words for 'Accept the handoff', which customers read nowhere" in problem


@pytest.mark.parametrize("language", ["en", "it", "de-AT", ""])
def test_a_language_that_we_do_not_offer_is_refused(language: str) -> None:
    (problem,) = of_translations(replace(a_playbook(), translations={language: {}}))
    assert str(problem) == f"translations {language}: is no language that we offer; use de, fr, es"


def test_everything_that_customers_read_is_wanted_and_nothing_of_the_teams() -> None:
    playbook = replace(a_playbook(), reminders=ReminderRule(text="Soon, please."))
    words = customers_words(playbook)
    assert {"Soon, please.", "Going live", "Billing period", "Monthly", "A shared mailbox is fine."} <= set(
        words
    )
    assert not {"Go-live", "Accept the handoff", "Create your accounts"} & set(words)
    assert len(words) == len(set(words))


def test_the_shipped_playbooks_speak_every_language() -> None:
    for playbook in load_all(FOLDER):
        assert set(playbook.translations) == set(OFFERED) - {ENGLISH}
        assert said(playbook) == []
