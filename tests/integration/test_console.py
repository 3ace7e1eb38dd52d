import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from moto import mock_aws

from chalicelib.application.console.cases import moments
from chalicelib.application.words.dates import local_time
from chalicelib.domain import commands as c
from chalicelib.domain.documents import Findings
from chalicelib.domain.values import DealRef
from tests.integration.world import World, make_bucket


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def record(onboarding):
    return f"/console/onboardings/{onboarding.id}"


@pytest.mark.parametrize(
    "path", ["/console", "/console/needs-you", "/console/onboardings", "/console/onboardings/x"]
)
def test_the_first_visit_leads_straight_to_the_sign_in_form(world, path):
    page = world.browser().get(path)
    assert (page.status, page.location) == (303, "/console/sign-in")


def test_a_visit_that_has_ended_says_so_and_the_front_door_asks_again(world):
    browser = world.member("ada")
    assert browser.get("/console").location == "/console/needs-you"
    world.clock.advance(timedelta(hours=13))
    page = browser.get("/console/needs-you")
    assert page.status == 401
    assert "Please sign in again" in page.text
    assert browser.get("/console").location == "/console/sign-in"


def test_a_form_without_a_session_is_refused_not_redirected(world):
    assert world.browser().post("/console/onboardings/x", {}).status == 401


def test_a_record_shows_no_card_without_content_and_no_door_to_a_single_thing(world):
    page = world.member().get(record(world.open(signed_at=None)))
    assert "Milestones" not in page.text
    assert page.html.count("<summary>Give this stage to</summary>") > 1
    assert page.html.count("<summary>Give this stage to</summary>") == page.html.count('value="stage:')


def test_the_bare_address_leads_to_the_console(world):
    page = world.browser().get("/")
    assert (page.status, page.location) == (303, "/console")


@pytest.mark.parametrize("email", ["ADA@vendor.example", "nobody@vendor.example", "nonsense"])
def test_asking_for_a_link_answers_the_same_whoever_asks(world, email):
    page = world.browser().post("/console/sign-in", {"email": email})
    assert page.status == 200
    assert "If this address belongs to somebody of the team" in page.text


def test_only_somebody_of_the_team_is_mailed_and_at_most_once_a_minute(world):
    browser = world.browser()
    for email in ("ada@vendor.example", "ada@vendor.example", "nobody@vendor.example"):
        browser.post("/console/sign-in", {"email": email})
    world.clock.advance(timedelta(minutes=1))
    browser.post("/console/sign-in", {"email": "ada@vendor.example"})
    waiting = world.outbox.resting(before=world.clock.now() + timedelta(minutes=5))
    assert [world.outbox.get(key).effect.to for key in waiting] == ["person:ada", "person:ada"]


def test_a_sign_in_link_is_used_up_by_the_button_not_by_looking(world):
    address = world.sign_in_address("ada", nonce="once")
    browser = world.browser()
    for _ in range(2):
        assert "Press Continue" in browser.get(address).text
    assert browser.post(address, {}).location == "/console/needs-you"
    assert browser.get("/console/needs-you").status == 200
    second = world.browser().post(address, {})
    assert second.status == 410
    assert "works once" in second.text


def test_a_sign_in_link_ends_after_fifteen_minutes(world):
    address = world.sign_in_address("ada", nonce="late")
    world.clock.advance(timedelta(minutes=15))
    assert world.browser().get(address).status == 410


def test_who_has_left_is_signed_out(world):
    browser = world.member("ada")
    world.people.put(replace(world.people.directory().get("ada"), active=False))
    assert browser.get("/console/needs-you").status == 401


def test_a_customers_cookie_does_not_open_the_console(world):
    browser = world.visitor(world.open())
    browser.cookies["golive-team"] = browser.cookies["golive"]
    assert browser.get("/console/needs-you").status == 401


def test_needs_you_lists_open_tasks_with_what_to_do(world):
    world.open()
    page = world.member("ada").get("/console/needs-you")
    assert "Acme GmbH: Accept the handoff" in page.text
    assert "due" in page.text


