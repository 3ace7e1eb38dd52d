"""The customer's files on their pages: newer versions, files taken back, and looking at one's own."""

import base64
import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.adapters import sessions
from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.application.documents import day_of
from chalicelib.application.found import pack
from chalicelib.domain.commands import RecordScan, RecordUpload, RecordVerdict, SwitchLanguage
from chalicelib.domain.documents import Findings, TableFindings
from chalicelib.domain.playbook import ColumnRule, DocumentRule, TableRule, ValidRule
from chalicelib.domain.tables import RowError, read
from tests.integration.world import World

OLD, NEW = "d" * 32, "e" * 32
TASK = "/portal/tasks/registration"


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def onboarding(world):
    return world.open()


@pytest.fixture
def browser(world, onboarding):
    upload(world, onboarding)
    return world.visitor(onboarding)


def where(onboarding, document=OLD):
    key = f"q/{onboarding.id}/registration/{document}"
    return {"task": "registration", "document": document, "key": key, "version_id": "v1"}


def upload(world, onboarding, document=OLD, name="Handelsregister.pdf", **told):
    sealed, vault = world.seal(name)
    command = RecordUpload(**where(onboarding, document), name=sealed, size=182_044, **told)
    world.handle(onboarding.id, command, vault=vault, actor="contact:contact-1")


def judge(world, onboarding, document=OLD, verdict="accepted"):
    sealed, vault = world.seal("Handelsregister.pdf")
    findings = Findings(verdict=verdict, type="pdf", size=182_044, sha256="ab" * 32, reasons=())
    checked = RecordVerdict(**where(onboarding, document), name=sealed, findings=findings)
    world.handle(onboarding.id, checked, vault=vault, actor="system:intake")
    clean = RecordScan(**where(onboarding, document), result="NO_THREATS_FOUND")
    world.handle(onboarding.id, clean, actor="system:scan")


def statuses(world, onboarding):
    return [document.status for document in world.onboarding(onboarding.id).documents]


def test_an_unjudged_file_is_taken_back_on_its_page_and_the_page_says_so(world, onboarding, browser):
    answer = browser.submit(browser.get(TASK), {}, act="withdraw")
    assert answer.location == f"{TASK}?done=withdrawn"
    page = browser.get(answer.location)
    assert "The file is taken back. It does not count." in page.text
    assert "1 file that was taken back" in page.text
    assert statuses(world, onboarding) == ["withdrawn"]
    assert browser.get("/portal/history").text.count("was taken back") == 1


def test_a_judged_file_has_no_button_to_take_it_back_and_the_form_of_before_is_refused(
    world, onboarding, browser
):
    before = browser.get(TASK)
    judge(world, onboarding)
    refused = browser.submit(before, {}, act="withdraw")
    assert refused.status == 409
    assert "has been checked already" in refused.text
    assert "Take back" not in browser.get(TASK).text


def test_the_form_of_a_newer_version_is_signed_for_the_one_that_it_replaces(world, onboarding, browser):
    assert f"{TASK}?replace={OLD}#upload" in browser.get(TASK).html
    page = browser.get(f"{TASK}?replace={OLD}")
    assert "Send a newer version of “Handelsregister.pdf”" in page.text
    fields = next(form["fields"] for form in page.forms() if "key" in form["fields"])
    assert fields["x-amz-meta-replaces"] == OLD


def test_without_a_file_that_can_be_replaced_the_page_is_the_usual_one(world, onboarding, browser):
    for other in ("nothing", "", NEW):
        page = browser.get(f"{TASK}?replace={other}")
        assert page.status == 200
        assert "x-amz-meta-replaces" not in page.html


def test_a_refused_file_never_counted_and_is_not_offered_to_be_replaced(world, onboarding, browser):
    judge(world, onboarding, verdict="rejected")
    page = browser.get(TASK)
    assert "was not accepted" in page.text
    assert "replace=" not in page.html
    assert "takes the place of" not in browser.get(f"{TASK}?replace={OLD}").text


