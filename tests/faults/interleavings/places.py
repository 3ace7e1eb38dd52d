"""Worlds at rest, along the way of one onboarding, on which two handlers meet."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.faults.beginnings import furnished
from tests.faults.crashes import telling
from tests.faults.crashes.course_scenes import uploads
from tests.faults.crashes.telling import ADA, IVO, Stimulus, onboarding
from tests.faults.interleavings.forms import answers, signs
from tests.faults.outside import RUNTIME, Browser, command, link_in
from tests.faults.runtime import World
from tests.unit.inspection.pdfs import pdf


def after(world: World, *stimuli: Stimulus) -> World:
    """Return a copy of a world that has come to rest, and again after each stimulus."""
    world = world.copy()
    RUNTIME.rest(world)
    for stimulus in stimuli:
        stimulus(world)
        RUNTIME.rest(world)
    assert all(answered.status < 400 for answered in world.answered), world.answered
    world.answered, world.steps = [], 0
    return world


def team(world: World, type_: str, *, by: str = ADA, key: str, **fields: Any) -> dict[str, Any]:
    """Return the request of a command of the team."""
    return command(onboarding(world), type_, by=by, key=key, **fields)


def done(type_: str, *, by: str = ADA, **fields: Any) -> Stimulus:
    """Return the stimulus of a command of the team."""
    key = "-".join([type_, *(str(value).replace(" ", "_") for value in fields.values())])
    return lambda world: world.do(team(world, type_, by=by, key=key, **fields))


def moved(world: World) -> World:
    """Return a copy of a world at the instant at which something is due next."""
    world = world.copy()
    telling.until_due(world)
    return world


def signed_in(world: World, to: str = ADA) -> Browser:
    """Return the browser of somebody of the team who has signed in on a world, which goes on."""
    world.do(Browser(world).filled("/console/sign-in", {"email": to}))
    RUNTIME.rest(world)
    browser = Browser(world)
    assert browser.post(link_in(world, to, r"/console/sign-in/[A-Za-z0-9._-]+"), {}).status == 303
    world.answered = []
    return browser


@cache
def opened() -> World:
    """The deal was won; owner and customer have their mails."""
    return after(furnished(), telling.deals(telling.deal(), "msg-1"))


@cache
def accepted() -> World:
    """The handoff is accepted; the customer is to give document and answers."""
    return after(opened(), done("ApproveTask", task="accept_handoff", name="Ada Park"))


@cache
def unclear() -> World:
    """A document waits for a person."""
    return after(accepted(), lambda world: uploads(world, pdf(), "registration.pdf", result="UNSUPPORTED"))


@cache
def given() -> World:
    """The customer has given everything, and has the receipts."""
    return after(
        accepted(),
        lambda world: uploads(world, pdf(), "registration.pdf"),
        lambda world: world.do(answers(world, "As agreed")),
        telling.until_due,
    )


@cache
def set_up() -> World:
    """Everything is set up; the customer is to sign off."""
    return after(
        given(),
        done("CompleteTask", task="inputs_verified"),
        done("CompleteTask", by=IVO, task="check_setup", note="Works."),
    )


@cache
def nearly_live() -> World:
    """The sign-off is there; one task is left before the customer is live."""
    return after(
        set_up(),
        lambda world: world.do(signs(world, "approve")),
        done("CompleteTask", task="customer_told"),
    )


@cache
def late() -> World:
    """Nobody has accepted the handoff in time, and its owner was told."""
    return after(raised(), telling.until_due)


@cache
def raised() -> World:
    """Nobody has accepted the handoff in time, which lies on the owner's desk and is not mailed yet."""
    return after(opened(), telling.until_due)


@cache
def held() -> World:
    """The onboarding is on hold."""
    return after(opened(), done("HoldOnboarding", reason="Waiting for legal."))
