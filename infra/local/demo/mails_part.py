"""What a customer does by a mail's link alone: gets a lost link again, chooses a time to meet, says how it went."""

from __future__ import annotations

import re
from typing import Any

from infra.local.demo import say
from infra.local.demo.customer import Customer
from infra.local.demo.html_forms import Form, forms
from infra.local.demo.scene import Scene
from infra.local.demo.web import DemoError, Page

_KICKOFF = "kickoff_call"
_MEETING = "meet?"
_FEEDBACK = "how did it go?"


def lost_link(scene: Scene, customer: Customer) -> None:
    """Ask for the link again by one's address, and find it in a mail."""
    page = customer.browser.get(f"{scene.app}/lost-link").expect(200, doing="Opening the page for lost links")
    form = _form(page, "/lost-link")
    seen = len(scene.sandbox.mails(scene.sale.email))
    customer.send(form, form.hidden() | {"email": scene.sale.email}).expect(200, doing="Asking for the link")

    def look() -> Any:
        mails = scene.sandbox.mails(scene.sale.email, seen=seen)
        return next((mail for mail in mails if customer.link in mail["text"]), None)

    mail = scene.sandbox.until(look, f"{scene.sale.account}: the lost link did not come by mail.")
    say.step("lost link", f"{scene.sale.contact} asks for it by address alone: “{mail['subject']}”")


def meet(scene: Scene, customer: Customer, one: Any) -> None:
    """Choose the first of the times that the mail proposes for the kickoff, as soon as it is open."""
    if _KICKOFF not in {task["id"] for task in one["tasks"] if task["status"] == "open"}:
        return
    mail = _mail(scene, _MEETING)
    times = re.findall(r"(?m)^ +- (.+)$", mail["text"])
    say.step("meeting", f"“{mail['subject']}”: {' · '.join(times)}")
    customer.visit()
    page = customer.browser.get(f"{scene.app}/portal/meetings/{_KICKOFF}").expect(
        200, doing="Opening the meeting"
    )
    form = _form(page, f"/portal/meetings/{_KICKOFF}", act="choose")
    (time,) = (field.options[0] for field in form.asked())
    customer.send(form, form.hidden() | {"time": time}).expect(200, doing="Choosing a time")
    scene.check(_happened(scene, "TimeChosen"), "the time that was chosen is not in the journal")
    say.step("meeting", f"{scene.sale.contact} chooses {times[0]}; both calendars get it by mail")


def feedback(scene: Scene, customer: Customer) -> None:
    """Say by the mail's link how it went."""
    mail = _mail(scene, _FEEDBACK)
    address = next(word for word in mail["text"].split() if "/feedback/" in word)
    page = customer.browser.get(address).expect(200, doing="Opening the page for feedback")
    form = _form(page, "/feedback/")
    customer.send(form, form.hidden() | {"score": "5", "comment": "Quick and clear."}).expect(
        200, doing="Saying how it went"
    )
    scene.check(_happened(scene, "FeedbackGiven"), "what the customer said is not in the journal")
    say.step("feedback", f"“{mail['subject']}”: very good, to the owner")


def _happened(scene: Scene, event: str) -> bool:
    return any(entry["type"] == event for entry in scene.team.journal(scene.onboarding))


def _mail(scene: Scene, subject: str) -> Any:
    """Return the newest mail of a subject, as soon as there is one."""

    def look() -> Any:
        mails = scene.about(scene.sandbox.mails(scene.sale.email))
        return next((mail for mail in reversed(mails) if subject in mail["subject"]), None)

    return scene.sandbox.until(look, f"{scene.sale.account}: no mail says “{subject}”.")


def _form(page: Page, action: str, *, act: str = "") -> Form:
    """Return the form of a page that goes to an address."""
    for form in forms(page.text, url=page.url):
        if action in form.action and form.method == "post" and (not act or form.act == act):
            return form
    raise DemoError(f"{page.url} has no form for {action}.")
