import re
from datetime import timedelta

import pytest

from chalicelib.domain.commands import CancelOnboarding, LeaveContact, RevokeLinks
from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def test_the_link_shows_a_page_with_a_button_and_changes_nothing(world):
    onboarding = world.open()
    page = world.browser().get(f"/p/{world.token(onboarding, onboarding.contacts[0].id)}")
    assert page.status == 200
    assert "Continue" in page.text
    assert "Acme GmbH" in page.text
    assert "of Golive looks after your onboarding" in page.text
    assert page.html.split("<body>")[1].count("Golive") == 2  # at the top, and as who sends this
    assert "set-cookie" not in page.headers
    assert world.onboarding(onboarding.id) == onboarding


def test_continue_begins_a_session_and_leads_to_the_overview(world):
    onboarding = world.open()
    browser = world.browser()
    answer = browser.post(f"/p/{world.token(onboarding, onboarding.contacts[0].id)}", {})
    assert (answer.status, answer.location) == (303, "/portal")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("golive=")
    assert "Max-Age=1800; Path=/; HttpOnly; SameSite=Lax" in cookie
    page = browser.get("/portal")
    assert page.status == 200
    assert "Hello Grace Lind" in page.text


@pytest.mark.parametrize(
    ("named", "where"),
    [
        ("billing", "/portal/tasks/billing"),
        ("accounts", "/portal"),  # the team's own task has no page of the customer's
        ("what-is-next", "/portal/tasks/registration"),
        ("nothing", "/portal"),
        ("..%2f..%2fevil", "/portal"),
        ("%2f%2fevil.example", "/portal"),
    ],
)
def test_a_link_about_one_task_leads_to_its_page_and_to_nothing_that_is_none(world, named, where):
    onboarding, browser = world.open(), world.browser()
    address = f"/p/{world.token(onboarding, 'contact-1')}/to/{named}"
    page = browser.get(address)
    assert page.status == 200
    assert ('/to/billing"' in page.html) == (named == "billing")
    assert named not in {"billing", "what-is-next"} or f"{address}?lang=de" in page.html
    answer = browser.post(address, {})
    assert (answer.status, answer.location) == (303, where)
    assert browser.get(answer.location).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": "http://127.0.0.1:8000"}, 303),
        ({"origin": "null", "sec_fetch_site": "same-origin"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8001"}, 403),
        ({"origin": "null", "sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
    ],
)
def test_only_our_own_page_or_no_page_begins_a_session(world, headers, status):
    onboarding = world.open()
    token = world.token(onboarding, onboarding.contacts[0].id)
    answer = world.browser().post(f"/p/{token}", {}, **headers)
    assert answer.status == status
    assert ("set-cookie" in answer.headers) == (status == 303)


def test_unknown_revoked_left_and_ended_links_all_show_the_same_page(world):
    onboarding = world.open()
    token = world.token(onboarding, "contact-1")
    other = world.token(onboarding, "contact-2")
    world.handle(onboarding.id, LeaveContact(contact="contact-2"))
    pages = [world.browser().get(f"/p/{value}") for value in ("unknown", "x" * 2000, other)]
    world.handle(onboarding.id, RevokeLinks(), actor="person:ada")
    pages.append(world.browser().get(f"/p/{token}"))
    assert {page.status for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


def test_a_link_opens_until_thirty_days_after_the_end(world):
    onboarding = world.open()
    address = f"/p/{world.token(onboarding, 'contact-1')}"
    reason, vault = world.seal("They have changed their mind")
    world.handle(onboarding.id, CancelOnboarding(reason=reason), actor="person:ada", vault=vault)
    ended = world.clock.now()
    world.clock.set(ended + timedelta(days=30, seconds=-1))
    assert world.browser().get(address).status == 200
    world.clock.set(ended + timedelta(days=30))
    assert world.browser().get(address).status == 404


def test_a_session_ends_after_half_an_hour_without_activity(world):
    browser = world.visitor(world.open())
    world.clock.advance(timedelta(minutes=29))
    assert browser.get("/portal").status == 200
    world.clock.advance(timedelta(minutes=29))
    assert browser.get("/portal").status == 200
    world.clock.advance(timedelta(minutes=31))
    page = browser.get("/portal")
    assert page.status == 401
    assert "Open the link in our newest mail" in page.text


def test_revoked_links_end_sessions_too(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    world.handle(onboarding.id, RevokeLinks(), actor="person:ada")
    assert browser.get("/portal").status == 401


def test_the_overview_says_what_is_next_and_who_answers_for_it(world):
    page = world.visitor(world.open()).get("/portal")
    assert "Next for you Upload your company registration" in page.text
    assert "Ada Park" in page.text
    assert "mailto:ada@vendor.example" in page.html
    assert "Piet Maas" in page.text


def test_no_date_of_ours_is_told_before_its_gate(world):
    page = world.visitor(world.open()).get("/portal")
    assert "Planned go-live" not in page.text
    assert "Until" not in page.text


def test_the_teams_own_tasks_are_not_shown_by_name(world):
    page = world.visitor(world.open()).get("/portal")
    for title in ("Accept the handoff", "Security review", "Tell the customer"):
        assert title not in page.text


def test_the_pages_refuse_frames_scripts_of_others_and_caches(world):
    headers = world.visitor(world.open()).get("/portal").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_not_me_takes_the_contact_off_once_asked_by_post(world):
    onboarding = world.open()
    address = f"/p/{world.token(onboarding, 'contact-1')}/leave"
    browser = world.browser()
    page = browser.get(address)
    assert "<title>This is not me, or I have left" in page.html  # as the link that led here
    assert "take me off" in page.text
    assert world.onboarding(onboarding.id).contacts[0].status == "active"
    empty = browser.post(address, {})
    assert (empty.status, "Choose one" in empty.text) == (422, True)
    assert world.onboarding(onboarding.id).contacts[0].status == "active"
    for _ in range(2):
        assert "Thank you for telling us" in browser.post(address, {"reason": "not_me"}).text
    assert world.onboarding(onboarding.id).contacts[0].status == "left"
    assert browser.get(f"/p/{world.token(onboarding, 'contact-1')}").status == 404


def test_a_colleague_gets_a_link_of_their_own_once(world):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    form = browser.get("/portal/colleagues")
    fields = {"name": "Noor Haas", "email": "Noor@acme.example"}
    for _ in range(2):
        assert browser.submit(form, fields).location == "/portal/colleagues?done=invited"
    page = browser.get("/portal/colleagues?done=invited")
    assert "Your colleague is invited" in page.text
    assert "noor@acme.example" in page.text
    contacts = world.onboarding(onboarding.id).contacts
    assert len(contacts) == 3
    assert world.browser().get(f"/p/{world.token(onboarding, contacts[2].id)}").status == 200


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"name": "", "email": "noor@acme.example"}, "Enter the name of your colleague."),
        ({"name": "Noor", "email": "noor"}, "Enter an email address"),
        ({"name": "Grace", "email": "GRACE@acme.example"}, "already has a link"),
    ],
)
def test_an_invitation_that_cannot_be_taken_says_why_and_keeps_what_was_typed(world, fields, complaint):
    onboarding = world.open()
    browser = world.visitor(onboarding)
    page = browser.submit(browser.get("/portal/colleagues"), fields)
    assert page.status in {409, 422}
    assert complaint in page.text
    assert f'value="{fields["name"]}"' in page.html
    assert len(world.onboarding(onboarding.id).contacts) == 2