def test_a_record_says_where_the_time_goes_and_whom_it_waits_for(world):
    onboarding = world.open()
    page = world.member("ada").get(record(onboarding))
    assert "Longest way to live" in page.text
    assert "asked by message" not in page.text
    name, vault = world.seal("Ines Vale")
    world.handle(onboarding.id, c.CompleteTask(task="accept"), actor="person:ada")
    review = c.ApproveTask(task="security_review", name=name)
    world.handle(onboarding.id, review, actor="person:ines", vault=vault)
    world.clock.advance(timedelta(hours=3))
    page = world.member("ada").get(record(onboarding))
    assert "asked by message 1, for: Upload your company registration" in page.text
    assert "3:00 in all: 0:00 ours, 3:00 waiting for the customer" in page.text
    assert "Task completed" in page.text


def test_needs_you_says_so_when_it_is_empty(world):
    assert "Nothing needs you" in world.member("sam").get("/console/needs-you").text


def test_an_onboarding_on_hold_stands_in_its_owners_list(world):
    onboarding = world.open(signed_at=world.clock.now() - timedelta(days=40))
    assert onboarding.status == "on_hold"
    page = world.member("ada").get("/console/needs-you")
    assert "Acme GmbH: On hold" in page.text
    assert "more than 30 days ago" in page.text


def test_an_escalation_stands_first_with_its_why(world):
    onboarding = world.open()
    world.clock.advance(timedelta(days=7))
    world.handle(onboarding.id, c.PassTime())
    needs = world.member("ada").get("/console/needs-you")
    assert needs.text.index("Handoff takes longer than it may") < needs.text.index("Accept the handoff")
    assert needs.text.count("Upload your company registration") == 1
    page = world.member("ada").get(record(onboarding))
    assert "Why" in page.text
    assert "stage.stalled" in page.text


def test_the_board_lists_and_filters(world):
    world.open()
    browser = world.member()
    assert "Acme GmbH" in browser.get("/console/onboardings").text
    assert "Acme GmbH" in browser.get("/console/onboardings?status=active&owner=ada&tier=smb").text
    assert "No onboarding fits" in browser.get("/console/onboardings?owner=sam").text
    assert browser.get("/console/onboardings?status=nonsense").status == 200


def test_the_record_shows_everything_about_an_onboarding(world):
    page = world.member().get(record(world.open()))
    for words in (
        "Accept the handoff",
        "Upload your company registration",
        "Inputs are complete",
        "Still missing: Upload your company registration",
        "SSO before go-live",
        "First invoice this year",
        "grace@acme.example",
        "48,000 EUR",
        "Onboarding opened",
    ):
        assert words in page.text


def test_completing_a_task_counts_once_and_is_confirmed(world):
    onboarding = world.open()
    browser = world.member()
    page = browser.get(record(onboarding))
    for _ in range(2):
        answer = browser.submit(page, {"text": "read and clear"}, act="complete", subject="accept")
        assert answer.location == f"{record(onboarding)}?done=complete"
    page = browser.get(answer.location)
    assert "It stands in the journal below." in page.text
    assert "“read and clear”" in page.text
    proof = world.onboarding(onboarding.id).task("accept").proof
    assert proof.by == "person:ada"


def test_what_needs_a_reason_is_refused_without_one_and_keeps_the_form_open(world):
    onboarding = world.open()
    browser = world.member()
    page = browser.submit(browser.get(record(onboarding)), {"text": " "}, act="waive", subject="contract")
    assert page.status == 422
    assert "Say why in a few words" in page.text
    assert "<details open>" in page.html
    assert not world.onboarding(onboarding.id).task("contract").settled


def test_a_refusal_of_the_domain_is_said_on_the_same_page(world):
    onboarding = world.open()
    browser = world.member()
    page = browser.get(record(onboarding))
    world.handle(onboarding.id, c.CompleteTask(task="accept"), actor="person:lee")
    refused = browser.submit(page, {"text": ""}, act="complete", subject="accept")
    assert refused.status == 409
    assert "That was not done" in refused.text


def test_an_override_needs_two_people(world):
    onboarding = world.open()
    ada, lee = world.member("ada"), world.member("lee")
    ada.submit(
        ada.get(record(onboarding)), {"text": "The board asked"}, act="request_override", subject="date"
    )
    assert 'value="approve_override"' not in ada.get(record(onboarding)).html
    page = lee.get(record(onboarding))
    assert "Ada Park asks to open it without proof: “The board asked”" in page.text
    lee.submit(page, {}, act="approve_override", subject="date")
    gate = next(gate for gate in world.onboarding(onboarding.id).gates if gate.id == "date")
    assert gate.passed_at is not None


