"""The customer's people on the pages: a task goes to a colleague, somebody signs, somebody is stuck, somebody asks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.onboarding import Contact
from tests.integration.test_portal_tasks import sign_off_ready
from tests.integration.world import World

TASK = "/portal/tasks/billing"
LINUS = {"colleague": "Linus Berg", "email": "Linus@acme.example"}


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def onboarding(world):
    return world.open()


def linus(world, onboarding) -> Contact:
    return world.onboarding(onboarding.id).contacts[-1]


def _link(world, onboarding, contact=None) -> str:
    return f"/p/{world.token(onboarding, contact or onboarding.contacts[0].id)}"


def test_a_colleague_gets_a_task_sees_who_asked_and_gives_it_back(world, onboarding):
    grace = world.visitor(onboarding)
    answer = grace.submit(grace.get(TASK), LINUS, act="hand")
    page = grace.get(answer.location)
    assert "Linus Berg has it now." in page.text
    assert "With Linus Berg since" in page.text
    assert "With Linus Berg since" in grace.get("/portal").text
    theirs = world.visitor(world.onboarding(onboarding.id), linus(world, onboarding).id)
    page = theirs.get(TASK)
    assert "Grace Lind has asked you to do this." in page.text
    answer = theirs.submit(page, {}, act="take_back")
    assert "It is with your first contact again." in theirs.get(answer.location).text
    assert world.onboarding(onboarding.id).task("billing").handed is None
    history = grace.get("/portal/history").text
    assert "Linus Berg has “" in history


def test_a_colleague_of_the_list_is_chosen_without_typing(world, onboarding):
    grace = world.visitor(onboarding)
    grace.submit(grace.get(TASK), LINUS, act="hand")
    page = grace.get("/portal/tasks/registration")
    grace.submit(page, {"contact": linus(world, onboarding).id}, act="hand")
    assert world.onboarding(onboarding.id).task("registration").handed.contact == linus(world, onboarding).id


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"colleague": "", "email": "l@acme.example"}, "Enter the name of your colleague."),
        ({"colleague": "Linus", "email": "l@acme"}, "Enter an email address in the form name@company.com."),
        ({"contact": "contact-99"}, ""),
    ],
)
def test_who_cannot_be_asked_is_said_beside_what_was_typed(world, onboarding, fields, says):
    grace = world.visitor(onboarding)
    page = grace.submit(grace.get(TASK), fields, act="hand")
    assert page.status in {404, 422}
    assert says in page.text
    assert world.onboarding(onboarding.id) == onboarding


def test_who_is_stuck_says_why_and_reads_that_we_know_and_until_when_we_answer(world, onboarding):
    grace = world.visitor(onboarding)
    page = grace.submit(grace.get(TASK), {"words": "x"}, act="stuck")
    assert page.status == 422
    assert "Choose what holds you up." in page.text
    page = grace.submit(page, {"why": "other"}, act="stuck")
    assert "Say what holds you up." in page.text
    answer = grace.submit(page, {"why": "missing", "words": "The VAT office is slow."}, act="stuck")
    page = grace.get(answer.location)
    assert "We know that you cannot go on here. Ada Park answers until" in page.text
    assert "The VAT office is slow." in page.text
    assert "You cannot go on here; we answer." in grace.get("/portal").text
    assert "Waits for our answer" in grace.get("/portal").text


def test_a_colleague_reads_who_is_stuck_and_not_that_they_are(world, onboarding):
    grace = world.visitor(onboarding)
    grace.submit(grace.get(TASK), {"why": "other", "words": "The VAT office is slow."}, act="stuck")
    grace.submit(grace.get("/portal/tasks/registration"), LINUS, act="hand")
    after = world.onboarding(onboarding.id)
    linus = world.visitor(after, after.contacts[-1].id)
    assert "Grace Lind cannot go on here; we answer." in linus.get("/portal").text
    assert "We know that Grace Lind cannot go on here." in linus.get(TASK).text


def test_what_colleagues_have_is_not_said_to_be_there(world, onboarding):
    grace = world.visitor(onboarding)
    for task in ("billing", "registration", "contract", "data_region"):
        assert "What is open is with your colleagues" not in grace.get("/portal").text
        grace.submit(grace.get(f"/portal/tasks/{task}"), LINUS, act="hand")
    page = grace.get("/portal").text
    assert "Nothing to do right now" in page
    assert "What is open is with your colleagues" in page


def test_a_question_is_in_front_of_the_owner_who_answers_it_on_the_console(world, onboarding):
    grace = world.visitor(onboarding)
    answer = grace.submit(grace.get("/portal"), {"question": "Is <b>one</b> seat free?"})
    page = grace.get(answer.location)
    assert "Your question has arrived." in page.text
    assert "Is &lt;b&gt;one&lt;/b&gt; seat free?" in page.html
    ada, record = world.member(), f"/console/onboardings/{onboarding.id}"
    needs = ada.get("/console/needs-you")
    assert "Grace Lind asks: “Is &lt;b&gt;one&lt;/b&gt; seat free?”" in needs.html
    page = ada.get(record)
    refused = ada.submit(page, {"text": ""}, act="answer")
    assert refused.status == 422
    answer = ada.submit(page, {"text": "The first ten are free."}, act="answer")
    assert "Your answer is on its way." in ada.get(answer.location).text
    seen = grace.get("/portal").text
    assert "The first ten are free." in seen
    assert "Grace Lind asks" not in ada.get("/console/needs-you").text


def test_an_empty_or_endless_question_is_not_sent(world, onboarding):
    grace = world.visitor(onboarding)
    for text, says in (("  ", "Write your question."), ("x" * 2001, "Shorten this to 2,000 characters.")):
        page = grace.submit(grace.get("/portal"), {"question": text})
        assert page.status == 422
        assert says in page.text
    assert world.onboarding(onboarding.id) == onboarding


def test_a_question_about_a_task_that_there_is_not_is_refused(world, onboarding):
    grace = world.visitor(onboarding)
    fields = next(form for form in grace.get(TASK).forms() if form["action"].endswith("/portal/questions"))
    for task in ("nonsense", "accept", "x" * 400):
        page = grace.post("/portal/questions", {**fields["fields"], "question": "Why?", "task": task})
        assert page.status == 404
    assert world.onboarding(onboarding.id) == onboarding


def test_the_same_question_sent_twice_is_one(world, onboarding):
    grace = world.visitor(onboarding)
    page = grace.get("/portal")
    for _ in range(2):
        grace.submit(page, {"question": "Is it warm?"})
    assert len(world.onboarding(onboarding.id).questions) == 1


def test_the_first_contact_passes_that_on_and_says_who_does_what(world, onboarding):
    grace = world.visitor(onboarding)
    grace.submit(grace.get(TASK), LINUS, act="hand")
    other = linus(world, onboarding).id
    page = grace.get("/portal/colleagues")
    form = next(
        f for f in page.forms() if (f["fields"].get("act"), f["fields"].get("contact")) == ("role", other)
    )
    answer = grace.post("/portal/colleagues", {**form["fields"], "role": "technical"})
    assert "Technical contact" in grace.get(answer.location).text
    assert grace.post("/portal/colleagues", {**form["fields"], "role": "king"}).status == 400
    answer = grace.submit(page, {"contact": other}, act="primary")
    page = grace.get(answer.location)
    assert "Your colleague is asked first from now on." in page.text
    assert world.onboarding(onboarding.id).contacts[0].id == other
    refused = grace.post("/portal/colleagues", {**form["fields"], "act": "primary", "contact": "contact-1"})
    assert refused.status in {403, 409}


def by_approver(world):
    rules = tuple(
        replace(rule, signer="approver") if rule.id == "sign_off" else rule for rule in world.playbook.tasks
    )
    world.playbooks.publish(replace(world.playbook, version=2, tasks=rules))
    return sign_off_ready(world)


def test_without_an_approver_the_page_asks_who_signs_and_others_only_look(world):
    onboarding = by_approver(world)
    grace = world.visitor(onboarding)
    page = grace.get("/portal/tasks/sign_off")
    assert "Who signs this for Acme GmbH?" in page.text
    assert all(form["fields"].get("act") != "approve" for form in page.forms())
    grace.submit(page, LINUS, act="hand")
    page = grace.get("/portal/tasks/sign_off")
    assert "Linus Berg signs this." in page.text
    assert all(form["fields"].get("act") not in {"approve", "decline", "hand"} for form in page.forms())
    theirs = world.visitor(world.onboarding(onboarding.id), linus(world, onboarding).id)
    page = theirs.get("/portal/tasks/sign_off")
    theirs.submit(page, {"name": "Linus Berg", "agree": "yes"}, act="approve")
    assert world.onboarding(onboarding.id).task("sign_off").status == "done"
    assert "Signed by Linus Berg." in grace.get("/portal/tasks/sign_off").text


def test_what_has_changed_since_the_page_was_opened_is_not_signed_and_shown_again(world):
    onboarding = sign_off_ready(world)
    grace = world.visitor(onboarding)
    page = grace.get("/portal/tasks/sign_off")
    name, vault = world.seal("late.pdf")
    file = {"task": "registration", "document": "a" * 32, "key": "k", "version_id": "v"}
    from chalicelib.domain.documents import Findings

    findings = Findings(verdict="accepted", type="pdf", size=9, sha256="ab" * 32)
    world.handle(onboarding.id, c.RecordVerdict(**file, name=name, findings=findings), vault=vault)
    world.handle(onboarding.id, c.RecordScan(**file, result="NO_THREATS_FOUND"))
    world.handle(onboarding.id, c.ReviewDocument(document="a" * 32, accept=True))
    refused = grace.submit(page, {"name": "Grace Lind", "agree": "yes"}, act="approve")
    assert refused.status == 409
    assert "has changed since you opened this page" in refused.text
    assert "late.pdf" in refused.text
    answer = grace.submit(refused, {"name": "Grace Lind", "agree": "yes"}, act="approve")
    assert "your sign-off is recorded" in grace.get(answer.location).text


def test_a_form_without_what_the_page_showed_signs_nothing(world):
    onboarding = sign_off_ready(world)
    grace = world.visitor(onboarding)
    page = grace.get("/portal/tasks/sign_off")
    refused = grace.submit(page, {"name": "Grace Lind", "agree": "yes", "seen": ""}, act="approve")
    assert refused.status == 409
    assert world.onboarding(onboarding.id).task("sign_off").status == "open"


HOUR = timedelta(hours=1)


@pytest.fixture
def nineteen(world, onboarding, monkeypatch):
    """Give the browser of somebody who has had 19 mails sent to colleagues, and the form of the last."""
    grace, names, count = world.visitor(onboarding), [], world.limits.allow

    def allow(name, **how):
        names.append(name)
        return count(name, **how)

    monkeypatch.setattr(world.limits, "allow", allow)
    form = grace.get(TASK)
    grace.submit(form, LINUS, act="hand")
    grace.submit(grace.get(TASK), {}, act="take_back")
    for _ in range(18):
        assert count(names[0], now=world.clock.now(), most=20, per=HOUR)
    return grace, form


def test_only_so_many_colleagues_are_mailed_an_hour(world, onboarding, nineteen):
    grace, _ = nineteen
    assert grace.submit(grace.get(TASK), LINUS, act="hand").status == 303
    grace.submit(grace.get(TASK), {}, act="take_back")
    mails = len(world.store.effects)
    page = grace.submit(grace.get(TASK), LINUS, act="hand")
    assert (page.status, page.text.count("Many mails to your colleagues were asked for")) == (429, 2)
    assert 'value="Linus Berg"' in page.html
    page = invites(grace, "kim@acme.example")
    assert (page.status, len(world.onboarding(onboarding.id).contacts)) == (429, 3)
    assert 'value="kim@acme.example"' in page.html
    page = grace.submit(grace.get("/portal/colleagues"), {"contact": "contact-2"}, act="primary")
    assert (page.status, page.text.count("so this one waits")) == (429, 1)
    assert len(world.store.effects) == mails
    world.handle(onboarding.id, c.SwitchLanguage(contact="contact-1", language="de"))
    assert invites(grace, "kim@acme.example").text.count("deshalb wartet diese") == 2


def test_what_was_sent_before_the_limit_is_answered_as_then_and_later_there_is_room_again(
    world, onboarding, nineteen
):
    grace, sent = nineteen
    invites(grace, "kim@acme.example")
    assert invites(grace, "jo@acme.example").status == 429
    assert grace.submit(sent, LINUS, act="hand").status == 303
    world.clock.advance(HOUR)
    assert invites(world.visitor(onboarding), "jo@acme.example").status == 303


def test_what_mails_nobody_uses_up_nothing_of_the_hour(world, onboarding):
    grace = world.visitor(onboarding)
    grace.submit(grace.get(TASK), LINUS, act="hand")
    page, form = grace.get("/portal/colleagues"), _form_of(grace, TASK, "hand")
    first = next(f["fields"] for f in page.forms() if f["fields"].get("act") == "primary")
    for turn in range(22):
        again = {**first, "contact": "contact-1", "nonce": f"{turn:016}"}
        assert grace.post("/portal/colleagues", again).status == 303
        again = {**form, "contact": linus(world, onboarding).id, "nonce": f"b{turn:016}"}
        assert grace.post(TASK, again).status == 303
    assert invites(grace, "kim@acme.example").status == 303


def _form_of(browser, path, act):
    return next(f["fields"] for f in browser.get(path).forms() if f["fields"].get("act") == act)


def invites(browser, email):
    page = browser.get("/portal/colleagues")
    form = next(form["fields"] for form in page.forms() if "email" in form["fields"])
    return browser.post("/portal/colleagues", {**form, "name": "Somebody", "email": email})


def test_the_team_hands_a_task_on_and_asks_for_nothing_twice(world, onboarding):
    ada, record = world.member(), f"/console/onboardings/{onboarding.id}"
    answer = ada.submit(
        ada.get(record), {"name": "Linus Berg", "email": "linus@acme.example"}, act="hand", subject="billing"
    )
    assert "They are asked." in ada.get(answer.location).text
    assert "With Linus Berg" in ada.get(record).text
    typed = {"title": "Upload your company registration", "what": "file"}
    refused = ada.submit(ada.get(record), typed, act="add_task")
    assert refused.status == 409
    assert "was asked for already" in refused.text
    answer = ada.submit(refused, {**typed, "again": "The register has a newer one."}, act="add_task")
    assert answer.status == 303


def test_the_pages_name_who_was_given_the_onboarding(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    assert "Ada Park looks after your onboarding" in browser.get("/portal").text
    world.handle(onboarding.id, c.Reassign(subject="onboarding", person="tom"), actor="person:ada")
    assert "Tom Abara looks after your onboarding" in browser.get("/portal").text


def test_the_page_behind_a_colleagues_link_says_who_asks_for_what_in_the_language_chosen(world, onboarding):
    grace = world.visitor(onboarding)
    title = "Tell us where to send the invoices"
    assert "asks you for this" not in world.browser().get(_link(world, onboarding)).text
    grace.submit(grace.get(TASK), LINUS, act="hand")
    after, colleague = world.onboarding(onboarding.id), linus(world, onboarding)
    link = _link(world, after, colleague.id)
    for address in (link, f"{link}/to/billing", f"{link}/to/registration"):
        page = world.browser().get(address).text
        assert "Grace Lind asks you for this, by" in page
        assert f": “{title}”." in page
        assert "Acme GmbH is getting started with" in page
    assert "Grace Lind bittet Sie, dies bis" in world.browser().get(f"{link}?lang=de").text
    theirs = world.visitor(after, colleague.id)
    theirs.submit(theirs.get(TASK), {}, act="take_back")
    assert "asks you for this" not in world.browser().get(link).text


def test_the_first_contact_ends_an_access_after_being_asked_and_reads_what_comes_back(world, onboarding):
    grace = world.visitor(onboarding)
    grace.submit(grace.get(TASK), LINUS, act="hand")
    after, colleague = world.onboarding(onboarding.id), linus(world, onboarding)
    theirs = world.visitor(after, colleague.id)
    link = _link(world, after, colleague.id)
    assert "End access" not in theirs.get("/portal/colleagues").text
    page = grace.get("/portal/colleagues")
    assert "End access : Linus Berg" in page.text
    page = grace.get(f"/portal/colleagues?end={colleague.id}")
    assert "End the access of Linus Berg?" in page.text
    assert "“Tell us where to send the invoices” is with you again." in page.text
    answer = grace.submit(page, {}, act="end")
    page = grace.get(answer.location)
    assert "The access has ended." in page.text
    assert "has left" in page.text
    assert world.onboarding(onboarding.id).task("billing").handed is None
    assert theirs.get("/portal").status == 401
    assert world.browser().get(link).status == 404
    history = grace.get("/portal/history").text
    assert "The access of Linus Berg has ended." in history
    assert "not the right person" not in history


def test_an_access_that_is_not_theirs_to_end_stays_and_the_page_says_why(world, onboarding):
    grace = world.visitor(onboarding)
    grace.submit(grace.get(TASK), LINUS, act="hand")
    after = world.onboarding(onboarding.id)
    theirs = world.visitor(after, linus(world, onboarding).id)
    page = theirs.get("/portal/colleagues?end=contact-1")
    assert page.status == 403
    assert "Your first contact stays." in page.text
    page = grace.get(f"/portal/colleagues?end={linus(world, onboarding).id}")
    answer = grace.submit(page, {"contact": "contact-1"}, act="end")
    assert answer.status == 400
    assert world.onboarding(onboarding.id).contact("contact-1").status == "active"
    assert grace.get("/portal/colleagues?end=contact-99").status == 200
