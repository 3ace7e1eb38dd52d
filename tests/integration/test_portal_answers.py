"""Forms of a customer with typed questions: conditions, corrections, and two people who answer at once."""

from dataclasses import replace

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.domain.commands import CancelOnboarding, CompleteTask, InviteContact
from chalicelib.domain.playbook import FieldRule, FieldWhen, TaskRule
from tests.integration.world import World

FIELDS = (
    FieldRule(id="company", label="Company on the invoice", known="account.name"),
    FieldRule(id="country", label="Country", type="country", known="account.country"),
    FieldRule(id="sign_in", label="How do you sign in?", type="choice", choices=("Password", "Okta")),
    FieldRule(
        id="domain",
        label="Sign-in domain",
        type="domain",
        when=FieldWhen(field="sign_in", one_of=("Okta",)),
    ),
    FieldRule(
        id="systems", label="Which systems?", type="choices", choices=("CRM", "ERP", "Mail"), required=False
    ),
    FieldRule(id="users", label="How many people?", type="number", whole=True, min=1),
)
TYPED = {
    "answer.company": "Acme GmbH",
    "answer.country": "DE",
    "answer.sign_in": "Okta",
    "answer.domain": "login.acme.example",
    "answer.systems.0": "CRM",
    "answer.systems.2": "Mail",
    "answer.users": "1,200",
}
PAGE = "/portal/tasks/billing"


@pytest.fixture
def world(monkeypatch):
    made = World(monkeypatch)
    tasks = tuple(
        replace(rule, fields=FIELDS) if rule.id == "billing" else rule for rule in made.playbook.tasks
    )
    check = TaskRule(
        id="checked",
        stage="collection",
        kind="internal",
        title="Check the answers",
        role="onboarding",
        hours=4,
        opens="opening",
        after=("billing",),
    )
    made.playbook = replace(made.playbook, tasks=(*tasks, check))
    made.playbooks = InMemoryPlaybooks(made.playbook)
    return made


def answers(world, onboarding):
    task = world.onboarding(onboarding.id).task("billing")
    personal = world.store.personal(onboarding.id)
    return {answer.field: personal[answer.value.p].value for answer in task.answers}


def colleague(world, onboarding):
    """Return the browser of somebody whom Grace has invited."""
    name, email, vault = world.seal("Linus Bauer", "linus@acme.example")
    invite = InviteContact(name=name, email=email, invited_by=onboarding.contacts[0].id)
    after = world.handle(onboarding.id, invite, vault=vault)
    return world.visitor(after, after.contacts[-1].id)