def test_hold_release_reassign_and_cancel(world):
    onboarding = world.open()
    browser = world.member()

    def do(act, **fields):
        return browser.submit(browser.get(record(onboarding)), fields, act=act)

    do("hold", text="They asked to wait")
    assert world.onboarding(onboarding.id).status == "on_hold"
    do("release")
    assert world.onboarding(onboarding.id).status == "active"
    browser.submit(browser.get(record(onboarding)), {"person": "lee"}, act="reassign", subject="onboarding")
    assert world.onboarding(onboarding.id).owner == "lee"
    do("cancel", text="They went elsewhere")
    assert world.onboarding(onboarding.id).status == "cancelled"
    offered = browser.get(record(onboarding)).html
    assert offered.count('name="act"') == offered.count('name="act" value="reopen"') == 1
    do("reopen", text="They came back")
    assert world.onboarding(onboarding.id).status == "active"


def test_a_reason_is_chosen_from_the_playbooks_list_and_a_day_for_the_reminder(world):
    onboarding, browser = world.open(), world.member()
    page = browser.get(record(onboarding))
    assert "Legal or contract questions" in page.text
    day = (world.clock.now() + timedelta(days=9)).date().isoformat()
    browser.submit(page, {"code": "legal", "day": day}, act="hold")
    held = world.onboarding(onboarding.id)
    assert (held.status, held.held_code) == ("on_hold", "legal")
    assert "On hold: legal or contract questions, until" in browser.get(record(onboarding)).text


def test_a_reason_that_says_nothing_is_refused_with_what_was_chosen(world):
    onboarding, browser = world.open(), world.member()
    page = browser.submit(browser.get(record(onboarding)), {"code": "other", "day": "soon"}, act="hold")
    assert page.status == 422
    assert "Choose a day" in page.text
    assert '<option value="other" selected>' in page.html


def test_a_blocked_task_shows_what_blocks_it(world):
    onboarding, browser = world.open(), world.member("ada")
    typed = {"code": "third_party", "text": "The registry is closed"}
    browser.submit(browser.get(record(onboarding)), typed, act="block", subject="registration")
    page = browser.get(record(onboarding))
    assert "A third party has to act first: “The registry is closed” (since" in page.text
    browser.submit(page, {}, act="unblock", subject="registration")
    assert "The registry is closed" not in browser.get(record(onboarding)).text


def test_the_go_live_date_is_moved_on_the_page(world):
    onboarding, browser = world.open(), world.member("ada")
    typed = {"code": "scope_grew", "day": "2026-12-18"}
    browser.submit(browser.get(record(onboarding)), typed, act="set_target")
    assert world.onboarding(onboarding.id).target_at.date().isoformat() == "2026-12-18"


def test_replacing_all_links_ends_the_old_ones(world):
    onboarding = world.open()
    token = world.token(onboarding, "contact-1")
    browser = world.member()
    browser.submit(browser.get(record(onboarding)), {}, act="revoke")
    assert world.browser().get(f"/p/{token}").status == 404


@pytest.mark.parametrize("change", [{"csrf": ""}, {"csrf": "0" * 32}, {"act": "drop"}])
def test_a_forged_form_changes_nothing(world, change):
    onboarding = world.open()
    browser = world.member()
    page = browser.submit(browser.get(record(onboarding)), change, act="complete", subject="accept")
    assert page.status in {400, 403}
    assert not world.onboarding(onboarding.id).task("accept").settled


def test_the_owner_sees_exactly_what_the_customer_sees_without_a_form(world):
    onboarding = world.open()
    browser = world.member()
    page = browser.get(f"{record(onboarding)}/portal")
    assert "This is what the customer sees" in page.text
    assert "Next for you Upload your company registration" in page.text
    assert page.forms() == []
    for task in ("registration", "billing", "data_region", "sign_off"):
        page = browser.get(f"{record(onboarding)}/portal/tasks/{task}")
        assert page.status == 200
        assert page.forms() == []


def doubtful_document(world, onboarding):
    name, vault = world.seal("Scan.pdf")
    place = {
        "task": "registration",
        "document": "d" * 32,
        "key": f"q/{onboarding.id}/registration/{'d' * 32}",
    }
    findings = Findings(verdict="unchecked", reasons=("check.failed",), size=9)
    verdict = c.RecordVerdict(**place, version_id="v1", name=name, findings=findings)
    world.handle(onboarding.id, verdict, vault=vault)
    world.handle(onboarding.id, c.RecordScan(**place, version_id="v1", result="NO_THREATS_FOUND"))


