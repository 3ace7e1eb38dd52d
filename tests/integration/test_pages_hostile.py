"""Whatever arrives, the answer is a page with a clear status: never a 500, never a change."""

import random

import pytest

from tests.integration.world import World

JUNK = (
    "",
    " ",
    "\x00",
    "..",
    "../../etc/passwd",
    "%00",
    "%s%n%(x)s",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "\u202egnp.exe",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "é" * 500,
    "9" * 400,
    "-1",
    "1e999",
    "null",
    "[]",
    "S#HEAD",
    "S#TASK#billing",
    "registration",
    "onb-x",
)
GETS = (
    "/p/{}",
    "/p/{}/leave",
    "/p/{}/to/billing",
    "/lost-link?done={}",
    "/feedback/{}?score={}",
    "/portal/confirm?to={}",
    "/portal/meetings/{}?done={}",
    "/static/{}",
    "/portal?done={}",
    "/portal/tasks/{}",
    "/portal/tasks/{}/documents",
    "/portal/tasks/registration/uploaded?key={}",
    "/portal/tasks/registration/uploaded?key={}&version={}&looks={}",
    "/portal/colleagues?done={}",
    "/console/onboardings?status={}&stage={}&tier={}&owner={}",
    "/console/onboardings?deal={}",
    "/console/onboardings/{}",
    "/console/onboardings/{}/portal",
    "/console/onboardings/{}/portal/tasks/{}",
    "/console/onboardings/{}/documents/{}",
    "/console/sign-in/{}",
    "/console/act/{}",
)


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


@pytest.mark.parametrize("path", GETS)
def test_no_address_and_no_query_breaks_a_page(world, path):
    from urllib.parse import quote

    onboarding = world.open()
    browser = world.visitor(onboarding)
    browser.cookies |= world.member().cookies
    for junk in JUNK:
        value = quote(junk, safe="") or "-"
        page = browser.get(path.replace("{}", value))
        assert page.status in {200, 303, 400, 401, 404, 410, 422}, (path, junk, page.status)
        assert "<script>alert" not in page.html
    assert world.onboarding(onboarding.id) == onboarding


@pytest.mark.parametrize("junk", JUNK)
def test_no_cookie_opens_or_breaks_a_page(world, junk):
    from urllib.parse import quote

    browser = world.browser()
    for cookie in (
        junk.encode("ascii", "ignore").decode().replace("\x00", ""),
        quote(junk),
        f'"{quote(junk)}"',
        ";;=;",
    ):
        browser.cookies = {"golive": cookie, "golive-team": cookie}
        assert browser.get("/portal").status == 401
        assert browser.get("/console/needs-you").status == 401


def test_no_form_breaks_a_page_or_does_what_it_should_not(world):
    random.seed(7)
    onboarding = world.open()
    browser = world.visitor(onboarding)
    browser.cookies |= world.member().cookies
    record = f"/console/onboardings/{onboarding.id}"
    forms = [
        f
        for path in ("/portal/tasks/billing", "/portal/colleagues", record)
        for f in browser.get(path).forms()
    ]
    kept = [f for f in forms if "nonce" in f["fields"] and not f["action"].endswith("/sign-out")]
    for form in kept:
        for _ in range(12):
            fields = dict(form["fields"])
            for name in random.sample(sorted(fields), k=min(2, len(fields))):
                fields[name] = random.choice(JUNK)
            fields["csrf"] = form["fields"]["csrf"] if random.random() < 0.8 else "x"
            fields["subject"] = random.choice(JUNK)
            page = browser.post(form["action"].removeprefix("http://127.0.0.1:8000"), fields)
            assert page.status < 500, (form["action"], fields, page.status)