def test_earlier_versions_are_folded_under_the_one_that_stands(world, onboarding, browser):
    upload(world, onboarding, NEW, "Handelsregister neu.pdf", replaces=OLD)
    page = browser.get(TASK)
    assert "1 earlier version" in page.text
    assert page.text.index("Handelsregister neu.pdf") < page.text.index("1 earlier version")
    assert "was replaced by a newer version" in browser.get("/portal/history").text


def test_after_the_task_is_done_a_newer_version_is_offered_and_goes_to_a_person(world, onboarding, browser):
    judge(world, onboarding)
    page = browser.get(TASK)
    assert "Send a newer version" in page.text
    form = browser.get(f"{TASK}?replace={OLD}")
    assert "A person of our team looks at your newer version" in form.text
    upload(world, onboarding, NEW, replaces=OLD)
    judge(world, onboarding, NEW)
    assert statuses(world, onboarding) == ["accepted", "needs_person"]
    assert "was there already when this file came" in browser.get(TASK).text


def test_one_looks_at_ones_own_file_for_five_minutes_as_an_attachment(world, onboarding, browser):
    assert f"{TASK}/documents/{OLD}" in browser.get(TASK).html
    answer = browser.get(f"{TASK}/documents/{OLD}")
    assert answer.status == 303
    assert "versionId=v1" in answer.location
    assert "response-content-disposition=attachment" in answer.location
    assert "X-Amz-Expires=300" in answer.location


def test_a_file_is_found_only_under_its_own_task(world, onboarding, browser):
    for path in (f"{TASK}/documents/{NEW}", f"/portal/tasks/contract/documents/{OLD}"):
        assert browser.get(path).status == 404


def test_a_file_that_the_scan_found_harmful_is_locked_away(world, onboarding, browser):
    harmful = RecordScan(**where(onboarding), result="THREATS_FOUND")
    world.handle(onboarding.id, harmful, actor="system:scan")
    answer = browser.get(f"{TASK}/documents/{OLD}")
    assert answer.status == 409
    assert "locked away" in answer.text


def table(world, onboarding, errors):
    sealed, packed, vault = world.seal("users.csv", pack(errors))
    found = TableFindings(rows=30, asked="x", wrong=len(errors), errors=packed)
    findings = Findings(
        verdict="rejected", type="pdf", size=9, sha256="ab" * 32, reasons=("table.rows",), table=found
    )
    checked = RecordVerdict(**where(onboarding), name=sealed, findings=findings)
    world.handle(onboarding.id, checked, vault=vault, actor="system:intake")


