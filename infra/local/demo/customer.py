"""The customer's part, exactly as the pages offer it: the link of the mail, Continue, the forms, the files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from infra.local.demo.html_forms import Field, Form, forms, links
from infra.local.demo.web import Browser, DemoError, Page, multipart

_ANSWERS = {"email": "it@customer.example", "number": "25", "date": "2027-01-11", "tel": "+49 30 901820"}
_BY_NAME = {"answer.vat_id": "DE136695976", "answer.sign_in_domain": "login.customer.example"}


@dataclass
class Customer:
    """Somebody at the customer, with the mail's link in their hand."""

    name: str
    link: str
    browser: Browser = field(default_factory=Browser)

    def visit(self) -> Page:
        """Follow the link: a page that only asks to continue, then the overview."""
        self.browser.cookies.clear()
        door = self.browser.get(self.link).expect(200, doing="Opening the link of the mail")
        if self.browser.cookies:
            raise DemoError("Only looking at the link has signed in; a mail scanner could do that.")
        going_on = next((form for form in forms(door.text, url=door.url) if form.method == "post"), None)
        if going_on is None:
            raise DemoError(f"{self.link} shows no Continue button.")
        return self.send(going_on, going_on.hidden()).expect(200, doing="Continue")

    def heading_in(self, language: str) -> str:
        """Return what the page behind the link is headed in a language; looking changes nothing."""
        door = self.browser.get(f"{self.link}?lang={language}").expect(200, doing="Choosing a language")
        if f'<html lang="{language}">' not in door.text:
            raise DemoError(f"The page behind the link is not in the language '{language}'.")
        return door.text.partition("<h1>")[2].partition("</h1>")[0]

    def task(self, task: str) -> Page:
        """Open the page of a task from the overview."""
        overview = self.browser.get(self._portal()).expect(200, doing="Opening the overview")
        pages = links(overview.text, url=overview.url)
        address = next((page for page in pages if re.search(rf"/portal/tasks/{task}(\W|$)", page)), None)
        if address is None:
            raise DemoError(f"The customer's overview does not link to the task '{task}'.")
        return self.browser.get(address).expect(200, doing=f"Opening the task '{task}'")

    def upload(self, task: str, *, name: str, data: bytes) -> Page:
        """Upload a file through the form of the task's page, straight to the store."""
        form = self._form(task, "upload")
        (file,) = (field.name for field in form.fields if field.kind == "file")
        body, kind = multipart(form.hidden(), file_field=file, name=name, data=data)
        return self.browser.post(form.action, body, kind).expect(200, 204, doing=f"Uploading {name}")

    def own_file(self, task: str) -> Page:
        """Look at the newest file of one's own on a task's page."""
        page = self.task(task)
        address = next((link for link in links(page.text, url=page.url) if "/documents/" in link), None)
        if address is None:
            raise DemoError(f"The page of '{task}' does not lead to the file that was sent.")
        return self.browser.get(address).expect(200, doing="Looking at one's own file")

    def answer(self, task: str) -> Page:
        """Answer the questions of a task."""
        return self._fill(task, "answer")

    def confirm(self, task: str) -> Page:
        """Confirm what a task states."""
        return self._fill(task, "confirm")

    def approve(self, task: str) -> Page:
        """Sign off, by name."""
        return self._fill(task, "approve", {"name": self.name})

    def ask(self, question: str) -> Page:
        """Ask the owner something, on the overview."""
        overview = self.browser.get(self._portal()).expect(200, doing="Opening the overview")
        form = next(
            (f for f in forms(overview.text, url=overview.url) if f.action.endswith("/portal/questions")),
            None,
        )
        if form is None:
            raise DemoError("The overview has no form for a question.")
        return self.send(form, form.hidden() | {"question": question}).expect(200, doing="A question")

    def offers(self, task: str) -> set[str]:
        """Return what the page of a task offers to do."""
        page = self.task(task)
        return {form.act for form in forms(page.text, url=page.url)}

    def _fill(self, task: str, act: str, known: dict[str, str] | None = None) -> Page:
        form = self._form(task, act)
        values = form.hidden() | {
            asked.name: (known or {}).get(asked.name) or _typed(asked) for asked in form.asked()
        }
        page = self.send(form, values).expect(200, doing=f"The customer's {act} of '{task}'")
        if any((other.action, other.act) == (form.action, act) for other in forms(page.text, url=page.url)):
            raise DemoError(f"The page of '{task}' still asks to {act} after it was done.")
        return page

    def _form(self, task: str, act: str) -> Form:
        page = self.task(task)
        found = next((form for form in forms(page.text, url=page.url) if form.act == act), None)
        if found is None:
            raise DemoError(f"The page of '{task}' offers no form to {act}.")
        return found

    def send(self, form: Form, values: dict[str, str]) -> Page:
        """Send a form with these values."""
        return self.browser.post(form.action, urlencode(values).encode(), "application/x-www-form-urlencoded")

    def _portal(self) -> str:
        return self.link.rpartition("/p/")[0] + "/portal"


def _typed(field: Field) -> str:
    """Return what somebody might type or choose."""
    if field.options:
        return field.options[0]
    if field.kind == "checkbox":
        return field.value or "on"
    if field.name in _BY_NAME:
        return _BY_NAME[field.name]
    return field.value or _ANSWERS.get(field.kind, "As agreed in the offer")
