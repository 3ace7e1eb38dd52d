"""The doors of the customer: a lost link, where a link was used, and a new one in its place."""

from __future__ import annotations

import re

from tests.faults.crashes.telling import GRACE, Story, state
from tests.faults.outside import RUNTIME, Browser, link_in, request, send, visitor
from tests.faults.runtime import World

_MEETING = "kickoff_call"


def play(story: Story) -> None:
    """Play them on an onboarding that has just been opened."""
    opened = story.scenarios["put on hold"].world.copy()
    opened.acts.clear()
    story.beside(opened, "a lost link is asked for", _loses, alone=True)
    story.beside(opened, "somebody whom we do not know asks for a link", _stranger, alone=True)
    story.beside(opened, "the customer looks where their link was used", _looks)
    story.beside(opened, "a code is mailed to the customer", _asks_for_code, alone=True)
    asked = opened.copy()
    browser = _asked_for_code(asked)
    cookies, digits = dict(browser.cookies), _code_in_mail(asked)

    def _types_code(world: World) -> None:
        back = Browser(world, cookies=dict(cookies))
        page = back.get("/portal/confirm")
        world.do(back.form(page, typed={"code": digits}, act="try"))

    story.beside(asked, "the customer types the code", _types_code, once=True, alone=True)
    _meet(story)
    live = story.scenarios["live"].world.copy()
    RUNTIME.rest(live)
    live.acts.clear()
    story.beside(live, "the customer says how it went", _gives_feedback)
    story.beside(opened, "a link is replaced by who has it", _renews, once=True, alone=True)


def _meet(story: Story) -> None:
    """Play a meeting in the tier that begins with one: chosen, declined, proposed anew, cancelled."""
    name = next(name for name in story.scenarios if name.startswith("smb: ") and "kickoff" in name)
    proposed = story.scenarios[name].world.copy()
    RUNTIME.rest(proposed)
    proposed.acts.clear()
    chosen = story.beside(proposed, "the customer chooses when we meet", _chooses)
    chosen.acts.clear()
    story.beside(proposed, "no time suits the customer", _declines, alone=True)
    ahead = ["2026-12-03T09:00:00Z", "2026-12-04T09:00:00Z"]
    story.beside(
        chosen, "other times are proposed", story.team("ProposeTimes", task=_MEETING, times=ahead), alone=True
    )
    story.beside(chosen, "a meeting is cancelled", story.team("CancelMeeting", task=_MEETING), alone=True)


def _chooses(world: World) -> None:
    browser = visitor(world, GRACE)
    world.do(browser.opened(f"/portal/meetings/{_MEETING}"))
    page = browser.get(f"/portal/meetings/{_MEETING}")
    first = next(meeting.times[0] for meeting in state(world).meetings)
    world.do(browser.form(page, typed={"time": first.isoformat()}, act="choose"))


def _declines(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get(f"/portal/meetings/{_MEETING}")
    world.do(browser.form(page, typed={"wish": "Only after the fair."}, act="none"))


def _gives_feedback(world: World) -> None:
    link = link_in(world, GRACE, r"/feedback/[A-Za-z0-9._-]+")
    browser = Browser(world)
    page = browser.get(f"{link}?score=2")
    world.do(request("GET", link))
    world.do(browser.form(page, typed={"score": "2", "comment": "We would do it again."}))


def _asks_for_code(world: World) -> None:
    browser = visitor(world, GRACE)
    world.do(browser.opened("/portal/confirm"))
    world.do(browser.form(browser.get("/portal/confirm"), typed={}, act="mail"))


def _asked_for_code(world: World) -> Browser:
    browser = visitor(world, GRACE)
    send(world, browser.form(browser.get("/portal/confirm"), typed={}, act="mail"))
    RUNTIME.rest(world)
    return browser


def _code_in_mail(world: World) -> str:
    body = world.cloud.post.mails[-1].message.get_body(("plain",))
    assert body is not None
    found = re.search("Code: ([0-9 ]{7})", body.get_content())
    assert found is not None
    return found.group(1)


def _loses(world: World) -> None:
    world.do(request("GET", "/lost-link"))
    world.do(Browser(world).filled("/lost-link", {"email": GRACE.upper()}))


def _stranger(world: World) -> None:
    world.do(Browser(world).filled("/lost-link", {"email": "nobody@elsewhere.example"}))


def _looks(world: World) -> None:
    world.do(visitor(world, GRACE).opened("/portal/access"))


def _renews(world: World) -> None:
    browser = visitor(world, GRACE)
    world.do(browser.form(browser.get("/portal/access"), typed={}, act="renew"))
