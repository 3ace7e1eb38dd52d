"""Changing a plan on the team's pages: tasks added and dropped, and versions previewed and moved to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.adapters.codec import envelope_from_json
from chalicelib.adapters.in_memory.world import InMemoryQueue
from chalicelib.domain import commands as c
from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    made = World(monkeypatch)
    made.queue = InMemoryQueue()
    monkeypatch.setattr(bootstrap, "queue", lambda _: made.queue)
    return made


def record(onboarding):
    return f"/console/onboardings/{onboarding.id}"


def newer(world, **changes):
    """Publish a next version of the playbook, in which a file may take longer."""
    playbook = world.playbooks.latest("smb")
    tasks = tuple(
        replace(rule, **({"hours": 32} | changes)) if rule.id == "registration" else rule
        for rule in playbook.tasks
    )
    world.playbooks.publish(replace(playbook, version=playbook.version + 1, tasks=tasks))
    return playbook.version + 1


def test_a_task_is_added_and_dropped_on_the_page(world):
    onboarding, browser = world.open(), world.member("ada")
    page = browser.get(record(onboarding))
    typed = {"title": "Floor plan", "what": "question", "text": "With the doors.", "person": "", "day": ""}
    page = browser.submit(page, typed, act="add_task", subject="collection")
    added = world.onboarding(onboarding.id).tasks[-1]
    assert (added.title, added.kind, added.status) == ("Floor plan", "customer", "open")
    page = browser.get(record(onboarding))
    assert "Floor plan" in page.text
    browser.submit(page, {"text": "They have none"}, act="drop_task", subject=added.id)
    assert world.onboarding(onboarding.id).task(added.id) is None


def test_a_task_that_cannot_be_added_shows_what_was_typed(world):
    onboarding, browser = world.open(), world.member("ada")
    typed = {
        "title": "Visit them",
        "what": "ours",
        "text": "Bring the plan",
        "person": "ines",
        "day": "2020-01-01",
    }
    page = browser.submit(browser.get(record(onboarding)), typed, act="add_task", subject="collection")
    assert page.status == 422
    assert "from today" in page.text
    for kept in ("Visit them", "Bring the plan", "2020-01-01"):
        assert kept in page.html


@pytest.mark.parametrize(
    "what", ["ours", "file", "question", "confirmation", "their_sign_off", "our_sign_off"]
)
def test_every_kind_of_task_can_be_added(world, what):
    onboarding, browser = world.open(), world.member("ada")
    typed = {"title": "The floor carries 2 t", "what": what, "text": "", "person": "", "day": ""}
    browser.submit(browser.get(record(onboarding)), typed, act="add_task", subject="collection")
    assert world.onboarding(onboarding.id).tasks[-1].title == "The floor carries 2 t"


def test_what_another_version_would_change_is_shown_in_words_and_done_exactly_so(world):
    onboarding, browser = world.open(), world.member("ada")
    version = newer(world)
    page = browser.get(f"{record(onboarding)}/migration")
    assert f"What version {version} would change" in page.text
    assert "Task “Upload your company registration” moves: working hours: 24 → 32, due" in page.text
    browser.submit(page, {}, act="migrate")
    assert world.onboarding(onboarding.id).playbook.version == version
    assert "Nothing: it runs exactly by this version" in browser.get(f"{record(onboarding)}/migration").text
    page = browser.get(f"{record(onboarding)}?done=migrate")
    assert "It was moved to another version of its playbook." in page.text
    assert f"Back to version {version - 1}: see what that would do" in page.text
    page = browser.get(f"{record(onboarding)}/migration?back=yes")
    assert "Task “Upload your company registration” moves: due" in page.text
    browser.submit(page, {}, act="undo_migration")
    assert world.onboarding(onboarding.id).playbook.version == version - 1


def test_a_preview_that_is_out_of_date_is_not_done(world):
    onboarding, browser = world.open(), world.member("ada")
    newer(world)
    page = browser.get(f"{record(onboarding)}/migration")
    browser.submit(
        browser.get(record(onboarding)), {"text": "Sole trader"}, act="waive", subject="registration"
    )
    refused = browser.submit(page, {}, act="migrate")
    assert refused.status == 409
    assert "Look at the preview again" in refused.text


def test_those_that_are_ticked_are_moved_to_another_version(world):
    first, browser = world.open(), world.member("ada")
    version = newer(world)
    assert "Playbooks" in browser.get("/console/playbooks").text
    page = browser.get(f"/console/playbooks/smb?version={version}")
    assert "Acme GmbH" in page.text
    sent = browser.submit(page, {})
    assert sent.location == f"/console/playbooks/smb?version={version}&done=1"
    for body, *_ in world.queue.sent:
        bootstrap.handle(envelope_from_json(dict(body)))
    assert world.onboarding(first.id).playbook.version == version
    assert "Nothing under way" in browser.get(f"/console/playbooks/smb?version={version}").text


@pytest.mark.parametrize("path", ["/console/playbooks/nonsense", "/console/playbooks/smb?version=77"])
def test_a_playbook_that_is_not_published_is_not_found(world, path):
    assert world.member("ada").get(path).status == 404


def test_who_takes_up_what_is_late_may_say_why_it_came_to_that(world):
    onboarding = world.open()
    world.clock.advance(timedelta(days=7))
    world.handle(onboarding.id, c.PassTime())
    browser = world.member("ada")
    page = browser.get(record(onboarding))
    assert "We had no time" in page.text
    escalation = next(world.onboarding(onboarding.id).raised())
    browser.submit(page, {"code": "our_capacity"}, act="explain", subject=escalation.id)
    taken = next(e for e in world.onboarding(onboarding.id).escalations if e.id == escalation.id)
    assert (taken.code, taken.acknowledged_by) == ("our_capacity", "person:ada")


def test_a_preview_says_with_whom_a_new_task_is_and_that_the_customer_is_asked_at_once(world):
    onboarding, browser = world.open(), world.member("ada")
    playbook = world.playbooks.latest("smb")
    logo = replace(playbook.task("registration"), id="logo", title="Your logo")
    gate = replace(playbook.gates[0], requires=(*playbook.gates[0].requires, "task:logo"))
    changed = {"tasks": (*playbook.tasks, logo), "gates": (gate, *playbook.gates[1:]), "warn_days": 3}
    world.playbooks.publish(replace(playbook, version=playbook.version + 1, **changed))
    text = browser.get(f"{record(onboarding)}/migration").text
    assert "Task “Your logo” is added: the customer does it, Ada Park looks after it, due" in text
    assert "; the customer is asked for it at once, by mail." in text
    assert "requires “Your logo”." in text
    assert "working days of warning before the go-live date: 2 → 3" in text
    browser.submit(browser.get(f"{record(onboarding)}/migration"), {}, act="migrate")
    assert "Task “Your logo” goes." in browser.get(f"{record(onboarding)}/migration?back=yes").text
    browser.submit(browser.get(f"{record(onboarding)}/migration?back=yes"), {}, act="undo_migration")
    assert "kept of what was done meanwhile" not in browser.get(record(onboarding)).text
