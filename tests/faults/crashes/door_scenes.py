"""The doors of the customer: a lost link, where a link was used, and a new one in its place."""

from __future__ import annotations

from tests.faults.crashes.telling import GRACE, Story
from tests.faults.outside import Browser, request, visitor
from tests.faults.runtime import World


def play(story: Story) -> None:
    """Play them on an onboarding that has just been opened."""
    opened = story.scenarios["put on hold"].world.copy()
    opened.acts.clear()
    story.beside(opened, "a lost link is asked for", _loses, alone=True)
    story.beside(opened, "somebody whom we do not know asks for a link", _stranger, alone=True)
    story.beside(opened, "the customer looks where their link was used", _looks)
    story.beside(opened, "a link is replaced by who has it", _renews, once=True, alone=True)


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
