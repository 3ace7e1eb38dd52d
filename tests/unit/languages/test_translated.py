"""A plan as its reader sees it: in their language, and otherwise the same."""

from dataclasses import replace

from chalicelib.application.words.translated import in_language
from chalicelib.domain.lint.translations import customers_words
from tests.builders import a_playbook, an_onboarding

PLAYBOOK = a_playbook()
GERMAN = replace(PLAYBOOK, translations={"de": {text: f"de: {text}" for text in customers_words(PLAYBOOK)}})


def test_titles_questions_and_statements_are_the_readers() -> None:
    state, plan = in_language(an_onboarding(), GERMAN, "de-AT")
    billing = plan.task("billing")
    assert billing is not None
    assert billing.title == "de: Tell us where to send the invoices"
    assert billing.fields[0].label == "de: Legal name of the company"
    assert plan.stage("go_live").customer_title == "de: Going live"
    assert plan.stage("go_live").title == "Go-live"
    shown = state.task("billing")
    assert shown is not None
    assert shown.title == "de: Tell us where to send the invoices"


def test_choices_stay_themselves_and_say_themselves_in_the_language() -> None:
    _, plan = in_language(an_onboarding(), GERMAN, "de")
    rule = plan.task("billing")
    assert rule is not None
    (choices,) = (each.choices for each in rule.fields if each.choices)
    assert choices == ("Monthly", "Yearly")
    assert [each.translation for each in choices] == ["de: Monthly", "de: Yearly"]  # type: ignore[attr-defined]


def test_what_the_team_reads_stays_as_it_is() -> None:
    _, plan = in_language(an_onboarding(), GERMAN, "de")
    assert plan.task("accept_handoff") == PLAYBOOK.task("accept_handoff")


def test_a_language_that_the_playbook_has_not_changes_nothing() -> None:
    onboarding = an_onboarding()
    assert in_language(onboarding, GERMAN, "fr") == (onboarding, GERMAN)
    assert in_language(onboarding, PLAYBOOK, "de") == (onboarding, PLAYBOOK)
