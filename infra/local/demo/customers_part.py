"""What the customer does: upload, answer, confirm, sign off, each confirmed by the page and by mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from infra.local.demo import say
from infra.local.demo.customer import Customer
from infra.local.demo.documents import NOT_A_PDF, PEOPLE, pdf, table
from infra.local.demo.scene import Scene
from infra.local.demo.web import DemoError


def welcome(scene: Scene) -> Customer:
    """Return the customer with the link of the first mail, which asks for everything and promises no date."""
    mail = scene.mails(scene.sale.email, "the customer got no mail")[0]
    found = re.search(rf"{re.escape(scene.app)}/p/[A-Za-z0-9_-]+", mail["text"])
    if found is None:
        raise DemoError(f"The mail '{mail['subject']}' holds no link to {scene.app}/p/….")
    scene.check(scene.sale.live not in mail["text"], "the first mail promises a date before its gate")
    say.step("mail", f"“{mail['subject']}” to {scene.sale.email}")
    customer = Customer(name=scene.sale.contact, link=found.group())
    say.step("portal", f"in German: “{customer.heading_in('de')}”, in Spanish: “{customer.heading_in('es')}”")
    customer.visit()
    asked = [task for task in scene.now()["tasks"] if task["by_customer"] and task["status"] == "open"]
    say.step("portal", f"{scene.sale.contact} follows the link: {len(asked)} things to do")
    return customer


@dataclass(kw_only=True)
class CustomersPart:
    """Does whatever is open for the customer. `mistaken`: the first upload is no PDF."""

    scene: Scene
    customer: Customer
    mistaken: bool = False

    def play(self, one: Any) -> int:
        """Do everything that is open for the customer; return how much that was."""
        todo = [task for task in one["tasks"] if task["by_customer"] and task["status"] == "open"]
        for task in todo:
            self.customer.visit()
            self._give(task)
        if todo:
            self._receipts()
        return len(todo)

    def _give(self, task: Any) -> None:
        offered = self.customer.offers(task["id"])
        if task["title"] == PEOPLE["title"]:
            self._fill_table(task)
        elif "upload" in offered:
            self._upload(task)
        elif "answer" in offered:
            self.customer.answer(task["id"])
            say.step("customer", f"answers: {task['title']}")
        elif "approve" in offered:
            self.customer.approve(task["id"])
            say.step("customer", f"signs off: {task['title']}")
        else:
            self.customer.confirm(task["id"])
            say.step("customer", f"confirms: {task['title']}")

    def _upload(self, task: Any) -> None:
        name = f"{task['id']}.pdf"
        mended = self.mistaken
        if mended:
            self.mistaken = False
            document = self._sent(task, name, NOT_A_PDF)
            self.scene.check(document["status"] == "rejected", f"no PDF at all, and {document['status']}")
            reasons = ", ".join(document["reasons"])
            say.step("customer", f"uploads something that is no PDF: rejected ({reasons})")
            self.customer.visit()
        document = self._sent(task, name, pdf(f"{self.scene.sale.account}: {task['title']}"))
        self.scene.check(document["status"] == "accepted", f"an honest PDF is {document['status']}")
        say.step("customer", f"uploads {name}: accepted, sha256 {document['sha256'][:12]}…")
        if mended:
            kept = self.customer.own_file(task["id"])
            self.scene.check("%PDF" in kept.text[:8], "their own file comes back as something else")
            say.step("customer", "looks at their own file: exactly that version, as a download")

    def _fill_table(self, task: Any) -> None:
        """Send a table with a wrong row, and then a right one."""
        document = self._sent(
            task, "people.csv", table("Grace,grace@acme.example,admin", "Piet,no address,user")
        )
        self.scene.check(
            document["wrong_rows"] == 1, f"one row is wrong, and {document['wrong_rows']} are told"
        )
        say.step(
            "customer",
            f"uploads a table: {document['rows']} rows, {document['wrong_rows']} wrong, told with what to do",
        )
        self.customer.visit()
        document = self._sent(
            task, "people.csv", table("Grace,grace@acme.example,admin", "Piet,piet@acme.example,user")
        )
        self.scene.check(document["status"] == "accepted", f"a right table is {document['status']}")
        say.step("customer", f"uploads it again: {document['rows']} rows, accepted")

    def _sent(self, task: Any, name: str, data: bytes) -> Any:
        """Upload a file and return its document as soon as it has been judged."""
        before = len(self.scene.task(task["id"])["documents"])
        self.customer.upload(task["id"], name=name, data=data)

        def look() -> Any:
            documents = self.scene.task(task["id"])["documents"]
            judged = len(documents) > before and documents[-1]["status"] not in {"received", "checking"}
            return documents[-1] if judged else None

        return self.scene.sandbox.until(look, f"The document of '{task['id']}' was not judged.")

    def _receipts(self) -> None:
        before = len(self.scene.sandbox.mails(self.scene.sale.email))
        self.scene.sandbox.settle()
        self.scene.sandbox.advance("PT3M")
        otherwise = "the customer's acts were not confirmed by mail"
        mails = self.scene.mails(self.scene.sale.email, otherwise, more_than=1)
        since = len(mails) - before
        say.step("receipt", f"“{mails[-1]['subject']}” ({len(mails)} mails so far, {since} since)")
