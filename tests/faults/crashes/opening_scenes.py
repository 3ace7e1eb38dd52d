"""An onboarding opens, and everything that may happen before the customer gives anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.faults.cloud.port import PORT, forget
from tests.faults.crashes.telling import (
    ADA,
    GRACE,
    LEE,
    Story,
    asks_for_link,
    deal,
    deals,
    onboarding,
    state,
    until_due,
)
from tests.faults.outside import (
    RUNTIME,
    Browser,
    link_in,
    request,
    visitor,
)
from tests.faults.runtime import World


def play(story: Story) -> None:
    """Play the opening, and what may happen around it."""
    _opening(story)
    _around_the_opening(story)


def _opening(story: Story) -> None:
    story.play("a deal is won", deals(deal(), "msg-1"))
    story.aside("the same webhook comes again", deals(deal(), "msg-1"))


def _around_the_opening(story: Story) -> None:
    start = story.world
    changed = story.aside("the deal's amount changes", deals(
        deal("updated", at="2026-11-23T08:50:00Z", amount="9600.00"), "msg-2"))  # fmt: skip
    lost = story.beside(changed, "the deal is lost after it was won", deals(
        deal("lost", at="2026-11-23T08:55:00Z"), "msg-3"))  # fmt: skip
    story.beside(lost, "a lost onboarding is cancelled", story.team("CancelOnboarding", reason="Deal lost."))
    held = story.aside("put on hold", story.team("HoldOnboarding", reason="Waiting for legal."))
    story.beside(held, "released", story.team("ReleaseOnboarding"))
    story.aside(
        "reassigned to somebody else",
        story.team("Reassign", subject="onboarding", person="ben@vendor.example"),
    )
    story.aside("links are revoked", story.team("RevokeLinks"))
    story.aside("the welcome bounces", lambda world: comes_back(world, GRACE))
    story.aside("a sign-in link is asked for", asks_for_link)
    asked = start.copy()
    asks_for_link(asked)
    RUNTIME.rest(asked)
    story.beside(asked, "somebody of the team signs in", _signs_in, once=True)
    story.aside("a colleague is invited", _invites)
    story.aside("the contact has left", _leaves)
    override = story.aside(
        "an override is requested", story.team("RequestOverride", gate="ready_for_setup", reason="CEO asked.")
    )
    story.beside(
        override, "an override is approved", story.team("ApproveOverride", by=LEE, gate="ready_for_setup")
    )
    late = story.aside("nobody accepts the handoff in time", until_due, slow=True)
    mailed = story.beside(late, "a desk mails what it has gathered", until_due, slow=True)
    story.beside(
        mailed,
        "an escalation is acknowledged from its mail",
        lambda world: from_mail(world, ADA, "escalation"),
    )
    raised, soon = next(state(mailed).raised()).id, datetime.fromtimestamp(mailed.now + 1800, UTC)
    snoozed = story.beside(mailed, "an escalation is put off", story.team(
        "SnoozeEscalation", escalation=raised, until=soon.isoformat(), note="After lunch."))  # fmt: skip
    story.beside(snoozed, "what was put off comes back", until_due, slow=True)
    story.beside(mailed, "the mail of a desk bounces", _last_bounces)
    story.beside(mailed, "an escalation climbs to the lead", until_due, slow=True)
    story.beside(
        without(late, "ada"), "a desk whose person has left goes to the delegate", until_due, slow=True
    )
    story.aside("the customer is reminded", lambda world: _until_reminder(story, world), slow=True)
    story.aside("the daily check", _verify)
    story.aside("the customer looks at their pages", _looks)
    story.aside("the team looks at its lists", _team_looks)


def without(world: World, person: str) -> World:
    """Return a copy of a world in which somebody has left."""
    from chalicelib import bootstrap

    left = world.copy()
    PORT.world = left
    known = bootstrap.people().directory(fresh=True).get(person)
    assert known is not None
    bootstrap.people().put(replace(known, active=False))
    forget()
    return left


def comes_back(world: World, to: str) -> None:
    mail = next(mail for mail in world.cloud.post.mails if to in mail.to)
    world.cloud.tell(mail, "Bounce", now=world.now, bounceType="Permanent")


def _last_bounces(world: World) -> None:
    world.cloud.tell(world.cloud.post.mails[-1], "Bounce", now=world.now, bounceType="Permanent")


def _signs_in(world: World) -> None:
    link = link_in(world, ADA, r"/console/sign-in/[A-Za-z0-9._-]+")
    world.do(Browser(world).filled(link, {}))


def from_mail(world: World, to: str, kind: str) -> None:
    """Press the first button of the page that the newest mail to somebody leads to."""
    browser = Browser(world)
    page = browser.get(link_in(world, to, r"/console/act/[A-Za-z0-9._-]+"))
    act = "release" if kind == "release" else "acknowledge"
    world.do(browser.form(page, typed={}, act=act))


def _invites(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/colleagues")
    world.do(browser.form(page, typed={"name": "Piet Maas", "email": "piet@acme.example"}))


def _leaves(world: World) -> None:
    link = link_in(world, GRACE)
    page = Browser(world).get(f"{link}/leave")
    fields = next(form["fields"] for form in page.forms())
    world.do(Browser(world).filled(f"{link}/leave", {**fields, "reason": "left"}))


def _until_reminder(story: Story, world: World) -> None:
    """Let the team do its part and time pass until the customer is the one who is waited for."""
    story.team("ApproveTask", task="accept_handoff", name="Ada Park")(world)
    RUNTIME.rest(world)
    for _ in range(20):
        until_due(world)
        before = world.copy()
        RUNTIME.rest(world)
        if state(world).reminders.sent:
            world.now = before.now
            for name in World.__slots__:
                setattr(world, name, getattr(before, name))
            return
    raise AssertionError("The customer is never reminded.")


def _verify(world: World) -> None:
    """Let the daily schedule run, which the runtime does not play by itself."""
    world.schedules.append("verify")


def _looks(world: World) -> None:
    browser = visitor(world, GRACE)
    for path in ("/portal", "/portal/history", "/portal/colleagues", "/portal/tasks/registration"):
        world.do(browser.opened(path))


def _team_looks(world: World) -> None:
    asks_for_link(world)
    RUNTIME.rest(world)
    browser, key = Browser(world), onboarding(world)
    browser.post(link_in(world, ADA, r"/console/sign-in/[A-Za-z0-9._-]+"), {})
    for path in ("/console/needs-you", "/console/onboardings", f"/console/onboardings/{key}"):
        world.do(browser.opened(path))
    for path in ("/api/onboardings", f"/api/onboardings/{key}", f"/api/onboardings/{key}/journal",
                 f"/api/needs-you?person={ADA}", "/api/onboardings?deal=deals:D-1001"):  # fmt: skip
        world.do(request("GET", path, headers={"Authorization": "Bearer local-admin-token"}))
    world.answered = []
