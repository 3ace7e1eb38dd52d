import json
import re
from dataclasses import replace

import pytest
from moto import mock_aws

from chalicelib import bootstrap
from chalicelib.application import intake
from chalicelib.application.found import Seen
from chalicelib.domain.commands import RecordScan, RecordVerdict, RenewLink, ResolveEscalation
from chalicelib.domain.documents import Findings
from tests.integration.world import BUCKET, World, make_bucket

BILLING = {
    "answer.legal_name": "Acme GmbH",
    "answer.email": "invoices@acme.example",
    "answer.address": "Hauptstr. 1\r\nBerlin",
    "answer.vat": "",
    "answer.seats": "1,200",
    "answer.start": "2026-12-01",
    "answer.plan": "Yearly",
    "answer.order": "No",
}


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def bucket():
    with mock_aws():
        yield make_bucket()


def task(world, onboarding, key):
    return world.onboarding(onboarding.id).task(key)


def test_answers_are_taken_confirmed_at_once_and_shown(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    answer = browser.submit(browser.get("/portal/tasks/billing"), BILLING, act="answer")
    assert answer.location == "/portal/tasks/registration?done=answered&of=billing"
    page = browser.get(answer.location)
    assert "Thank you, your answers have arrived." in page.text
    assert page.text.count("See what is next") == 0
    assert re.search(
        r'/portal/tasks/billing">[^<]+<span class="visually-hidden">: View</span></a>', page.html
    )
    page = browser.get("/portal/tasks/billing")
    assert page.text.count("See what is next") == 1
    assert "invoices@acme.example" in page.text
    assert "1200" in page.text
    assert task(world, onboarding, "billing").answers


def test_sending_the_same_form_twice_counts_once(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    form = browser.get("/portal/tasks/billing")
    answers = [browser.submit(form, BILLING, act="answer") for _ in range(2)]
    assert {answer.status for answer in answers} == {303}
    entries = [e for e in world.store.journal(onboarding.id) if e["type"] == "AnswersRecorded"]
    assert len(entries) == 1


def test_wrong_answers_are_listed_at_the_top_and_at_their_field_and_nothing_typed_is_lost(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    typed = BILLING | {"answer.email": "invoices", "answer.plan": "", "answer.seats": "many"}
    page = browser.submit(browser.get("/portal/tasks/billing"), typed, act="answer")
    assert page.status == 422
    assert 'href="#field-email"' in page.html
    assert 'id="field-email"' in page.html
    assert 'aria-describedby="hint-email wrong-email" aria-invalid="true"' in page.html
    assert "Enter a number, for example 120." in page.text
    assert "Billing period: Choose an answer." in page.text
    assert page.text.count("Billing period: ") == 1
    assert "Enter an email address in the form" in page.text.split("Billing period: ")[0]
    assert 'value="Acme GmbH"' in page.html
    assert "Hauptstr. 1" in page.html
    assert not task(world, onboarding, "billing").answers


def test_what_the_customer_types_is_never_read_as_html(world):
    browser = world.visitor(world.open())
    typed = BILLING | {"answer.legal_name": '"><script>alert(1)</script>', "answer.email": "x"}
    page = browser.submit(browser.get("/portal/tasks/billing"), typed, act="answer")
    assert "<script>alert" not in page.html


@pytest.mark.parametrize(
    "change", [{"csrf": "0" * 32}, {"csrf": ""}, {"nonce": ""}, {"nonce": "a b"}, {"act": "what"}]
)
def test_a_form_without_its_hidden_fields_changes_nothing(world, change):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.submit(browser.get("/portal/tasks/billing"), BILLING | change, act="answer")
    assert page.status in {400, 403}
    assert not task(world, onboarding, "billing").answers


def test_a_form_from_another_site_changes_nothing(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    form = next(f for f in browser.get("/portal/tasks/billing").forms() if f["fields"].get("act") == "answer")
    fields = form["fields"] | BILLING
    page = browser.post("/portal/tasks/billing", fields, origin="https://evil.example")
    assert page.status == 403
    assert not task(world, onboarding, "billing").answers


def test_another_sessions_token_is_refused(world):
    onboarding = world.open()
    mine, theirs = world.visitor(onboarding), world.visitor(onboarding, "contact-2")
    form = next(f for f in theirs.get("/portal/tasks/billing").forms() if f["fields"].get("act") == "answer")
    assert mine.post("/portal/tasks/billing", form["fields"] | BILLING).status == 403


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join(b"a=b" for _ in range(500)), b"x=" + b"y" * 300_000])
def test_unreadable_bodies_get_a_page_not_an_error(world, body):
    browser = world.visitor(world.open())
    page = browser._send("POST", "/portal/tasks/billing", body, {"content-type": "text/plain"})
    assert page.status in {400, 413}
    assert "Nothing was changed" in page.text


@pytest.mark.parametrize("key", ["nothing", "accept", "security_review"])
def test_tasks_that_are_not_the_customers_do_not_exist_for_them(world, key):
    assert world.visitor(world.open()).get(f"/portal/tasks/{key}").status == 404


def test_a_confirmation_shows_what_is_confirmed(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.get("/portal/tasks/data_region")
    assert "Your data is kept in Frankfurt" in page.text
    answer = browser.submit(page, {}, act="confirm")
    assert "that is confirmed" in browser.get(answer.location).text
    assert task(world, onboarding, "data_region").status == "done"


def sign_off_ready(world):
    """Take Acme to the customer's sign-off."""
    from chalicelib.domain import commands as c

    onboarding = world.open()
    reason, vault = world.seal("agreed")
    ada = {"actor": "person:ada"}
    world.handle(onboarding.id, c.CompleteTask(task="accept"), **ada)
    for key in ("registration", "contract", "billing", "data_region", "security_review", "accounts"):
        world.handle(onboarding.id, c.WaiveTask(task=key, reason=reason), vault=vault, **ada)
    assert task(world, onboarding, "sign_off").status == "open"
    return onboarding


def test_a_sign_off_needs_name_and_tick_and_keeps_both(world):
    onboarding = sign_off_ready(world)
    browser = world.visitor(onboarding)
    assert "Read and sign" in browser.get("/portal").text
    page = browser.get("/portal/tasks/sign_off")
    assert "The setup was shown to us, works as agreed, and may go live." in page.text
    assert page.text.count("Please sign by") == page.html.count("<time") == 1
    refused = browser.submit(page, {"name": "Grace Lind"}, act="approve")
    assert refused.status == 422
    assert "Tick the box" in refused.text
    assert 'value="Grace Lind"' in refused.html
    answer = browser.submit(refused, {"name": "Grace Lind", "agree": "yes"}, act="approve")
    page = browser.get(answer.location)
    assert "your sign-off is recorded" in page.text
    assert "Signed by Grace Lind." in page.text
    assert page.html.count("<time") == 1
    proof = task(world, onboarding, "sign_off").proof
    assert proof.by == "contact:contact-1"


def test_a_sign_off_can_be_declined_with_a_reason(world):
    onboarding = sign_off_ready(world)
    browser = world.visitor(onboarding)
    page = browser.get("/portal/tasks/sign_off")
    assert '<section class="card" id="decline">' in page.html
    assert "Say what is not right yet" in browser.submit(page, {"reason": " "}, act="decline").text
    answer = browser.submit(page, {"reason": "Export is missing"}, act="decline")
    told = browser.get(answer.location)
    assert "We have your reason" in told.text
    assert "Ada Park answers until" in told.text
    assert "You declined to sign this: “Export is missing”" in told.text
    assert 'id="decline"' not in told.html
    assert "Sign it all the same" in told.text
    assert task(world, onboarding, "sign_off").status == "open"
    assert not re.search(r"<br>\s*<br>", browser.get("/portal").html)  # it has no date
    overview = browser.get("/portal").text
    assert "Next for you Sign" not in overview
    assert "Read and sign" not in overview
    assert "Declined; we look into the reason." in overview
    assert "Waits for our answer" in overview
    page = browser.get("/portal/tasks/sign_off")
    assert "Declined; we look into the reason. Ada Park answers until" in page.text
    assert "Please by" not in page.text
    assert "Reason: Export is missing" in browser.get("/portal/history").text
    (raised,) = [one for one in world.onboarding(onboarding.id).raised() if one.rule == "approval.declined"]
    note, vault = world.seal("The export is there")
    settled = ResolveEscalation(escalation=raised.id, note=note)
    world.handle(onboarding.id, settled, vault=vault, actor="person:ada")
    page = browser.get("/portal/tasks/sign_off")
    assert "That is settled now. What was done: “The export is there”" in page.text
    assert "You declined to sign this: “Export is missing”" in page.text
    assert 'id="decline"' in page.html
    assert "What was declined is settled. We asked again" in browser.get("/portal/history").text


def test_one_contact_declines_only_so_often_an_hour(world, monkeypatch):
    onboarding = sign_off_ready(world)
    browser = world.visitor(onboarding)
    page = browser.get("/portal/tasks/sign_off")
    monkeypatch.setattr(world.limits, "allow", lambda name, **how: not name.startswith("declines#"))
    answer = browser.submit(page, {"reason": "Export is missing"}, act="decline")
    assert answer.status == 429
    assert "This was said many times within an hour" in answer.text
    assert "Export is missing" in answer.html
    assert not [one for one in world.onboarding(onboarding.id).raised() if one.rule == "approval.declined"]


def upload_fields(page):
    return next(form for form in page.forms() if form.get("enctype"))


def test_the_upload_form_goes_straight_to_the_store_into_a_frame_of_the_page(world, bucket):
    onboarding = world.open()
    page = world.visitor(onboarding).get("/portal/tasks/registration")
    form = upload_fields(page)
    assert form["target"] == "upload-answer"
    assert 'name="upload-answer"' in page.html
    assert 'data-several="no"' in page.html
    assert form["fields"]["key"].startswith(f"q/{onboarding.id}/registration/")
    assert form["fields"]["success_action_redirect"].endswith("/portal/tasks/registration/uploaded")
    origin = form["action"].split("/golive")[0].rstrip("/")
    assert f"form-action 'self' {origin}" in page.headers["content-security-policy"]
    assert f"connect-src 'self' {origin}" in page.headers["content-security-policy"]


def arrive(world, bucket, browser, name="Handelsregister.pdf"):
    form = upload_fields(browser.get("/portal/tasks/registration"))
    key = form["fields"]["key"]
    version = bucket.put_object(Bucket=BUCKET, Key=key, Body=b"%PDF-1.7", Metadata={"name": name})[
        "VersionId"
    ]
    return key, version


def test_an_arrived_file_is_recorded_and_its_verdict_shown_in_the_frame(world, bucket):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    key, version = arrive(world, bucket, browser)
    page = browser.get(f"/portal/tasks/registration/uploaded?bucket=x&etag=y&key={key}")
    assert page.status == 200
    assert "Handelsregister.pdf" in page.text
    assert 'http-equiv="refresh"' in page.html
    assert page.headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    document = world.onboarding(onboarding.id).documents[0]
    assert (document.key, document.version_id, document.size) == (key, version, 8)
    judge(
        world,
        onboarding,
        document,
        Findings(verdict="rejected", reasons=("pdf.encrypted",), type="pdf", size=8),
    )
    page = browser.get(f"/portal/tasks/registration/uploaded?key={key}")
    assert "locked with a password" in page.text
    assert 'http-equiv="refresh"' not in page.html
    overview = browser.get("/portal")
    assert "Needs another file" in overview.text
    assert overview.text.count("locked with a password") == 2
    again = browser.get("/portal/tasks/registration")
    assert again.html.index('id="refused"') < again.html.index("<h1>")
    assert again.text.count("locked with a password") == 1
    assert 'data-state="again-1"' in again.html
    assert "See what to change" in overview.text


def test_a_second_file_through_the_same_form_gets_its_own_verdict(world, bucket):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    key, _ = arrive(world, bucket, browser)
    browser.get(f"/portal/tasks/registration/uploaded?key={key}")
    first = world.onboarding(onboarding.id).documents[0]
    judge(
        world, onboarding, first, Findings(verdict="rejected", reasons=("pdf.encrypted",), type="pdf", size=8)
    )
    bucket.put_object(Bucket=BUCKET, Key=key, Body=b"%PDF-1.8", Metadata={"name": "Second.pdf"})
    page = browser.get(f"/portal/tasks/registration/uploaded?key={key}")
    assert "Second.pdf" in page.text
    assert "Checking" in page.text
    assert len(world.onboarding(onboarding.id).documents) == 2


@pytest.mark.parametrize("version", ["nonsense", "x" * 3000, "%00"])
def test_a_version_that_nobody_knows_is_never_asked_for_and_the_newest_is_recorded(world, bucket, version):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    key, newest = arrive(world, bucket, browser)
    page = browser.get(f"/portal/tasks/registration/uploaded?key={key}&version={version}")
    assert page.status == 200
    assert [d.version_id for d in world.onboarding(onboarding.id).documents] == [newest]


@pytest.mark.parametrize("looks", ["9" * 5000, "-1", "\u0661", "x"])
def test_a_count_of_looks_that_is_none_counts_as_the_first(world, bucket, looks):
    browser = world.visitor(world.open())
    key, _ = arrive(world, bucket, browser)
    page = browser.get(f"/portal/tasks/registration/uploaded?key={key}&looks={looks}")
    assert page.status == 200
    assert "looks=1" in page.html


def judge(world, onboarding, document, findings):
    name, vault = world.seal("Handelsregister.pdf")
    place = {
        "task": document.task,
        "document": document.id,
        "key": document.key,
        "version_id": document.version_id,
    }
    world.handle(onboarding.id, RecordVerdict(**place, name=name, findings=findings), vault=vault)
    if findings.verdict == "accepted":
        world.handle(onboarding.id, RecordScan(**place, result="NO_THREATS_FOUND"))


def test_an_accepted_file_completes_its_task(world, bucket):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    key, _ = arrive(world, bucket, browser)
    browser.get(f"/portal/tasks/registration/uploaded?key={key}")
    document = world.onboarding(onboarding.id).documents[0]
    judge(world, onboarding, document, Findings(verdict="accepted", type="pdf", size=8, sha256="a" * 64))
    assert "this file is fine" in browser.get(f"/portal/tasks/registration/uploaded?key={key}").text
    page = browser.get("/portal/tasks/registration")
    assert "Accepted" in page.text
    assert "See what is next" in page.text


@pytest.mark.parametrize(
    "key",
    ["", "q/x", "q/onb-other/registration/" + "0" * 32, "q/{id}/contract/" + "0" * 32, "inbox/x", "../x"],
)
def test_keys_of_others_are_not_looked_up(world, bucket, key):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.get(f"/portal/tasks/registration/uploaded?key={key.format(id=onboarding.id)}")
    assert page.status == 404


def test_a_file_of_another_onboarding_is_not_recorded_there(world, bucket):
    acme = world.open()
    ref = replace(acme.deal.ref, id="D-2")
    zeta = world.open(ref=ref, account=replace(acme.deal.account, name="Zeta SpA"))
    key, _ = arrive(world, bucket, world.visitor(zeta))
    assert world.visitor(acme).get(f"/portal/tasks/registration/uploaded?key={key}").status == 404
    assert world.onboarding(zeta.id).documents == ()


def test_a_file_that_never_arrived_is_not_recorded(world, bucket):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.get(f"/portal/tasks/registration/uploaded?key=q/{onboarding.id}/registration/{'0' * 32}")
    assert page.status == 404
    assert "has not arrived yet" in page.text
    assert world.onboarding(onboarding.id).documents == ()


def test_the_script_gets_a_form_of_its_own_for_every_file(world, bucket):
    browser = world.visitor(world.open())
    page = browser.get("/portal/tasks/registration")
    csrf = page.html.split('data-csrf="')[1].split('"')[0]
    forms = [
        json.loads(browser.post("/portal/tasks/registration/uploads", {"csrf": csrf, "name": "a.pdf"}).html)
        for _ in range(2)
    ]
    assert forms[0]["fields"]["key"] != forms[1]["fields"]["key"]
    assert forms[0]["fields"]["success_action_status"] == "201"
    assert browser.post("/portal/tasks/registration/uploads", {"csrf": "no"}).status == 403


@pytest.mark.parametrize(("ends", "becomes"), [(True, "needs_person"), (False, "accepted")])
def test_a_file_by_a_form_from_before_the_link_was_replaced_is_for_a_person(world, bucket, ends, becomes):
    onboarding = world.open()
    form = upload_form(world.visitor(onboarding).get("/portal/tasks/registration"))
    if ends:
        world.handle(onboarding.id, RenewLink(contact="contact-1"), actor="contact:contact-1")
    told = {name[11:]: value for name, value in form.items() if name.startswith("x-amz-meta-")}
    put = bucket.put_object(
        Bucket=BUCKET, Key=form["key"], Body=b"%PDF-1.7", Metadata=told | {"name": "a.pdf"}
    )
    good = Findings(verdict="accepted", type="pdf", size=8, sha256="a" * 64)
    kept = {}
    desk = intake.Desk(
        store=bootstrap.documents(),
        inspect=lambda data, name, table: Seen(findings=good),
        keep=lambda arrival, body: kept.update(body),
    )
    stored = {"key": form["key"], "versionId": put["VersionId"]}
    intake.judge_all(
        json.dumps({"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": stored}}]}), desk
    )
    bootstrap.handle(intake.verdict(json.loads(json.dumps(kept))))
    place = {"task": "registration", "document": form["key"].rpartition("/")[2]}
    scan = RecordScan(**place, key=form["key"], version_id=put["VersionId"], result="NO_THREATS_FOUND")
    world.handle(onboarding.id, scan)
    assert [each.status for each in world.onboarding(onboarding.id).documents] == [becomes]


def upload_form(page):
    return next(form["fields"] for form in page.forms() if "policy" in form["fields"])
