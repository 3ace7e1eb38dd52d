"""What is sensitive opens with a code from a fresh mail, in the visit that asked for it, for half an hour."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from chalicelib import bootstrap
from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.adapters.mail.links import PublicLinks
from chalicelib.application.handle import Outcome
from chalicelib.domain.commands import RecordUpload, RevokeLinks
from tests.integration.http_browser import PUBLIC_URL
from tests.integration.world import World

TO = "/portal/tasks/registration"


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.fixture
def grace(world):
    return world.visitor(world.open())


def asks(browser, to=TO):
    page = browser.get(f"/portal/confirm?to={to}")
    return browser.submit(page, {}, act="mail")


def code(world, contact="contact-1"):
    """Return the digits of the newest mail."""
    links = PublicLinks(public_url=PUBLIC_URL, minter=world.minter, session_key=b"s" * 32)
    onboarding = world.onboarding(world.store.board(filters={}).items[0]["id"])
    return links.code(onboarding, onboarding.contact(contact)).replace(" ", "")


def types(browser, digits, to=TO):
    return browser.submit(browser.get(f"/portal/confirm?to={to}"), {"code": digits}, act="try")


def form_of(browser, act):
    forms = browser.get(f"/portal/confirm?to={TO}").forms()
    return next(form["fields"] for form in forms if form["fields"].get("act") == act)


def wrong(digits):
    return f"{(int(digits) + 1) % 10**6:06}"


def journaled(world, kind):
    onboarding = world.store.board(filters={}).items[0]["id"]
    return [entry["data"] for entry in world.store.journal(onboarding, limit=1000) if entry["type"] == kind]


def test_a_code_is_mailed_and_opens_what_was_asked_for(world, grace):
    assert "Mail me a code" in grace.get(f"/portal/confirm?to={TO}").text
    assert asks(grace).location == f"/portal/confirm?to={TO.replace('/', '%2F')}"
    assert world.store.effects[-1].effect.mail == "code"
    digits = code(world)
    assert len(digits) == 6
    answer = types(grace, f" {digits[:3]} {digits[3:]} ")
    assert (answer.status, answer.location) == (303, f"{TO}?done=proven")
    assert [entry["right"] for entry in journaled(world, "CodeTried")] == [True]
    assert digits not in str(world.store.journal(world.store.board(filters={}).items[0]["id"], limit=1000))


def test_the_sixth_try_is_refused_even_if_it_is_right(world, grace):
    asks(grace)
    page, digits = grace.get(f"/portal/confirm?to={TO}"), code(world)
    for n in range(5):
        answer = types(grace, wrong(digits))
        assert answer.status == 422
        assert ("Have a new one mailed" in answer.text) == (n == 4)
    answer = grace.submit(page, {"code": digits}, act="try")
    assert (answer.status, "no longer good" in answer.text) == (409, True)
    assert len(journaled(world, "CodeTried")) == 5
    asks(grace)
    assert code(world) != digits
    assert types(grace, code(world)).status == 303


def test_two_who_try_at_once_have_five_tries_together(world, grace):
    asks(grace)
    digits = code(world)
    pages = [grace.get(f"/portal/confirm?to={TO}") for _ in range(6)]
    answers = [grace.submit(page, {"code": wrong(digits)}, act="try").status for page in pages]
    assert answers == [422] * 5 + [409]


def test_a_code_is_good_for_ten_minutes_and_once(world, grace):
    asks(grace)
    page, digits = grace.get(f"/portal/confirm?to={TO}"), code(world)
    world.clock.advance(timedelta(minutes=10))
    assert grace.submit(page, {"code": digits}, act="try").status == 409
    asks(grace)
    page, digits = grace.get(f"/portal/confirm?to={TO}"), code(world)
    assert grace.submit(page, {"code": digits}, act="try").status == 303
    again = dict(page.forms()[0]["fields"]) | {"nonce": "another-nonce", "code": digits}
    assert grace.post("/portal/confirm", again).status == 409


def test_a_code_is_good_only_in_the_visit_that_asked_and_for_its_contact(world):
    onboarding = world.open()
    grace, thief, piet = (world.visitor(onboarding, who) for who in ("contact-1", "contact-1", "contact-2"))
    asks(grace)
    digits = code(world)
    for other in (thief, piet):
        assert "Mail me another code" not in other.get(f"/portal/confirm?to={TO}").text
        form = next(f for f in other.get("/portal/confirm").forms() if f["fields"].get("act") == "mail")
        typed = form["fields"] | {"act": "try", "code": digits}
        assert other.post("/portal/confirm", typed).status == 409
    assert types(grace, digits).status == 303
    assert journaled(world, "CodeTried")[0]["right"]


def test_what_was_proven_lasts_for_half_an_hour(world, grace):
    from chalicelib.adapters import sessions

    asks(grace)
    types(grace, code(world))

    def proven():
        now = world.clock.now()
        session = sessions.open_session(b"s" * 32, grace.cookies["golive"], salt="portal", now=now)
        return session.proven(now)

    assert proven()
    for _ in range(2):
        world.clock.advance(timedelta(minutes=14, seconds=50))
        grace.get("/portal")
        assert proven()
    world.clock.advance(timedelta(minutes=1))
    grace.get("/portal")
    assert not proven()


def test_forms_with_wrong_codes_sent_again_count_against_the_new_code(world, grace):
    asks(grace)
    form, digits = form_of(grace, "try"), code(world)
    forms = [form | {"nonce": f"a-nonce-of-mine-{n}", "code": wrong(digits)} for n in range(5)]
    assert [grace.post("/portal/confirm", form).status for form in forms] == [422] * 5
    asks(grace)
    answers = [grace.post("/portal/confirm", form).status for form in forms * 6]
    assert answers == [422] * 5 + [409] * 25
    assert len(journaled(world, "CodeTried")) == 10
    assert grace.post("/portal/confirm", form | {"code": code(world)}).status == 409


def test_one_form_sent_again_for_the_same_code_is_one_try(world, grace):
    asks(grace)
    form = form_of(grace, "try") | {"code": wrong(code(world))}
    assert [grace.post("/portal/confirm", form).status for _ in range(3)] == [422] * 3
    assert len(journaled(world, "CodeTried")) == 1


def test_a_form_with_the_right_code_proves_nothing_when_no_try_is_written(world, grace, monkeypatch):
    asks(grace)
    monkeypatch.setattr(bootstrap, "handle", lambda envelope: Outcome(onboarding=None, repeated=True))
    answer = types(grace, code(world))
    assert answer.status == 409
    assert "no longer good" in answer.text


def test_the_browser_does_not_choose_the_code(world, grace):
    form = form_of(grace, "mail")
    digits = set()
    for to in ("/portal", TO, f"{TO}/documents/x"):
        assert grace.post("/portal/confirm", form | {"to": to}).status == 303
        digits.add(code(world))
    challenges = {entry["challenge"] for entry in journaled(world, "CodeMailed")}
    assert (len(digits), len(challenges)) == (3, 3)


def test_nobody_has_codes_mailed_for_ever(world, grace):
    answers = [asks(grace).status for _ in range(6)]
    assert answers == [303] * 5 + [429]
    world.clock.advance(timedelta(hours=1))
    assert world.store.effects[-1].effect.mail == "code"


def test_who_had_a_copy_of_the_link_uses_up_no_codes_of_the_new_one(world, grace):
    assert [asks(grace).status for _ in range(6)][-1] == 429
    onboarding = world.onboarding(world.store.board(filters={}).items[0]["id"])
    world.handle(onboarding.id, RevokeLinks())
    assert asks(world.visitor(world.onboarding(onboarding.id))).status == 303


ELSEWHERE = (
    "https://evil.example",
    "//evil.example",
    "/console",
    "/portal/../console",
    "/portal?x=1",
    "",
    "x" * 999,
)


@pytest.mark.parametrize("to", ELSEWHERE)
def test_nobody_is_led_elsewhere(world, grace, to):
    page = grace.get("/portal/confirm?to=" + to.replace("?", "%3F"))
    assert 'name="to" value="/portal"' in page.html


@pytest.mark.parametrize(
    "typed", ["", "12345", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "é" * 50, "9" * 5000]
)
def test_whatever_is_typed_counts_as_a_wrong_code(world, grace, typed):
    asks(grace)
    assert types(grace, typed).status == 422
    assert [entry["right"] for entry in journaled(world, "CodeTried")] == [False]


def test_a_sensitive_file_leads_to_the_code_and_the_code_to_the_file(world, monkeypatch):
    tasks = tuple(
        replace(t, documents=replace(t.documents, sensitive=True)) if t.id == "registration" else t
        for t in world.playbook.tasks
    )
    world.playbooks = InMemoryPlaybooks(replace(world.playbook, tasks=tasks))
    store = SimpleNamespace(
        presigned_get=lambda key, version, name: f"https://bucket.example/{key}?{version}"
    )
    monkeypatch.setattr(bootstrap, "documents", lambda: store)
    onboarding, file = world.open(), "d" * 32
    name, vault = world.seal("Auszug.pdf")
    where = {"task": "registration", "document": file, "key": f"q/{onboarding.id}/registration/{file}"}
    world.handle(onboarding.id, RecordUpload(**where, version_id="v1", name=name, size=9), vault=vault)
    grace, path = world.visitor(onboarding), f"{TO}/documents/{file}"
    answer = grace.get(path)
    assert answer.location == f"/portal/confirm?to={TO.replace('/', '%2F')}"
    asks(grace, path)
    assert types(grace, code(world), TO).location == f"{TO}?done=proven"
    assert grace.get(path).headers["location"].startswith("https://bucket.example/")
    world.clock.advance(timedelta(minutes=29))
    grace.get("/portal")
    world.clock.advance(timedelta(minutes=1))
    assert grace.get(path).location.startswith("/portal/confirm")
