"""The directory, who sees whose work, and handing it over."""

from __future__ import annotations

import json
from typing import Any

from tests.faults.crashes.telling import ADA, EVA, LEE, Stimulus, Story, asks_for_link, until_due
from tests.faults.outside import RUNTIME, Browser, link_in, request, send
from tests.faults.runtime import World

SIGN_IN = r"/console/sign-in/[A-Za-z0-9._-]+"
PERSON: dict[str, Any] = {
    "name": "Ada Park",
    "email": ADA,
    "roles": ["onboarding"],
    "lead": "lee",
    "sponsor": "sam",
    "delegate": "ben",
    "time_zone": "Europe/Berlin",
}


def play(story: Story) -> None:
    """Play them on an onboarding that has just been opened."""
    opened = story.scenarios["put on hold"].world.copy()
    opened.acts.clear()
    opened.now += 2.5 * 3600  # noon in Berlin: the morning of those further west, where Ada has moved to
    send(opened, _sent("PUT", "ada", **{**PERSON, "time_zone": "Europe/London"}))
    zoe = _api("PUT", "zoe", **{**PERSON, "email": "zoe@vendor.example"})
    joined = story.beside(opened, "somebody is put into the directory", zoe, once=True, alone=True)
    woken = story.beside(joined, "a working day begins", until_due, slow=True, alone=True)
    woken.acts.clear()
    left = story.beside(woken, "somebody leaves", _api("PUT", "ada", **PERSON, active=False), alone=True)
    left.now += 60.0  # the sweep wakes the mornings: the directory has changed
    RUNTIME.rest(left)
    left.acts.clear()
    story.beside(left, "who stands in for them looks", _stands_in)
    story.beside(left, "a handover is looked at", _api("POST", "ada/handover", to="role"))
    story.beside(
        left, "everything is handed over", _api("POST", "ada/handover", to=EVA, preview=False), alone=True
    )
    story.beside(woken, "the directory is looked at", _looks)
    asks_for_link(woken)
    RUNTIME.rest(woken)
    story.beside(woken, "the team's page of the team", _team, alone=True)
    handed = story.beside(woken, "a handover on the page", _hands_over, alone=True)
    handed.acts = [answered.act for answered in handed.answered]
    story.beside(handed, "the same handover is sent once more", lambda _: None)
    story.beside(woken, "an absence on the page", _goes_away, alone=True)


def _api(method: str, path: str, **body: Any) -> Stimulus:
    sent = _sent(method, path, **body)
    return lambda world: world.do(sent)


def _sent(method: str, path: str, **body: Any) -> dict[str, Any]:
    headers = {
        "Authorization": "Bearer local-admin-token",
        "Content-Type": "application/json",
        "Golive-Actor": LEE,
        "Idempotency-Key": f"people-{path}",
    }
    return request(method, f"/api/people/{path}", headers=headers, body=json.dumps(body).encode())


def _get(path: str) -> dict[str, Any]:
    return request("GET", path, headers={"Authorization": "Bearer local-admin-token"})


def _looks(world: World) -> None:
    for path in ("/api/people", "/api/people/ada", "/api/people/ada/work?limit=1"):
        world.do(_get(path))


def _stands_in(world: World) -> None:
    world.do(_get(f"/api/needs-you?person={LEE}"))


def _member(world: World) -> Browser:
    browser = Browser(world)
    browser.post(link_in(world, ADA, SIGN_IN), {})
    return browser


def _team(world: World) -> None:
    browser = _member(world)
    for path in ("/console/team", "/console/team/ada", "/console/team/ada?to=role"):
        world.do(browser.opened(path))


def _hands_over(world: World) -> None:
    browser = _member(world)
    world.do(browser.form(browser.get("/console/team/ada?to=ben"), typed={}, act="handover"))


def _goes_away(world: World) -> None:
    browser, days = _member(world), {"first": "2026-12-21", "last": "2026-12-24"}
    world.do(browser.form(browser.get("/console/team/ada"), typed=days, act="away"))
