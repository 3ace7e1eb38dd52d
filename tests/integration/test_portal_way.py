"""From what was just given straight to what is next: the pages after each act, and the mail's link to the first."""

from dataclasses import replace

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.domain.commands import RecordScan, RecordUpload, RecordVerdict
from chalicelib.domain.documents import Findings
from chalicelib.domain.playbook import DocumentRule
from tests.integration.test_portal_tasks import BILLING
from tests.integration.world import World

FILES = {"registration": "d" * 32, "contract": "e" * 32}


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def upload(world, onboarding, *, task="registration"):
    sealed, vault = world.seal("register.pdf")
    document = FILES[task]
    key = f"q/{onboarding.id}/{task}/{document}"
    where = {"task": task, "document": document, "key": key, "version_id": "v1"}
    command = RecordUpload(**where, name=sealed, size=1000)
    world.handle(onboarding.id, command, vault=vault, actor="contact:contact-1")
    return where, sealed, vault


def judge(world, onboarding, verdict="accepted", *, task="registration"):
    where, sealed, vault = upload(world, onboarding, task=task)
    findings = Findings(verdict=verdict, type="pdf", size=1000, sha256="ab" * 32, reasons=())
    checked = RecordVerdict(**where, name=sealed, findings=findings)
    world.handle(onboarding.id, checked, vault=vault, actor="system:intake")
    clean = RecordScan(**where, result="NO_THREATS_FOUND")
    world.handle(onboarding.id, clean, actor="system:scan")


def test_each_thing_leads_to_the_next_and_the_last_one_to_the_overview(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    judge(world, onboarding)
    judge(world, onboarding, task="contract")
    answer = browser.submit(browser.get("/portal/tasks/billing"), BILLING, act="answer")
    assert answer.location == "/portal/tasks/data_region?done=answered&of=billing"
    page = browser.get(answer.location)
    assert "Thank you, your answers have arrived." in page.text
    assert "Next for you Confirm where your data is kept" in page.text
    last = browser.submit(page, {}, act="confirm")
    assert last.location == "/portal?done=confirmed&of=data_region"
    overview = browser.get(last.location)
    assert "Thank you, that is confirmed." in overview.text
    assert "All done for now" in overview.text


def test_a_form_sent_again_leads_on_as_the_first_did(world):
    browser = world.visitor(world.open())
    form = browser.get("/portal/tasks/billing")
    first, again = (browser.submit(form, BILLING, act="answer").location for _ in range(2))
    assert first == again == "/portal/tasks/registration?done=answered&of=billing"


def test_a_task_that_wants_a_file_too_is_gone_on_with(world):
    rules = tuple(
        replace(rule, documents=DocumentRule(types=("pdf",), max_bytes=10_000))
        if rule.id == "billing"
        else rule
        for rule in world.playbook.tasks
    )
    world.playbook = replace(world.playbook, tasks=rules)
    world.playbooks = InMemoryPlaybooks(world.playbook)
    browser = world.visitor(world.open())
    answer = browser.submit(browser.get("/portal/tasks/billing"), BILLING, act="answer")
    assert answer.location == "/portal/tasks/billing?done=answered"
    assert "Thank you, your answers have arrived." in browser.get(answer.location).text


def test_the_script_goes_on_from_a_file_only_once_nothing_more_is_wanted(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    assert 'data-next=""' in browser.get("/portal/tasks/registration/documents").html
    judge(world, onboarding, "rejected")
    assert 'data-next=""' in browser.get("/portal/tasks/registration/documents").html


def test_after_a_file_the_next_page_says_that_it_is_fine(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    judge(world, onboarding)
    there = "/portal/tasks/contract?done=arrived&amp;of=registration"
    assert f'{there}" data-pending="no"' in browser.get("/portal/tasks/registration/documents").html
    page = browser.get("/portal/tasks/billing?done=arrived&of=registration")
    assert "Thank you, this file is fine." in page.text
    title = world.onboarding(onboarding.id).task("registration").title
    assert f'{title}<span class="visually-hidden">: View</span></a>' in page.html


def test_a_file_that_is_still_looked_at_is_not_called_fine(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    upload(world, onboarding)
    page = browser.get("/portal/tasks/billing?done=arrived&of=registration")
    assert "Your file has arrived." in page.text
    assert "this file is fine" not in page.text


def test_a_colleague_who_was_asked_for_one_thing_is_led_to_nothing_else(world):
    onboarding = world.open()
    grace = world.visitor(onboarding)
    asked = {"colleague": "Linus Berg", "email": "linus@acme.example"}
    grace.submit(grace.get("/portal/tasks/billing"), asked, act="hand")
    judge(world, onboarding, "rejected")
    now = world.onboarding(onboarding.id)
    linus = world.visitor(now, now.contacts[-1].id)
    assert "Your part is done" not in linus.get("/portal").text
    answer = linus.submit(linus.get("/portal/tasks/billing"), BILLING, act="answer")
    assert answer.location == "/portal?done=answered&of=billing"
    overview = linus.get(answer.location).text
    assert "Your part is done, thank you. What is open is with your colleagues" in overview
    assert "Next for you Your part is done" in overview
    assert "Not up to you right now" in overview
    assert "With Grace Lind With a colleague" in overview
    assert "The part of Acme GmbH" in overview
    assert "Please by" not in overview
    assert grace.get("/portal").text.count("so we need another file") == 1


@pytest.mark.parametrize("of", ["nothing", "accounts", "%3Cscript%3E", ""])
def test_what_is_no_task_of_the_customers_was_not_given(world, of):
    page = world.visitor(world.open()).get(f"/portal/tasks/billing?done=arrived&of={of}")
    assert page.status == 200
    assert "has arrived" not in page.text


@pytest.mark.parametrize("path", ["/portal", "/portal/tasks/contract", "/portal/tasks/billing"])
@pytest.mark.parametrize("done", ["answered", "confirmed", "arrived"])
@pytest.mark.parametrize("of", ["", "&of=bogus", "&of=kickoff_call", "&of=billing", "&of=data_region"])
def test_an_address_alone_gives_nothing(world, path, done, of):
    page = world.visitor(world.open()).get(f"{path}?done={done}{of}")
    assert page.status == 200
    assert "Thank you" not in page.text
    assert "has arrived" not in page.text


def test_what_was_given_is_called_by_what_it_is(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    judge(world, onboarding)
    assert "Thank you" not in browser.get("/portal?done=answered&of=registration").text
    assert "Thank you" not in browser.get("/portal/tasks/contract?done=confirmed&of=registration").text


def test_whoever_is_stuck_is_led_to_the_next_thing(world):
    browser = world.visitor(world.open())
    sent = browser.submit(browser.get("/portal/tasks/registration"), {"why": "missing"}, act="stuck")
    assert '/portal/tasks/contract">See what is next' in browser.get(sent.location).html


def test_the_link_of_a_welcome_leads_to_what_is_next_as_long_as_there_is_anything(world):
    onboarding = world.open()
    address = f"/p/{world.token(onboarding, 'contact-1')}/to/what-is-next"
    assert world.browser().post(address, {}).location == "/portal/tasks/registration"
    judge(world, onboarding)
    judge(world, onboarding, task="contract")
    assert world.browser().post(address, {}).location == "/portal/tasks/billing"
    browser = world.visitor(onboarding)
    browser.submit(browser.get("/portal/tasks/billing"), BILLING, act="answer")
    browser.submit(browser.get("/portal/tasks/data_region"), {}, act="confirm")
    assert world.browser().post(address, {}).location == "/portal"
