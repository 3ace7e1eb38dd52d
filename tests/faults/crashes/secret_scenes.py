"""A password of the customer: given, replaced, shown once, asked for again, and gone with the onboarding."""

from __future__ import annotations

from tests.faults.crashes.page_scenes import member
from tests.faults.crashes.telling import GRACE, Story, asks_for_link, onboarding, state
from tests.faults.outside import RUNTIME, visitor
from tests.faults.runtime import World

PASSWORD = "Sesam-4711-of-the-directory"


def play(story: Story) -> None:
    """Play them beside the main line, on an onboarding whose customer was just welcomed."""
    opened = story.scenarios["put on hold"].world.copy()
    opened.acts.clear()
    RUNTIME.rest(opened)
    fields = [
        {"id": "user", "label": "Which account is it?", "required": False},
        {"id": "key", "label": "What is its password?", "type": "secret"},
    ]
    wanted = story.beside(
        opened,
        "a password is asked for",
        story.team(
            "AddTask", title="Password of the directory", stage="collection", kind="customer", fields=fields
        ),
        alone=True,
    )
    RUNTIME.rest(wanted)
    given = story.beside(wanted, "the customer gives a password", _gives)
    given.acts.clear()
    asks_for_link(given)
    RUNTIME.rest(given)
    shown = story.beside(given, "a password is shown once", _shows, once=True)
    RUNTIME.rest(shown)
    again = story.team("AskSecretAgain", task=_task(shown), field="key", reason="CEO asked.")
    story.beside(shown, "a password is asked for again", again)
    story.beside(
        given,
        "a password is deleted at the end",
        story.team("CancelOnboarding", reason="Deal lost."),
        alone=True,
    )


def _task(world: World) -> str:
    return next(task.id for task in state(world).tasks if task.title == "Password of the directory")


def _gives(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get(f"/portal/tasks/{_task(world)}")
    world.do(browser.form(page, typed={"answer.key": PASSWORD}, act="answer"))


def _shows(world: World) -> None:
    browser = member(world)
    path = f"/console/onboardings/{onboarding(world)}/tasks/{_task(world)}/secrets/key"
    world.do(browser.opened(path))
    page = browser.get(path)
    world.do(browser.form(page, typed={"text": "Invoices by January"}, act="reveal"))