@pytest.mark.parametrize(("act", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_document_that_needs_a_person_is_decided_on_the_record(world, act, status):
    onboarding = world.open()
    doubtful_document(world, onboarding)
    browser = world.member()
    browser.submit(browser.get(record(onboarding)), {"text": "Page 2 is missing"}, act=act)
    assert world.onboarding(onboarding.id).documents[0].status == status
    if status == "rejected":
        assert "Page 2 is missing" in world.visitor(onboarding).get("/portal/tasks/registration").text


def test_a_download_leads_to_the_pinned_version(world):
    onboarding = world.open()
    doubtful_document(world, onboarding)
    with mock_aws():
        make_bucket()
        answer = world.member().get(f"{record(onboarding)}/documents/{'d' * 32}")
    assert answer.status == 303
    assert "versionId=v1" in answer.headers["location"]
    assert "X-Amz-Signature" in answer.headers["location"]
    assert world.member().get(f"{record(onboarding)}/documents/none").status == 404


def overdue(world):
    onboarding = world.open()
    world.clock.advance(timedelta(days=7))
    world.handle(onboarding.id, c.PassTime())
    found = world.onboarding(onboarding.id)
    return found, next(e for e in found.raised() if e.subject == "stage:handoff")


def test_an_escalation_is_acknowledged_from_its_mail_without_signing_in(world):
    onboarding, escalation = overdue(world)
    address = world.act_address(onboarding, "ada", "escalation", escalation.id)
    browser = world.browser()
    page = browser.get(address)
    assert "Acme GmbH" in page.text
    assert "Acknowledge: I have it" in page.text
    assert world.onboarding(onboarding.id) == onboarding
    first = browser.submit(page, {}, act="acknowledge")
    again = browser.submit(page, {}, act="acknowledge")  # by somebody who has not heard the first answer
    assert (again.status, again.text) == (first.status, first.text) == (200, first.text)
    assert (
        browser.post(address, {"nonce": "n" * 16, "act": "acknowledge", "subject": escalation.id}).status
        == 409
    )
    done = next(e for e in world.onboarding(onboarding.id).escalations if e.id == escalation.id)
    assert done.acknowledged_by == "person:ada"


def test_the_work_itself_can_be_completed_from_the_mail(world):
    onboarding, escalation = overdue(world)
    address = world.act_address(onboarding, "ada", "escalation", escalation.id)
    browser = world.browser()
    page = browser.submit(browser.get(address), {"text": "done by phone"}, act="complete", subject="accept")
    assert "It stands in the record." in page.text
    assert world.onboarding(onboarding.id).task("accept").proof.by == "person:ada"
    assert browser.get(address).status == 410


def test_from_a_mail_only_its_own_case_can_be_settled(world):
    onboarding, escalation = overdue(world)
    address = world.act_address(onboarding, "ada", "escalation", escalation.id)
    browser = world.browser()
    for act, subject in (("cancel", ""), ("complete", "contract"), ("acknowledge", "esc-99")):
        page = browser.post(address, {"nonce": "n" * 16, "act": act, "subject": subject, "text": "x"})
        assert page.status == 409
    assert world.onboarding(onboarding.id) == onboarding


def test_a_held_onboarding_is_released_from_its_mail(world):
    onboarding = world.open(signed_at=world.clock.now() - timedelta(days=40))
    address = world.act_address(onboarding, "ada", "release")
    browser = world.browser()
    page = browser.get(address)
    assert "more than 30 days ago" in page.text
    assert "It goes on." in browser.submit(page, {}, act="release").text
    assert world.onboarding(onboarding.id).status == "active"
    assert browser.get(address).status == 410


def test_forged_act_links_and_foreign_pages_get_nowhere(world):
    onboarding = world.open(signed_at=world.clock.now() - timedelta(days=40))
    address = world.act_address(onboarding, "ada", "release")
    assert world.browser().get(address[:-2] + "xx").status == 404
    fields = {"nonce": "n" * 16, "act": "release", "subject": ""}
    assert world.browser().post(address, fields, origin="https://evil.example").status == 403
    assert world.onboarding(onboarding.id).status == "on_hold"


def test_signing_out_ends_the_session_on_this_device(world):
    browser = world.member()
    form = next(f for f in browser.get("/console/needs-you").forms() if f["action"].endswith("/sign-out"))
    assert browser.post("/console/sign-out", form["fields"]).location == "/console/sign-in"
    assert browser.get("/console/needs-you").status == 401


def test_a_typed_name_or_text_is_never_read_as_html(world):
    onboarding = world.open()
    browser = world.member()
    browser.submit(browser.get(record(onboarding)), {"text": "<b>bold</b>"}, act="hold")
    page = browser.submit(browser.get(record(onboarding)), {"text": "</textarea><script>x"}, act="cancel")
    assert "<script>x" not in browser.get(record(onboarding)).html
    assert page.status == 303


def entry(world, onboarding, escalation):
    return next(e for e in world.onboarding(onboarding.id).escalations if e.id == escalation.id)


def test_an_entry_is_put_off_on_the_list_and_stands_there_until_when(world):
    onboarding, escalation = overdue(world)
    browser = world.member("ada")
    page = browser.get("/console/needs-you")
    chosen = re.findall(r'<option value="([^"]+)">([^<]+, 09:00)<', page.html)
    assert [words[:3] for _, words in chosen[:3]] == ["Tue", "Wed", "Mon"]
    until, _ = chosen[0]
    after = browser.submit(page, {"until": until, "text": "Waiting for legal."}, act="snooze")
    assert after.location == "/console/needs-you?done=snooze"
    done = entry(world, onboarding, escalation)
    assert done.snoozed_until == datetime.fromisoformat(until)
    assert done.snoozed_by == "person:ada"
    needs = browser.get("/console/needs-you")
    assert "put off until Tue 1 Dec, 09:00" in " ".join(needs.text.split())
    assert "put off by Ada Park" in browser.get(record(onboarding)).text


@pytest.mark.parametrize("until", ["", "soon", "2027-12-01T09:00:00Z", "2026-11-30T09:00:00"])
def test_an_instant_that_cannot_be_is_refused_with_what_can(world, until):
    onboarding, escalation = overdue(world)
    browser = world.member("ada")
    page = browser.submit(browser.get("/console/needs-you"), {"until": until}, act="snooze")
    assert page.status == 422
    assert "That was not done" in page.text
    assert entry(world, onboarding, escalation).snoozed_until is None


def test_an_entry_is_acknowledged_and_given_away_on_the_list(world):
    onboarding, escalation = overdue(world)
    browser = world.member("ada")
    browser.submit(browser.get("/console/needs-you"), {}, act="acknowledge", subject=escalation.id)
    assert entry(world, onboarding, escalation).acknowledged_by == "person:ada"
    page = browser.get("/console/needs-you")
    given = {"person": "tom"}
    browser.submit(page, given, act="reassign", subject=f"escalation:{escalation.id}")
    assert entry(world, onboarding, escalation).owner == "tom"


def test_entries_of_two_customers_keep_their_fields_apart(world):
    overdue(world)
    other = world.open(ref=DealRef(source="deals", tenant="local", id="D-2002"))
    world.clock.advance(timedelta(days=7))
    world.handle(other.id, c.PassTime())
    page = world.member("ada").get("/console/needs-you")
    ids = re.findall(r' id="([^"]+-until)"', page.html)
    assert len(ids) == len(set(ids)) >= 2


def test_what_was_put_off_can_be_taken_up_before_it_comes_back(world):
    onboarding, escalation = overdue(world)
    browser = world.browser()
    address = world.act_address(onboarding, "ada", "escalation", escalation.id)
    page = browser.get(address)
    until = re.findall(r'<option value="([^"]+)">', page.html)[0]
    page = browser.submit(page, {"until": until}, act="snooze")
    assert "put off by Ada Park" in page.text
    browser.submit(browser.get(address), {}, act="acknowledge")
    done = entry(world, onboarding, escalation)
    assert (done.snoozed_until, done.acknowledged_by) == (None, "person:ada")


def test_the_times_offered_for_putting_off_are_ahead_and_on_working_days():
    local = local_time("Europe/Berlin", datetime(2026, 11, 27, 9, 0, tzinfo=UTC))  # Friday, 10:00
    assert [words for _, words in moments(local)] == [
        "in 3 hours, 13:00",
        "Mon 30 Nov, 09:00",
        "Tue 1 Dec, 09:00",
        "Thu 3 Dec, 09:00",
    ]
    late = local_time("Europe/Berlin", datetime(2026, 11, 27, 20, 0, tzinfo=UTC))
    assert len(list(moments(late))) == 3