def test_wrong_rows_are_shown_and_the_whole_list_is_a_table_that_calculates_nothing(
    world, onboarding, browser
):
    wrong = [RowError(row=n + 2, column="email", code="row.email", value=f"=who{n}") for n in range(25)]
    table(world, onboarding, wrong)
    page = browser.get(TASK)
    assert "25 changes are needed" in page.text
    assert page.text.count("is not an e-mail address") == 20
    assert "These are the first 20." in page.text
    told = page.html.partition('id="refused"')[2].partition("</section>")[0]
    assert f'href="#rows-{OLD}"' in told
    assert page.html.count(f'id="rows-{OLD}"') == 1
    answer = browser.get(f"{TASK}/documents/{OLD}/errors.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="users.rows.csv"')
    head, *lines = list(csv.reader(io.StringIO(answer.html.removeprefix("\ufeff"))))
    assert head == ["Row", "Column", "What stands there", "What to do"]
    assert len(lines) == 25
    assert lines[0][:3] == ["2", "email", "'=who0"]
    world.handle(onboarding.id, SwitchLanguage(contact="contact-1", language="de"))
    answer = browser.get(f"{TASK}/documents/{OLD}/errors.csv")
    assert answer.html.startswith("\ufeffZeile;Spalte;")
    lines = list(csv.reader(io.StringIO(answer.html.removeprefix("\ufeff")), delimiter=";"))
    assert {len(line) for line in lines} == {4}


def test_wrong_rows_of_a_sensitive_file_are_shown_to_who_has_typed_a_code(world, onboarding, browser):
    dated(world, replace(world.playbook.task("registration").documents, sensitive=True))
    table(world, onboarding, [RowError(row=2, column="email", code="row.email", value="=secret-cell")])
    for path in (TASK, f"{TASK}/documents"):
        page = browser.get(path)
        assert "1 change is needed" in page.text
        assert "Rows that need a change" not in page.html
        assert "secret-cell" not in page.html
    answer = browser.get(f"{TASK}/documents/{OLD}/errors.csv")
    assert (answer.status, answer.location) == (303, f"/portal/confirm?to={TASK.replace('/', '%2F')}")
    session = sessions.open_session(
        b"s" * 32, browser.cookies["golive"], salt="portal", now=world.clock.now()
    )
    shown = sessions.proven(session, world.clock.now())
    browser.cookies["golive"] = sessions.seal_session(b"s" * 32, shown, salt="portal")
    assert "Rows that need a change" in browser.get(TASK).html
    assert "secret-cell" in browser.get(f"{TASK}/documents/{OLD}/errors.csv").html


def test_a_file_without_wrong_rows_has_no_list(world, onboarding, browser):
    assert browser.get(f"{TASK}/documents/{OLD}/errors.csv").status == 404


def test_the_day_is_asked_for_beside_the_file_and_taken_as_people_write_it(world, onboarding, browser):
    valid = replace(world.playbook.task("registration").documents, valid=ValidRule(asks_date=True))
    dated(world, valid)
    judge(world, onboarding)
    page = browser.get(TASK)
    assert "Until when is it valid?" in page.text
    assert "Upload your file" not in page.text
    wrong = browser.submit(page, {"date": "soon"}, act="date")
    assert wrong.status == 422
    assert "Enter a real date" in wrong.text
    assert "#field-date-" in wrong.html
    passed = browser.submit(page, {"date": "2020-01-01"}, act="date")
    assert "not valid any more" in passed.text
    unclear = browser.submit(page, {"date": "12/11/2026"}, act="date")
    assert unclear.status == 422
    assert "Write this as 2026-11-12 or as 2026-12-11" in unclear.text
    answer = browser.submit(page, {"date": "30.12.2026"}, act="date")
    assert answer.location == f"{TASK}?done=dated"
    assert "Valid until 30 December 2026." in browser.get(TASK).text
    world.clock.advance(timedelta(days=60))
    assert "It was valid until 30 December 2026" in world.visitor(onboarding).get(TASK).text


def test_the_upload_form_asks_for_the_day_and_the_store_takes_what_the_browser_fills_in(
    world, onboarding, browser
):
    dated(
        world,
        replace(world.playbook.task("contract").documents, valid=ValidRule(days=90, asks_date=True)),
        "contract",
    )
    page = browser.get("/portal/tasks/contract")
    assert "On which day was it signed?" in page.text
    policy = next(form["fields"]["policy"] for form in page.forms() if "key" in form["fields"])
    assert ["starts-with", "$x-amz-meta-date", ""] in json.loads(base64.b64decode(policy))["conditions"]


def test_the_day_that_was_entered_is_shown_as_it_was_understood(world, onboarding, browser):
    dated(
        world,
        replace(world.playbook.task("registration").documents, valid=ValidRule(days=365, asks_date=True)),
    )
    judge(world, onboarding)
    browser.submit(browser.get(TASK), {"date": "1 octobre 2026"}, act="date")
    assert "Signed on 1 October 2026, as you have entered." in browser.get(TASK).text


def test_a_script_s_form_carries_the_day_as_its_reader_means_it_and_the_columns_how_days_are_written(
    world, onboarding, browser
):
    table = TableRule(columns=(ColumnRule(name="Starts", type="date"),))
    rule = DocumentRule(types=("csv",), table=table, valid=ValidRule(asks_date=True))
    dated(world, rule, "contract")
    page = browser.get("/portal/tasks/contract")
    assert "is read as" not in page.text
    asked = {"csrf": page.forms()[-1]["fields"]["csrf"], "name": "a.csv", "x-amz-meta-date": "12/11/2026"}

    def fields():
        return json.loads(browser.post("/portal/tasks/contract/uploads", asked).html)["fields"]

    assert fields()["x-amz-meta-date"] == "12/11/2026"
    assert day_of("12/11/2026") is None  # so the page asks for it again
    assert read(fields()["x-amz-meta-expects"]).day_first is None
    world.handle(onboarding.id, SwitchLanguage(contact="contact-1", language="de"))
    assert "12/11/2026 lesen wir als" in browser.get("/portal/tasks/contract").text
    assert fields()["x-amz-meta-date"] == "2026-11-12"
    assert read(fields()["x-amz-meta-expects"]).day_first is True


def dated(world, rule, key="registration"):
    tasks = tuple(replace(t, documents=rule) if t.id == key else t for t in world.playbook.tasks)
    world.playbooks = InMemoryPlaybooks(replace(world.playbook, tasks=tasks))


def test_where_no_other_file_fits_the_page_says_so_instead_of_a_form(world, onboarding, browser):
    for number in range(39):
        upload(world, onboarding, f"{number:032x}")
    page = browser.get("/portal/tasks/contract")
    assert "There are 40 files of yours here" in page.text
    assert 'type="file"' not in page.html


def test_what_a_table_must_be_like_is_told_before_it_is_filled_in(world, onboarding, browser):
    columns = (
        ColumnRule(name="Name"),
        ColumnRule(name="E-Mail", type="email", unique=True),
        ColumnRule(name="Role", type="choice", choices=("admin", "user"), required=False),
    )
    dated(world, DocumentRule(types=("csv",), table=TableRule(columns=columns, most_rows=50)), "contract")
    page = browser.get("/portal/tasks/contract")
    assert "an e-mail address, such as name@company.com, a different one in each row" in page.text
    assert "(optional)</span>: one of: admin, user</li>" in page.html
    assert "Up to 50 rows." in page.text
    assert "/portal/tasks/contract/columns.csv" in page.html
    answer = browser.get("/portal/tasks/contract/columns.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.html == "\ufeffName,E-Mail,Role\r\n"
    world.handle(onboarding.id, SwitchLanguage(contact="contact-1", language="de"))
    assert browser.get("/portal/tasks/contract/columns.csv").html == "\ufeffName;E-Mail;Role\r\n"
    assert browser.get(f"{TASK}/columns.csv").status == 404


def test_a_file_that_a_person_looks_at_says_once_that_nothing_is_to_be_done(world, onboarding, browser):
    page = browser.get(TASK)
    assert 'data-state="checking"' in page.html
    waiting = page.text
    sealed, vault = world.seal("Handelsregister.pdf")
    findings = Findings(verdict="unchecked", reasons=("check.failed",), size=9)
    world.handle(
        onboarding.id, RecordVerdict(**where(onboarding), name=sealed, findings=findings), vault=vault
    )
    world.handle(onboarding.id, RecordScan(**where(onboarding), result="NO_THREATS_FOUND"))
    assert statuses(world, onboarding) == ["needs_person"]
    page = browser.get(TASK)
    assert 'data-state="checking-person"' in page.html  # the script renews what stands below
    looked_at = page.text
    assert waiting.count("There is nothing you need to do.") == 1
    assert looked_at.count("there is nothing you need to do.") == 1
    assert "There is nothing you need to do." not in looked_at
