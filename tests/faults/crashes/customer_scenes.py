"""What customers want of our mail: no more reminders, another address; and what the CRM says wrong of them."""

from __future__ import annotations

from tests.faults.crashes.telling import GRACE, Story, deal, deals
from tests.faults.outside import RUNTIME, Browser, link_in, request, visitor
from tests.faults.runtime import World

SWITCH = r"/unsubscribe/[A-Za-z0-9._-]+"


def play(story: Story) -> None:
    """Play them on an onboarding whose customer was reminded, and on one whose mail came back."""
    story.beside(
        _ended(story, "a deal is won"),
        "the deal names a time zone that there is not",
        _another_place,
        alone=True,
    )
    reminded = _ended(story, "the customer is reminded")
    story.beside(
        reminded,
        "the address that ends reminders is looked at",
        lambda world: world.do(request("GET", link_in(world, GRACE, SWITCH))),
    )
    story.beside(reminded, "reminders are ended by one click", _one_click)
    story.beside(reminded, "reminders are ended on the customer's pages", _on_the_pages)
    story.beside(reminded, "another language is chosen on the customer's pages", _in_german)
    story.beside(
        _ended(story, "the welcome bounces"),
        "an address is corrected",
        story.team("CorrectContact", contact="contact-1", email="g.lind@acme.example"),
    )


def _another_place(world: World) -> None:
    body = deal("updated", at="2026-11-23T08:50:00Z")
    body["data"]["account"]["time_zone"] = "Mars/Olympus"
    deals(body, "msg-mars")(world)


def _ended(story: Story, name: str) -> World:
    """Return how a chapter ended."""
    world = story.scenarios[name].world.copy()
    RUNTIME.rest(world)
    return world


def _one_click(world: World) -> None:
    world.do(Browser(world).filled(link_in(world, GRACE, SWITCH), {"List-Unsubscribe": "One-Click"}))


def _on_the_pages(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/colleagues")
    world.do(browser.form(page, typed={}, reminders="off"))


def _in_german(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/history")
    world.do(browser.form(page, typed={"language": "de"}, back="/portal/history"))