def test_history_tells_what_happened_in_words(world):
    browser = world.visitor(world.open())
    page = browser.get("/portal/history")
    assert "Your onboarding began." in page.text
    assert "We asked you for everything we need, in one message" in page.text
    assert "%(" not in page.text


def test_signing_out_ends_the_session_on_this_device(world):
    browser = world.visitor(world.open())
    form = next(form for form in browser.get("/portal").forms() if form["action"].endswith("/sign-out"))
    assert "signed out" in browser.post("/portal/sign-out", form["fields"]).text
    assert browser.get("/portal").status == 401


def test_two_customers_never_see_each_other(world):
    acme = world.open()
    other = world.open(
        ref=type(acme.deal.ref)(source="deals", tenant="local", id="D-2"),
        account=type(acme.deal.account)(name="Zeta SpA"),
    )
    first, second = world.visitor(acme), world.visitor(other)
    assert "Acme GmbH" in first.get("/portal").text
    assert "Zeta SpA" in second.get("/portal").text
    assert "Acme" not in second.get("/portal").text


def test_under_a_prefix_every_address_and_the_cookie_carry_it(monkeypatch):
    world = World(monkeypatch, public_url="http://127.0.0.1:8000/golive")
    onboarding = world.open()
    browser = world.browser()
    answer = browser.post(f"/p/{world.token(onboarding, 'contact-1')}", {})
    assert answer.headers["location"] == "http://127.0.0.1:8000/golive/portal"
    assert "Path=/golive;" in answer.headers["set-cookie"]
    page = browser.get("/portal")
    assert 'href="http://127.0.0.1:8000/golive/portal/tasks/registration"' in page.html
    assert 'href="/' not in page.html


