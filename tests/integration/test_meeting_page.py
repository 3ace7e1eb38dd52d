"""The customer chooses when we meet on a page of their own, and the team proposes on theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.application.portal.meetings import link_in
from chalicelib.domain.commands import CancelOnboarding, CompleteTask, SwitchLanguage, WaiveTask
from chalicelib.domain.playbook import MeetingRule
from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    """Return a world whose first internal task is done in a meeting."""
    world = World(monkeypatch)
    first = next(t.id for t in world.playbook.tasks if t.kind == "internal")
    tasks = tuple(
        replace(t, meeting=MeetingRule(minutes=30)) if t.id == first else t for t in world.playbook.tasks
    )
    world.playbooks = InMemoryPlaybooks(replace(world.playbook, tasks=tasks))
    world.task, world.page = first, f"/portal/meetings/{first}"
    return world


@pytest.fixture
def onboarding(world):
    return world.open()


def meeting(world, onboarding):
    return world.onboarding(onboarding.id).meeting(world.task)


def test_the_overview_leads_to_the_times_and_a_choice_is_told_by_the_readers_clock(world, onboarding):
    grace = world.visitor(onboarding)
    assert world.page in grace.get("/portal").html
    page = grace.get(world.page)
    assert "Times are shown for Berlin." in page.text
    time = meeting(world, onboarding).times[1]
    answer = grace.submit(page, {"time": time.isoformat()}, act="choose")
    assert answer.location == f"{world.page}?done=chosen"
    page = grace.get(answer.location)
    assert "The time is set" in page.text
    assert page.text.count("(chosen)") == 1
    assert "Change the time" in page.text
    assert "Meet at this time" not in page.text
    assert meeting(world, onboarding).chosen == time
    assert "We meet on" in grace.get("/portal").text


@pytest.mark.parametrize(
    "typed", ["", "soon", "2026-11-24", "2026-11-24T10:00:00", "9999-12-31T23:59:59+14:00"]
)
def test_what_was_not_offered_is_refused_with_a_word(world, onboarding, typed):
    grace = world.visitor(onboarding)
    answer = grace.submit(grace.get(world.page), {"time": typed}, act="choose")
    assert answer.status in {409, 422}
    assert meeting(world, onboarding).chosen is None
    assert "Something needs another look" in answer.text


def test_the_pages_say_how_we_meet_once_whoever_proposes_has_said_so(world, onboarding):
    grace, ada = world.visitor(onboarding), world.member()
    assert "tells you how we meet." in grace.get(world.page).text
    record = f"/console/onboardings/{onboarding.id}"
    day = (world.clock.now() + timedelta(days=3)).strftime("%Y-%m-%d")
    typed = {"text": f"{day} 10:00, {day} 11:00", "where": " Room 4,   https://maps.example/4. "}
    ada.submit(ada.get(record), typed, act="propose_times")
    assert "How we meet: Room 4, https://maps.example/4. Open the link" in grace.get(world.page).text
    assert 'href="https://maps.example/4"' in grace.get(world.page).html
    time = meeting(world, onboarding).times[1]
    grace.submit(grace.get(world.page), {"time": time.isoformat()}, act="choose")
    assert "How we meet: Room 4, https://maps.example/4. Open the link" in grace.get("/portal").text
    assert "Room 4, https://maps.example/4." in ada.get(record).text
    long = ada.submit(ada.get(record), typed | {"where": "x" * 301}, act="propose_times")
    assert "Say how you meet in 300 characters" in long.text


def test_only_an_address_that_is_safe_to_open_becomes_a_link():
    assert link_in("Video call (https://meet.example/ada).") == "https://meet.example/ada"
    assert link_in("javascript:alert(1) http://plain.example") == ""


def test_the_pages_say_how_we_meet_as_the_playbook_does(world):
    tasks = tuple(
        replace(t, meeting=MeetingRule(where="We call you.")) if t.id == world.task else t
        for t in world.playbook.tasks
    )
    spoken = {"de": {"We call you.": "Wir rufen Sie an."}}
    world.playbooks = InMemoryPlaybooks(replace(world.playbook, tasks=tasks, translations=spoken))
    onboarding = world.open()
    assert "How we meet: We call you." in world.visitor(onboarding).get(world.page).text
    world.handle(onboarding.id, SwitchLanguage(contact="contact-1", language="de"))
    assert "Wir rufen Sie an." in world.visitor(onboarding).get(world.page).text


def test_a_german_reader_is_told_in_german_what_was_wrong_and_what_we_meet_about(world, onboarding):
    grace = world.visitor(onboarding)
    title = world.onboarding(onboarding.id).task(world.task).title
    forms = grace.get("/portal").forms()
    form = next(form for form in forms if form["action"].endswith("/portal/language"))
    grace.post("/portal/language", {**form["fields"], "language": "de"})
    for page in (grace.get("/portal"), grace.get(world.page)):
        assert "Unser Treffen: " in page.text
        assert title not in page.text
    answer = grace.submit(grace.get(world.page), {}, act="choose")
    assert "Wählen Sie einen der Termine." in answer.text
    assert "Choose" not in answer.text
    answer = grace.submit(grace.get(world.page), {"time": "2026-01-01T10:00:00Z"}, act="choose")
    assert answer.status == 409
    assert "Choose another one" not in answer.text


def test_a_wish_is_heard_and_must_say_something(world, onboarding):
    grace = world.visitor(onboarding)
    assert grace.submit(grace.get(world.page), {"wish": " "}, act="none").status == 422
    answer = grace.submit(grace.get(world.page), {"wish": "After the fair."}, act="none")
    assert "You told us already" in grace.get(answer.location).text
    assert "meeting.no_time" in [e.rule for e in world.onboarding(onboarding.id).raised()]
    record = world.member().get(f"/console/onboardings/{onboarding.id}")
    assert "After the fair." in record.text


def test_the_team_proposes_by_its_own_clock_and_cancels(world, onboarding):
    ada, record = world.member(), f"/console/onboardings/{onboarding.id}"
    day = (world.clock.now() + timedelta(days=7)).date()
    text = f"{day} 10:00, {day} 14:30"
    answer = ada.submit(ada.get(record), {"text": text}, act="propose_times")
    assert answer.status == 303
    assert [t.isoformat()[11:16] for t in meeting(world, onboarding).times] == ["09:00", "13:30"]
    for text in ("tomorrow", "0001-01-01", "9999-12-31T23:59:59-23:59"):
        assert ada.submit(ada.get(record), {"text": text}, act="propose_times").status == 422
    grace = world.visitor(onboarding)
    time = meeting(world, onboarding).times[0]
    grace.submit(grace.get(world.page), {"time": time.isoformat()}, act="choose")
    assert ada.submit(ada.get(record), {}, act="cancel_meeting").status == 303
    assert meeting(world, onboarding).chosen is None


def test_what_is_over_is_no_meeting_any_more(world, onboarding):
    grace = world.visitor(onboarding)
    assert grace.get("/portal/meetings/billing").status == 404
    assert grace.get("/portal/meetings/nothing").status == 404
    world.handle(onboarding.id, CompleteTask(task=world.task))
    assert grace.get(world.page).status == 404
    assert world.page not in grace.get("/portal").html


def test_a_meeting_to_choose_a_time_for_is_what_is_next_once_nothing_else_is(world, onboarding):
    grace = world.visitor(onboarding)
    reason, vault = world.seal("Known already.")
    for task in onboarding.tasks:
        if task.by_customer:
            waived = WaiveTask(task=task.id, reason=reason)
            world.handle(onboarding.id, waived, vault=vault, actor="person:ada")
    shown = grace.get("/portal")
    assert "All done for now" not in shown.text
    assert "Nothing to do right now" not in shown.text
    assert "Next for you Our meeting: " in shown.text
    assert shown.html.count(f'{world.page}"') == 1
    grace.submit(grace.get(world.page), {"wish": "After the fair."}, act="none")
    told = grace.get("/portal")
    assert "Choose the time that suits you" not in told.text
    assert "You told us already. Other times come by mail." in told.text
    page = grace.get(world.page)
    assert "Meet at this time" not in page.text
    assert page.text.count("You told us already. Other times come by mail.") == 1


def test_a_meeting_that_has_been_is_not_to_come_any_more(world, onboarding):
    grace = world.visitor(onboarding)
    time = meeting(world, onboarding).times[0]
    grace.submit(grace.get(world.page), {"time": time.isoformat()}, act="choose")
    world.clock.set(time + timedelta(minutes=29))
    grace = world.visitor(onboarding)
    assert "We meet on" in grace.get("/portal").text
    world.clock.set(time + timedelta(minutes=30))
    assert "We meet on" not in grace.get("/portal").text
    page = grace.get(world.page)
    assert "We meet on" not in page.text
    assert "This meeting is over." in page.text
    assert "Meet at this time" not in page.text


def test_the_link_in_a_mail_about_a_meeting_leads_to_its_times(world, onboarding):
    answer = world.browser().post(f"/p/{world.token(onboarding, 'contact-1')}/to/{world.task}", {})
    assert answer.location == world.page


def test_nobody_is_asked_to_a_meeting_of_what_was_ended(world, onboarding):
    grace = world.visitor(onboarding)
    world.handle(onboarding.id, CancelOnboarding(code="customer_withdrew"), actor="person:ada")
    shown = grace.get("/portal")
    assert "We would like to meet you" not in shown.text
    assert "This onboarding was ended" in shown.text
    assert "This onboarding was ended" in grace.get("/portal/tasks/registration").text
    assert grace.get(world.page).status == 404


def test_a_meeting_goes_back_and_forth_only_so_often_an_hour(world, onboarding):
    grace = world.visitor(onboarding)
    times = meeting(world, onboarding).times
    for turn in range(10):
        answer = grace.submit(grace.get(world.page), {"time": times[turn % 2].isoformat()}, act="choose")
        assert answer.status == 303
    mails = len(world.store.effects)
    answer = grace.submit(grace.get(world.page), {"time": times[0].isoformat()}, act="choose")
    assert (answer.status, "Please try again in an hour" in answer.text) == (429, True)
    assert (meeting(world, onboarding).chosen, len(world.store.effects)) == (times[1], mails)


def test_choosing_the_same_time_again_uses_up_nothing_of_the_hour(world, onboarding):
    grace = world.visitor(onboarding)
    times = meeting(world, onboarding).times
    for time in (*[times[0]] * 12, times[1]):
        answer = grace.submit(grace.get(world.page), {"time": time.isoformat()}, act="choose")
        assert answer.status == 303
    assert meeting(world, onboarding).chosen == times[1]
