"""Passwords and keys of customers: encrypted, shown once to who does the task, nowhere else, and then gone."""

import json
from dataclasses import replace
from html import unescape

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.domain.commands import CancelOnboarding, SubmitAnswers
from chalicelib.domain.onboarding import Answer
from chalicelib.domain.playbook import FieldRule
from tests.integration.world import World

SECRET = "tr0ub4dor&3-planted-secret"
FIELDS = (
    FieldRule(id="user", label="User name"),
    FieldRule(id="key", label="Key of your directory", type="secret"),
)
TYPED = {"answer.user": "sync@acme.example", "answer.key": SECRET}
PAGE = "/portal/tasks/billing"


@pytest.fixture
def world(monkeypatch):
    made = World(monkeypatch)
    tasks = tuple(
        replace(rule, fields=FIELDS) if rule.id == "billing" else rule for rule in made.playbook.tasks
    )
    made.playbook = replace(made.playbook, tasks=tasks)
    made.playbooks = InMemoryPlaybooks(made.playbook)
    return made


@pytest.fixture
def onboarding(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    assert browser.submit(browser.get(PAGE), TYPED, act="answer").status == 303
    return world.onboarding(onboarding.id)


def secret_page(onboarding):
    return f"/console/onboardings/{onboarding.id}/tasks/billing/secrets/key"


def owner(world, onboarding):
    return world.member(onboarding.task("billing").owner)


def reveal(world, onboarding, *, by=None):
    browser = by or owner(world, onboarding)
    page = browser.get(secret_page(onboarding))
    return browser.submit(page, {"text": "To connect the directory"}, act="reveal")


def test_a_secret_completes_its_task_and_the_customer_never_sees_it_again(world, onboarding):
    assert onboarding.task("billing").status == "done"
    page = world.visitor(onboarding).get(PAGE)
    assert "encrypted" in page.text
    assert "Type a new one only to replace it." in page.text
    assert SECRET not in page.html


def test_a_secret_stands_nowhere_but_in_its_own_encrypted_place(world, onboarding, caplog):
    reveal(world, onboarding)
    kept = json.dumps([world.store.journal(onboarding.id)]) + repr(world.onboarding(onboarding.id))
    kept += repr(world.store.personal(onboarding.id)) + repr(world.store.effects) + repr(world.drafts._kept)
    kept += (
        repr(world.store._done)
        + caplog.text
        + world.member("ada").get(f"/console/onboardings/{onboarding.id}").html
    )
    assert SECRET not in kept
    assert "sync@acme.example" in kept


def test_who_does_the_task_sees_it_once_with_a_reason_and_it_is_gone_then(world, onboarding):
    page = reveal(world, onboarding)
    assert page.status == 200
    assert SECRET.replace("&", "&amp;") in page.html
    assert page.headers["cache-control"] == "no-store"
    assert world.store.locked(onboarding.id, "billing", "key") is None
    (told,) = [e for e in world.store.journal(onboarding.id) if e["type"] == "SecretRevealed"]
    assert told["data"]["by"] == f"person:{onboarding.task('billing').owner}"
    browser = owner(world, onboarding)
    again = browser.get(secret_page(onboarding))
    assert "deleted" in again.text
    assert 'value="reveal"' not in again.html


def test_the_same_form_sent_twice_shows_it_once(world, onboarding):
    browser = owner(world, onboarding)
    form = browser.get(secret_page(onboarding))
    shown = [browser.submit(form, {"text": "To connect"}, act="reveal") for _ in range(2)]
    assert [page.status for page in shown] == [200, 409]
    assert "planted" not in shown[1].html


def test_nobody_else_sees_it(world, onboarding):
    others = [
        person.id
        for person in world.people.directory().people
        if person.id != onboarding.task("billing").owner
    ]
    for other in others:
        page = reveal(world, onboarding, by=world.member(other))
        assert page.status == 403
        assert "planted" not in page.html
    assert world.store.locked(onboarding.id, "billing", "key") is not None


def test_without_a_reason_nothing_is_shown(world, onboarding):
    browser = owner(world, onboarding)
    page = browser.submit(browser.get(secret_page(onboarding)), {"text": " "}, act="reveal")
    assert page.status == 422
    assert world.store.locked(onboarding.id, "billing", "key") is not None


def test_a_second_look_asks_the_customer_anew(world, onboarding):
    reveal(world, onboarding)
    browser = owner(world, onboarding)
    asked = browser.submit(browser.get(secret_page(onboarding)), {"text": "It was mistyped"}, act="ask_again")
    assert asked.status == 303
    assert world.onboarding(onboarding.id).task("billing").status == "open"
    customer = world.visitor(onboarding)
    missing = customer.submit(customer.get(PAGE), TYPED | {"answer.key": ""}, act="answer")
    assert missing.status == 422
    customer.submit(customer.get(PAGE), TYPED | {"answer.key": "another one"}, act="answer")
    assert "another one" in reveal(world, onboarding).text


def test_a_replaced_secret_is_shown_as_it_is_now(world, onboarding):
    browser = world.visitor(onboarding)
    assert (
        browser.submit(browser.get(PAGE), TYPED | {"answer.key": "the newer one"}, act="correct").status
        == 303
    )
    page = reveal(world, onboarding)
    assert "the newer one" in page.text
    assert SECRET not in page.html


def test_a_secret_is_deleted_when_the_onboarding_ends(world, onboarding):
    world.handle(onboarding.id, CancelOnboarding(code="customer_withdrew"), actor="person:ada")
    assert world.store.locked(onboarding.id, "billing", "key") is None
    page = owner(world, onboarding).get(secret_page(onboarding))
    assert "Deleted when the onboarding ended." in page.text
    assert reveal_refused(world, onboarding) == 409


def reveal_refused(world, onboarding):
    browser = owner(world, onboarding)
    page = browser.get(secret_page(onboarding))
    fields = next(form["fields"] for form in page.forms() if form["fields"].get("act") == "ask_again")
    return browser.post(secret_page(onboarding), fields | {"act": "reveal", "text": "Please"}).status


def test_a_secret_is_no_part_of_a_draft(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    browser.submit(browser.get(PAGE), TYPED | {"save": "yes"}, act="answer")
    assert dict(world.drafts.read(onboarding.id, "billing").values) == {"user": "sync@acme.example"}


def test_a_secret_that_was_typed_beside_a_mistake_is_not_sent_back(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.submit(browser.get(PAGE), TYPED | {"answer.user": ""}, act="answer")
    assert page.status == 422
    assert "planted" not in page.html


def test_what_is_locked_for_one_task_opens_for_no_other():
    from chalicelib.adapters.in_memory.secrets import InMemoryKeeper
    from chalicelib.domain.errors import UnavailableError

    blob = InMemoryKeeper().lock(SECRET, onboarding="onb-1", task="a", field="key")
    with pytest.raises(UnavailableError):
        InMemoryKeeper().unlock(blob, onboarding="onb-1", task="b", field="key")


def test_a_private_key_keeps_its_lines_and_the_end_of_its_last_one(world):
    tasks = tuple(
        replace(rule, fields=(replace(FIELDS[1], several_lines=True),)) if rule.id == "billing" else rule
        for rule in world.playbook.tasks
    )
    world.playbooks = InMemoryPlaybooks(replace(world.playbook, tasks=tasks))
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.get(PAGE)
    assert '<textarea id="field-key" name="answer.key" class="code" data-secret' in page.html
    key = "-----BEGIN KEY-----\n" + "\n".join(["A1b2" * 16] * 50) + "\n-----END KEY-----\n"
    assert browser.submit(page, {"answer.key": key.replace("\n", "\r\n")}, act="answer").status == 303
    assert key in unescape(reveal(world, world.onboarding(onboarding.id)).html)


def test_a_secret_of_one_line_takes_no_more_and_none_takes_more_than_the_key_can_lock(world):
    browser = world.visitor(world.open())
    for typed, says in (("two\nlines", "Use one line only."), ("\U0001f511" * 1500, "Shorten this to")):
        wrong = browser.submit(browser.get(PAGE), {**TYPED, "answer.key": typed}, act="answer")
        assert wrong.status == 422
        assert says in wrong.text
        assert typed not in wrong.html


@pytest.mark.parametrize("end", ["task", "onboarding"])
def test_what_was_saved_goes_with_the_task_and_with_the_onboarding(world, end):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    browser.submit(browser.get(PAGE), {"answer.user": "typed@acme.example", "save": "yes"}, act="answer")
    assert world.drafts.read(onboarding.id, "billing")
    said, vault = world.seal("They went elsewhere.")
    answers = (Answer(field="user", value=said),)
    over = SubmitAnswers(task="billing", contact="contact-1", answers=answers, secrets=("key",))
    over = over if end == "task" else CancelOnboarding(reason=said)
    world.handle(onboarding.id, over, vault=vault)
    assert world.drafts.read(onboarding.id, "billing") is None
