"""The requests by which somebody of the customer acts, written now, to be sent when it is their turn."""

from __future__ import annotations

from typing import Any

from tests.faults.crashes.telling import GRACE
from tests.faults.outside import Browser, link_in, upload_form, visitor
from tests.faults.runtime import World

TASK = "/portal/tasks/registration"
PIET = {"name": "Piet Maas", "email": "piet@acme.example"}


def answers(world: World, said: str) -> dict[str, Any]:
    """Return the form of the questions, filled in."""
    browser = visitor(world, GRACE)
    page = browser.get("/portal/tasks/contacts_and_billing")
    form = next(form for form in page.forms() if form["fields"].get("act") == "answer")
    names = [name for name in form["fields"] if name.startswith("answer.")]
    typed = {name: "it@acme.example" if "email" in name else said for name in names}
    return browser.form(page, typed=typed | {"answer.vat_id": ""}, act="answer")


def invitation(world: World, **typed: str) -> dict[str, Any]:
    browser = visitor(world, GRACE)
    return browser.form(browser.get("/portal/colleagues"), typed={**PIET, **typed})


def signs(world: World, act: str) -> dict[str, Any]:
    browser = visitor(world, GRACE)
    typed = {"name": "Grace Lind", "agree": "yes"} if act == "approve" else {"reason": "The login fails."}
    return browser.form(browser.get("/portal/tasks/sign_off"), typed=typed, act=act)


def uploaded(world: World, data: bytes, **how: Any) -> dict[str, Any]:
    """Upload a file, and return the request by which the page tells of it."""
    browser = visitor(world, GRACE)
    fields = upload_form(browser.get(TASK))
    world.cloud.upload(fields, data, "registration.pdf", now=world.now, **how)
    return browser.opened(f"{TASK}/uploaded?key={fields['key']}")


def leaving(world: World) -> dict[str, Any]:
    link = link_in(world, GRACE)
    fields = next(form["fields"] for form in Browser(world).get(f"{link}/leave").forms())
    return Browser(world).filled(f"{link}/leave", {**fields, "reason": "left"})