def test_over_https_the_cookie_is_bound_to_the_host(monkeypatch):
    world = World(monkeypatch, public_url="https://go.vendor.example")
    onboarding = world.open()
    answer = world.browser().post(f"/p/{world.token(onboarding, 'contact-1')}", {})
    assert answer.headers["set-cookie"].startswith("__Host-golive=")
    assert answer.headers["set-cookie"].endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")
    assert "max-age" in world.browser().get("/p/x").headers["strict-transport-security"]


@pytest.mark.parametrize("other", ['{"a": "b"}', "a b", "é", '"open', "", "not-a-session"])
def test_cookies_of_others_on_the_host_lock_nobody_out(world, other):
    browser = world.visitor(world.open())
    browser.cookies = {"prefs": other, "": other, **browser.cookies}
    assert browser.get("/portal").status == 200


def test_an_old_session_beside_a_good_one_does_no_harm(world):
    browser = world.visitor(world.open())
    browser.cookies["golive"] = f"older; golive={browser.cookies['golive']}"
    assert browser.get("/portal").status == 200


def test_help_names_the_files_of_this_onboarding_whom_to_ask_and_what_is_kept(world):
    page = world.visitor(world.open()).get("/portal/help")
    assert page.status == 200
    for words in (
        "Upload your company registration We take a PDF, a PNG picture or a JPEG picture, up to 10 MB.",
        "I sent the wrong file",
        "Write to Ada Park",
        "everybody of Acme GmbH who has a link",
        "A visit ends after 30 minutes without a page being loaded. After 8 hours it ends in any case.",
    ):
        assert words in page.text


def test_every_page_says_when_the_visit_ends_and_moves_that_on(world):
    browser = world.visitor(world.open())
    said = re.search(r"This visit ends at (\d\d:\d\d) if you load no page", browser.get("/portal").text)[1]
    world.clock.advance(timedelta(minutes=20))
    page = browser.get("/portal/visit")
    assert 'data-left="1800"' in page.html
    assert said not in page.text
    assert "Max-Age=1800" in page.headers["set-cookie"]
    world.clock.advance(timedelta(minutes=29))
    assert browser.get("/portal").status == 200


def test_the_end_of_a_visit_alone_carries_the_forms_token_and_needs_a_visit(world):
    browser = world.visitor(world.open())
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/portal").html)[1]
    assert f'data-csrf="{token}"' in browser.get("/portal/visit").html
    assert world.browser().get("/portal/visit").status == 401


def test_the_eighth_hour_says_that_pages_no_longer_put_the_end_off(world):
    browser = world.visitor(world.open())
    for _ in range(19):
        world.clock.advance(timedelta(minutes=25))
        page = browser.get("/portal")
    assert "Open the link in our mail again to go on after that." in page.text
    assert 'data-left="300"' in page.html


def test_an_ended_visit_leads_to_the_link_that_was_lost(world):
    page = world.browser().get("/portal/help")
    assert page.status == 401
    assert [form["action"] for form in page.forms()] == ["http://127.0.0.1:8000/lost-link?lang=en"]


@pytest.mark.parametrize(("path", "home"), [("/portal/tasks/none", "/portal"), ("/p/none", "")])
def test_a_refusal_inside_a_visit_leads_back_to_the_overview(world, path, home):
    page = world.visitor(world.open()).get(path)
    assert page.status == 404
    assert ('href="http://127.0.0.1:8000/portal"' in page.html) == bool(home)
    assert ("/lost-link" in page.html) == (not home)


def test_a_refusal_of_the_teams_leads_back_to_what_needs_them(world):
    page = world.member("ada").get("/console/onboardings/none")
    assert 'href="http://127.0.0.1:8000/console/needs-you"' in page.html