def test_a_form_of_an_earlier_visit_is_shown_again_with_what_was_typed(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.get(PAGE)
    form = next(form for form in page.forms() if form["fields"].get("act") == "answer")
    fields = {**form["fields"], **TYPED, "answer.domain": "typed.before.example", "csrf": "of-another-visit"}
    shown = browser.post(PAGE, fields, sec_fetch_site="same-origin")
    assert shown.status == 409
    assert "Nothing was sent: this page was from an earlier visit." in shown.text
    assert "typed.before.example" in shown.html
    assert answers(world, onboarding) == {}
    assert browser.submit(shown, TYPED, act="answer").status == 303


def test_an_answer_stands_in_its_own_form_alone(world):
    fields = (FieldRule(id="email", label="Their address", type="email"),)
    tasks = tuple(
        replace(rule, fields=fields) if rule.id == "billing" else rule for rule in world.playbook.tasks
    )
    world.playbooks = InMemoryPlaybooks(replace(world.playbook, tasks=tasks))
    browser = world.visitor(world.open())
    page = browser.get(PAGE)
    assert browser.submit(page, {"answer.email": "not yet"}, act="answer").html.count("not yet") == 1
    handed = browser.submit(page, {"colleague": "", "email": "linus@acme.example"}, act="hand")
    assert handed.html.count("linus@acme.example") == 1


def test_other_forms_of_an_earlier_visit_are_shown_again_too(world):
    browser = world.visitor(world.open())
    for path, fields in (
        (PAGE, {"act": "stuck", "why": "other", "words": "We have two of them."}),
        ("/portal/questions", {"task": "billing", "question": "We have two of them."}),
        ("/portal/questions", {"question": "We have two of them."}),
    ):
        kept = browser.get(PAGE).forms()[-1]["fields"]
        shown = browser.post(path, {**kept, **fields, "csrf": "old"}, sec_fetch_site="same-origin")
        assert shown.status == 409
        assert "We have two of them." in shown.text


@pytest.mark.parametrize("who", ["another customer", "a colleague"])
@pytest.mark.parametrize("token", ["of the earlier visit", "of this visit"])
def test_a_form_that_somebody_else_was_shown_is_neither_carried_out_nor_shown(world, who, token):
    onboarding = world.open()
    tab = world.visitor(onboarding)
    form = next(form for form in tab.get(PAGE).forms() if form["fields"].get("act") == "answer")["fields"]
    ref = replace(onboarding.deal.ref, id="another")
    other = world.open(ref=ref) if who == "another customer" else onboarding
    browser = world.visitor(other) if other is not onboarding else colleague(world, onboarding)
    if token == "of this visit":  # as the script that brings new tokens once took it
        form = form | {"csrf": browser.get(PAGE).forms()[-1]["fields"]["csrf"]}
    refused = browser.post(PAGE, {**form, **TYPED}, sec_fetch_site="same-origin")
    assert refused.status == 403
    assert TYPED["answer.domain"] not in refused.html
    assert answers(world, other) == {}
    asked = {**form, "question": "Is it ours?", "task": "billing"}
    shown = browser.post("/portal/questions", asked, sec_fetch_site="same-origin")
    assert (shown.status, "Is it ours?" in shown.html) == (403, False)


@pytest.mark.parametrize("headers", [{}, {"sec_fetch_site": "none"}, {"origin": "null"}])
def test_a_form_that_may_be_another_page_s_is_refused_and_leads_back_to_the_task(world, headers):
    browser = world.visitor(world.open())
    whose = browser.get(PAGE).forms()[-1]["fields"]["whose"]
    fields = {**TYPED, "act": "answer", "csrf": "x", "whose": whose, "nonce": "n" * 12}
    refused = browser.post(PAGE, fields, **headers)
    assert refused.status == 403
    assert TYPED["answer.domain"] not in refused.html
    assert f'href="http://127.0.0.1:8000{PAGE}"' in refused.html
    assert 'href="http://127.0.0.1:8000/portal"' in refused.html


def test_a_form_of_another_site_is_told_where_ours_is(world):
    browser = world.visitor(world.open())
    refused = browser.post(PAGE, TYPED, origin="https://elsewhere.example")
    assert refused.status == 403
    assert "Repeat the step on our page." in refused.text
    assert f'{PAGE}"' in refused.html


def test_a_mistake_in_another_form_of_the_page_leaves_the_answers_in_place(world):
    browser = world.visitor(world.open())
    browser.submit(browser.get(PAGE), {**TYPED, "save": "yes"}, act="answer")
    wrong = browser.submit(browser.get(PAGE), {"why": ""}, act="stuck")
    assert wrong.status == 422
    assert "login.acme.example" in wrong.html


def test_typed_answers_are_kept_in_one_form_and_shown_back_as_people_read_them(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    sent = browser.submit(browser.get(PAGE), TYPED, act="answer")
    assert sent.status == 303
    kept = answers(world, onboarding)
    assert kept["systems"] == "CRM\nMail"
    assert kept["country"] == "DE"
    page = browser.get(PAGE)
    assert "login.acme.example" in page.text
    assert "Country Germany" in page.text
    assert page.html.count(" checked>") == 3  # the two systems and the way to sign in, ready to be changed


def test_without_a_script_a_question_with_a_condition_says_in_words_when_it_is_asked(world):
    page = world.visitor(world.open()).get(PAGE)
    assert "Only if you answer “Okta” to “How do you sign in?”." in page.text
    assert 'data-only-if="answer.sign_in"' in page.html


def test_what_was_typed_into_a_question_that_is_not_asked_is_dropped(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    typed = TYPED | {"answer.sign_in": "Password", "answer.domain": "none of yours"}
    assert browser.submit(browser.get(PAGE), typed, act="answer").status == 303
    assert "domain" not in answers(world, onboarding)
    assert world.onboarding(onboarding.id).task("billing").status == "done"


def test_a_question_that_an_answer_has_opened_is_required_then(world):
    browser = world.visitor(world.open())
    page = browser.submit(browser.get(PAGE), TYPED | {"answer.domain": ""}, act="answer")
    assert page.status == 422
    assert "Sign-in domain: Enter an answer." in page.text


def test_what_the_order_says_is_offered_and_counts_only_once_it_is_sent(world):
    onboarding = world.open()
    page = world.visitor(onboarding).get(PAGE)
    assert f'value="{onboarding.deal.account.name}"' in page.html
    assert "From your order. Please check it." in page.text
    assert not answers(world, onboarding)


def test_answers_can_be_changed_until_somebody_has_checked_them(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    browser.submit(browser.get(PAGE), TYPED, act="answer")
    changed = TYPED | {"answer.users": "300", "answer.systems.0": "", "answer.systems.2": ""}
    assert browser.submit(browser.get(PAGE), changed, act="correct").status == 303
    kept = answers(world, onboarding)
    assert kept["users"] == "300"
    assert "systems" not in kept
    entries = [e for e in world.store.journal(onboarding.id) if e["type"] == "AnswersRecorded"]
    assert [entry["data"]["corrects"] for entry in entries] == [False, True]
    page = browser.get(PAGE)
    world.handle(onboarding.id, CompleteTask(task="checked"), actor="person:ada")
    late = browser.submit(page, changed | {"answer.users": "400"}, act="correct")
    assert late.status == 409
    assert answers(world, onboarding)["users"] == "300"
    assert "Change your answers" not in browser.get(PAGE).text


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("en", "12000", "12,000"),
        ("de", "12.000", "12.000"),
        ("fr", "12000", "12\u202f000"),
        ("en", "2026", "2026"),
    ],
)
def test_a_number_that_was_answered_is_told_with_its_marks_and_four_figures_as_a_year(
    world, language, typed, told
):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    switch = next(form for form in browser.get(PAGE).forms() if form["action"].endswith("/portal/language"))
    browser.post("/portal/language", {**switch["fields"], "language": language})
    browser.submit(browser.get(PAGE), TYPED | {"answer.users": typed}, act="answer")
    given = browser.get(PAGE).html.partition('id="given"')[2].partition("</dl>")[0]
    assert f">{told}</dd>" in given


def test_who_answers_second_sees_the_first_answer_and_loses_nothing(world):
    onboarding = world.open()
    grace, linus = world.visitor(onboarding), world.visitor(onboarding)
    typing = linus.get(PAGE)
    grace.submit(grace.get(PAGE), TYPED, act="answer")
    page = linus.submit(
        typing, TYPED | {"answer.users": "7", "answer.domain": "sso.acme.example"}, act="answer"
    )
    assert page.status == 409
    assert "Somebody else answered while you were typing." in page.text
    assert "answered “login.acme.example” while you were typing." in page.text
    assert 'value="sso.acme.example"' in page.html
    assert answers(world, onboarding)["domain"] == "login.acme.example"
    again = linus.submit(
        page, TYPED | {"answer.users": "7", "answer.domain": "sso.acme.example"}, act="correct"
    )
    assert again.status == 303
    assert answers(world, onboarding)["domain"] == "sso.acme.example"


def test_what_is_saved_for_later_is_no_answer_and_a_colleague_goes_on_from_it(world):
    onboarding = world.open()
    grace = world.visitor(onboarding)
    half = {"answer.company": "Acme GmbH", "answer.users": "half of us", "save": "yes"}
    before = world.store.journal(onboarding.id)
    saved = grace.submit(grace.get(PAGE), half, act="answer")
    assert saved.location == f"{PAGE}?done=saved"
    assert "Saved. Nothing is sent yet." in grace.get(saved.location).text
    assert "Saved, not sent yet" in grace.get("/portal").text
    assert world.store.journal(onboarding.id) == before
    assert not answers(world, onboarding)
    linus = colleague(world, onboarding)
    page = linus.get(PAGE)
    assert "saved this on" in page.text
    assert 'value="half of us"' in page.html
    assert linus.submit(page, TYPED, act="answer").status == 303
    assert world.drafts.read(onboarding.id, "billing") is None
    assert "It is not sent yet" not in grace.get(PAGE).text


def test_a_draft_that_outlives_its_answers_is_nothing_any_more(world, monkeypatch):
    onboarding = world.open()
    grace = world.visitor(onboarding)
    grace.submit(grace.get(PAGE), {"answer.users": "half of us", "save": "yes"}, act="answer")
    for emptying in ("drop", "forget"):
        monkeypatch.setattr(world.drafts, emptying, lambda *_: None)
    grace.submit(grace.get(PAGE), TYPED, act="answer")
    page = grace.get(PAGE)
    assert "half of us" not in page.html
    assert "It is not sent yet" not in page.text


def test_who_sends_while_a_colleague_saves_sees_both(world):
    onboarding = world.open()
    grace, linus = world.visitor(onboarding), colleague(world, onboarding)
    typing = linus.get(PAGE)
    grace.submit(grace.get(PAGE), {"answer.domain": "sso.acme.example", "save": "yes"}, act="answer")
    page = linus.submit(typing, TYPED, act="answer")
    assert page.status == 409
    assert "answered “sso.acme.example” while you were typing." in page.text
    assert linus.submit(page, TYPED, act="answer").status == 303
    assert answers(world, onboarding)["domain"] == "login.acme.example"


def test_nothing_is_saved_for_a_task_that_nobody_may_answer_any_more(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.get(PAGE)
    browser.submit(browser.get(PAGE), TYPED, act="answer")
    world.handle(onboarding.id, CompleteTask(task="checked"), actor="person:ada")
    fresh = {"answer.users": "9", "save": "yes", "seen": ""}
    assert browser.submit(page, fresh, act="answer").status == 409
    assert world.drafts.read(onboarding.id, "billing") is None


def test_nothing_is_saved_while_the_onboarding_ends(world, monkeypatch):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page, keep = browser.get(PAGE), world.drafts.keep

    def too_late(*of, **how):
        world.handle(onboarding.id, CancelOnboarding(code="customer_withdrew"), actor="person:ada")
        return keep(*of, **how)

    monkeypatch.setattr(world.drafts, "keep", too_late)
    assert browser.submit(page, {"answer.users": "9", "save": "yes"}, act="answer").status == 409
    assert world.drafts.read(onboarding.id, "billing") is None


def test_where_a_value_comes_from_is_still_said_when_something_else_is_wrong(world):
    browser = world.visitor(world.open())
    page = browser.submit(browser.get(PAGE), {**TYPED, "answer.users": "many"}, act="answer")
    assert page.status == 422
    assert 'id="source-company"' in page.html
    changed = browser.submit(page, {**TYPED, "answer.company": "Other", "answer.users": "many"}, act="answer")
    assert 'id="source-company"' not in changed.html
