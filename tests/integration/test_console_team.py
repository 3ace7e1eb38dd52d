"""The team's page of the team, whose work stands on whose list, and handing over after a look."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.adapters.codec import envelope_from_json
from chalicelib.adapters.in_memory.world import InMemoryQueue
from chalicelib.domain import commands as c
from chalicelib.domain.people import Absence
from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    made = World(monkeypatch)
    made.queue = InMemoryQueue()
    monkeypatch.setattr(bootstrap, "queue", lambda _: made.queue)
    return made


def change(world, person, **changes):
    found = world.people.directory().get(person)
    world.people.put(replace(found, **changes))


def away(world, days=3):
    today = world.clock.now().date()
    return (Absence(first=today, last=today + timedelta(days=days)),)


def test_the_team_is_listed_with_what_everybody_has(world):
    world.open()
    page = world.member().get("/console/team")
    assert "Ada Park" in page.text
    assert "onboardings: 1 · in front of them: 1" in page.text


def test_who_is_away_or_gone_is_said_with_who_sees_their_work(world):
    world.open()
    change(world, "ada", away=away(world))
    change(world, "tom", active=False)
    page = world.member("lee").get("/console/team")
    assert "Away until Thu 26 Nov; Lee Osei sees what is in front of them" in page.text
    assert "Has left; Lee Osei sees" in page.text


def test_a_leaver_who_owns_nothing_is_not_listed(world):
    change(world, "tom", active=False)
    assert "Tom Abara" not in world.member().get("/console/team").text


def test_whose_entry_it_is_stands_on_the_list_of_the_stand_in(world):
    world.open()
    assert "Nothing needs you" in world.member("lee").get("/console/needs-you").text
    change(world, "ada", away=away(world))
    page = world.member("lee").get("/console/needs-you")
    assert "Acme GmbH: Accept the handoff" in page.text
    assert "for Ada Park, away until Thu 26 Nov" in page.text
    assert "Accept the handoff" in world.member("ada").get("/console/needs-you").text
    world.clock.advance(timedelta(days=4))
    assert "for Ada Park" not in world.member("lee").get("/console/needs-you").text


def test_what_an_escalation_tells_of_is_not_listed_again_for_the_stand_in(world):
    world.open()
    change(world, "ada", away=away(world, days=9))
    world.clock.advance(timedelta(days=4))
    onboarding = world.store.owned("ada")[0]
    world.handle(onboarding, c.PassTime())
    page = world.member("lee").get("/console/needs-you")
    raised = [e.subject for e in world.onboarding(onboarding).raised() if e.owner == "lee"]
    assert raised
    for subject in raised:
        if subject.startswith("task:"):
            assert f'#{subject.replace(":", "-")}"' not in page.html


def test_a_leaver_stays_in_front_of_the_lead_until_everything_is_handed_over(world):
    world.open()
    change(world, "ada", active=False)
    page = world.member("lee").get("/console/needs-you")
    assert "Ada Park has left, and still owns something in one onboarding" in page.text
    assert "/console/team/ada" in page.html
    assert "still owns" not in world.member("ines").get("/console/needs-you").text
    hand_over(world, "ada", to="lee")
    assert "still owns" not in world.member("lee").get("/console/needs-you").text


def hand_over(world, person, *, to):
    browser = world.member("lee")
    shown = browser.get(f"/console/team/{person}?to={to}")
    answer = browser.submit(shown, {}, act="handover")
    for body, *_ in world.queue.sent:
        bootstrap.handle(envelope_from_json(dict(body)))
    world.queue.sent.clear()
    return answer


def test_a_handover_is_shown_whole_before_it_is_done(world):
    onboarding = world.open()
    browser = world.member("lee")
    page = browser.get("/console/team/ada")
    for words in ("Acme GmbH", "The onboarding as a whole", "Accept the handoff", "Promise: SSO"):
        assert words in page.text
    shown = browser.get("/console/team/ada?to=sam")
    assert "This is what would go to whom" in shown.text
    assert shown.text.count("→ Sam Roth") > 5
    assert world.queue.sent == []
    answer = hand_over(world, "ada", to="sam")
    assert answer.status == 303
    assert world.onboarding(onboarding.id).owner == "sam"
    assert world.store.owned("ada") == ()
    assert "On its way" in browser.get(answer.location).text


def test_a_handover_that_has_changed_since_it_was_looked_at_is_shown_again(world):
    onboarding = world.open()
    browser = world.member("lee")
    shown = browser.get("/console/team/ada?to=sam")
    world.handle(onboarding.id, c.CompleteTask(task="accept"), actor="person:ada")
    page = browser.submit(shown, {}, act="handover")
    assert page.status == 409
    assert "has changed since you looked" in page.text
    assert world.queue.sent == []


def test_a_handover_that_is_sent_twice_is_done_once(world):
    world.open()
    browser = world.member("lee")
    shown = browser.get("/console/team/ada?to=sam")
    assert browser.submit(shown, {}, act="handover").status == 303
    sent = len(world.queue.sent)
    for body, *_ in world.queue.sent[: sent // 2]:
        bootstrap.handle(envelope_from_json(dict(body)))
    assert browser.submit(shown, {}, act="handover").status == 303
    for body, *_ in world.queue.sent[sent // 2 :]:
        bootstrap.handle(envelope_from_json(dict(body)))
    assert world.store.owned("ada") == ()
    assert len({body["id"] for body, *_ in world.queue.sent}) == sent


def test_nobody_is_handed_over_to_somebody_unknown(world):
    world.open()
    page = world.member("lee").get("/console/team/ada?to=zoe")
    assert page.status == 422
    assert "nobody in the directory" in page.text
    assert world.member("lee").get("/console/team/zoe").status == 404


def test_an_absence_is_entered_and_removed_on_the_page(world):
    browser = world.member("ada")
    page = browser.get("/console/team/ada")
    done = browser.submit(page, {"first": "2026-12-21", "last": "2026-12-24"}, act="away")
    assert done.location == "/console/team/ada?done=changed"
    assert [one.first.day for one in world.people.directory().get("ada").away] == [21]
    assert world.people.changes("ada")[0].actor == "person:ada"
    page = browser.get("/console/team/ada")
    browser.submit(page, {}, act="back")
    assert world.people.directory().get("ada").away == ()


def test_the_summaries_are_switched_off_and_on_on_the_page(world):
    browser = world.member("ada")
    for wanted in (False, True):
        page = browser.get("/console/team/ada")
        assert browser.submit(page, {}, act="digest").status == 303
        assert world.people.directory().get("ada").digest is wanted


@pytest.mark.parametrize(("first", "last"), [("soon", "2026-12-24"), ("2026-12-24", "2026-12-21")])
def test_an_absence_that_cannot_be_is_refused_with_its_days(world, first, last):
    browser = world.member("ada")
    page = browser.submit(browser.get("/console/team/ada"), {"first": first, "last": last}, act="away")
    assert page.status == 422
    assert first in page.text
    assert world.people.directory().get("ada").away == ()
