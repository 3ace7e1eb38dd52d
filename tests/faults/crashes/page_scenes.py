"""Everything that can be looked at, sessions, and acts on pages that no other scenario does."""

from __future__ import annotations

from chalicelib import bootstrap
from tests.faults.cloud.port import PUBLIC_URL
from tests.faults.crashes.telling import ADA, GRACE, Story, asks_for_link, onboarding, state
from tests.faults.outside import RUNTIME, Browser, link_in, request, visitor
from tests.faults.runtime import World
from tests.integration.http_browser import Page

SIGN_IN, ACT = r"/console/sign-in/[A-Za-z0-9._-]+", r"/console/act/[A-Za-z0-9._-]+"


def play(story: Story) -> None:
    """Play them on an onboarding that has just been opened, and on one with a document."""
    opened = story.scenarios["put on hold"].world.copy()
    opened.acts.clear()
    story.beside(opened, "pages that need nobody's data", _public)
    story.beside(opened, "the mailed link is looked at", _links)
    story.beside(
        opened, "a session of the customer begins", lambda w: w.do(Browser(w).filled(link_in(w, GRACE), {}))
    )
    story.beside(
        opened,
        "a session of the customer begins at one task",
        lambda w: w.do(Browser(w).filled(f"{link_in(w, GRACE)}/to/billing", {})),
    )
    story.beside(opened, "the customer signs out", _customer_signs_out, once=True)
    story.beside(opened, "a form for an upload by the page's script", _asks_for_form)
    saved = story.beside(opened, "the customer saves answers for later", _saves)
    saved.acts.clear()
    story.beside(saved, "answers that were saved are sent", _sends_saved, alone=True)
    signed_in = opened.copy()
    asks_for_link(signed_in)
    RUNTIME.rest(signed_in)
    story.beside(
        signed_in,
        "the link to sign in is looked at",
        lambda w: w.do(request("GET", link_in(w, ADA, SIGN_IN))),
        once=True,
    )
    story.beside(signed_in, "somebody of the team signs out", _team_signs_out)
    story.beside(signed_in, "a person is given the onboarding on its page", _reassigns)
    waived = story.beside(signed_in, "a task is waived on the page", _waives)
    waived.acts = [answered.act for answered in waived.answered]
    story.beside(waived, "the same form is sent twice", lambda _: None)
    uploaded = story.scenarios["the customer answers the form"].world.copy()
    uploaded.acts.clear()
    asks_for_link(uploaded)
    RUNTIME.rest(uploaded)
    story.beside(uploaded, "the team looks on", _looks_on, alone=True)
    story.beside(uploaded, "the customer looks at their documents", _documents)
    story.beside(uploaded, "the customer asks how it works, and stays", _asks_how_it_works, alone=True)
    climbed = story.scenarios["an escalation is acknowledged from its mail"].world.copy()
    climbed.acts.clear()
    story.beside(
        climbed, "the mail of an escalation is followed", lambda w: w.do(request("GET", link_in(w, ADA, ACT)))
    )


def _public(world: World) -> None:
    from chalicelib.entrypoints import assets

    style = assets.address("style.css").removeprefix(PUBLIC_URL)
    for path in ("/healthz", "/", "/console", "/console/sign-in", style, "/api/openapi.json"):
        world.do(request("GET", path))


def _links(world: World) -> None:
    link = link_in(world, GRACE)
    for path in (link, f"{link}/to/billing", f"{link}/leave"):
        world.do(request("GET", path))


def _sign_out(page: Page, browser: Browser, path: str) -> dict[str, object]:
    form = next(form for form in page.forms() if form["action"].endswith("/sign-out"))
    return browser.filled(path, form["fields"])


def _customer_signs_out(world: World) -> None:
    browser = visitor(world, GRACE)
    world.do(_sign_out(browser.get("/portal"), browser, "/portal/sign-out"))


def _saves(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/tasks/contacts_and_billing")
    world.do(browser.form(page, typed={"answer.billing_name": "Acme", "save": "yes"}, act="answer"))


def _sends_saved(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/tasks/contacts_and_billing")
    names = [name for form in page.forms() for name in form["fields"] if name.startswith("answer.")]
    typed = {name: "it@acme.example" if "email" in name else "Marienplatz 4711" for name in names}
    world.do(browser.form(page, typed=typed | {"answer.vat_id": ""}, act="answer"))


def _asks_for_form(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/tasks/registration")
    csrf = next(form["fields"]["csrf"] for form in page.forms() if "csrf" in form["fields"])
    world.do(browser.filled("/portal/tasks/registration/uploads", {"csrf": csrf, "name": "Auszug.pdf"}))


def member(world: World) -> Browser:
    """Return the browser of somebody of the team who signs in by the link in the mail."""
    browser = Browser(world)
    browser.post(link_in(world, ADA, SIGN_IN), {})
    return browser


def _team_signs_out(world: World) -> None:
    browser = member(world)
    world.do(_sign_out(browser.get("/console/needs-you"), browser, "/console/sign-out"))


def _reassigns(world: World) -> None:
    browser, path = member(world), f"/console/onboardings/{onboarding(world)}"
    ben = bootstrap.people().directory().by_email("ben@vendor.example")
    assert ben is not None
    world.do(browser.form(browser.get(path), typed={"person": ben.id}, act="reassign", subject="onboarding"))


def _waives(world: World) -> None:
    browser, path = member(world), f"/console/onboardings/{onboarding(world)}"
    typed = {"text": "They are a sole trader."}
    world.do(browser.form(browser.get(path), typed=typed, act="waive", subject="registration"))


def _looks_on(world: World) -> None:
    browser, path = member(world), f"/console/onboardings/{onboarding(world)}"
    document = state(world).documents[0].id
    for rest in ("?journal=all", f"/documents/{document}", "/portal", "/portal/tasks/registration"):
        world.do(browser.opened(f"{path}{rest}"))


def _documents(world: World) -> None:
    browser = visitor(world, GRACE)
    world.do(browser.opened("/portal/tasks/registration/documents"))


def _asks_how_it_works(world: World) -> None:
    browser = visitor(world, GRACE)
    for path in ("/portal/help", "/portal/visit"):
        world.do(browser.opened(path))
