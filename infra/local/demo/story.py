"""One onboarding, from its webhook to live: everybody plays their part until nothing is left to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from infra.local.demo import say
from infra.local.demo.customer import Customer
from infra.local.demo.documents import NOT_A_PDF, pdf
from infra.local.demo.journal import check_journal
from infra.local.demo.sales import OWNER, Sale
from infra.local.demo.sandbox import Sandbox
from infra.local.demo.team import Team
from infra.local.demo.web import DemoError

_ROUNDS = 40
_ACCEPTED = {"hubspot": (200,), "salesforce": (200,), "pipedrive": (200,), "deals": (200, 202)}


@dataclass
class Story:
    """The course of one sale's onboarding. `neglected`: nobody touches the first stage until it escalates."""

    sale: Sale
    app: str
    sandbox: Sandbox
    team: Team
    neglected: bool = False
    mistaken: bool = False
    onboarding: str = ""
    moved: list[tuple[str, str]] = field(default_factory=list)

    def play(self) -> None:
        """Play it from the webhook to live."""
        say.title(f"{self.sale.crm}: {self.sale.account}, won ({self.sale.tier})")
        self._win()
        one = self._opened()
        if self.neglected:
            self._escalate()
        customer = self._welcome(one)
        for _ in range(_ROUNDS):
            one = self._look()
            if one["milestones"]["live"]:
                return self._close(one)
            if not (self._customers(one, customer) + self._teams(one)):
                self._wait_for_work(one)
            self.sandbox.settle()
        raise DemoError(f"{self.onboarding} is not live after {_ROUNDS} rounds.")

    # ---- how it begins

    def _win(self) -> None:
        self.sale.prepare(self.sale, self.sandbox)
        for _ in range(2):
            answer = self.sale.webhook(self.sale, self.app)
            answer.expect(*_ACCEPTED[self.sale.source], doing=f"The signed webhook of {self.sale.crm}")
        say.step("webhook", f"signed, sent twice, answered {answer.status} both times")

    def _opened(self) -> Any:
        deal = self.sale.reference
        self.onboarding = self.sandbox.until(
            lambda: self.team.find(deal), f"The deal {deal} has no onboarding."
        )
        one = self.team.one(self.onboarding)
        if one["status"] == "on_hold":
            say.step("on hold", "more openings this hour than usual; pressing Release")
            self.team.act(self.onboarding, "ReleaseOnboarding", by=one["owner"]["email"])
            self.sandbox.settle()
            one = self.team.one(self.onboarding)
        self._check(one["tier"] == self.sale.tier, f"the tier is {one['tier']}, not {self.sale.tier}")
        self._check(
            one["owner"]["email"] == "ada@vendor.example", f"the owner is {one['owner']}, not Ada Park"
        )
        self._mails("ada@vendor.example", "its owner got no mail about it")
        say.step("opened", f"{self.onboarding}, once; owner {one['owner']['name']}, told by mail")
        return one

    def _mails(self, to: str, otherwise: str, *, more_than: int = 0) -> list[Any]:
        """Return the mails to somebody about this sale, as soon as there are more than so many."""

        def look() -> list[Any]:
            mails = self._about(self.sandbox.mails(to))
            return mails if len(mails) > more_than else []

        return self.sandbox.until(look, f"{self.sale.account}: {otherwise}.")

    def _about(self, mails: list[Any]) -> list[Any]:
        return [mail for mail in mails if self.sale.account in mail["subject"] + mail["text"]]

    def _welcome(self, one: Any) -> Customer:
        mail = self._mails(self.sale.email, "the customer got no mail")[0]
        found = re.search(rf"{re.escape(self.app)}/p/[A-Za-z0-9_-]+", mail["text"])
        if found is None:
            raise DemoError(f"The mail '{mail['subject']}' holds no link to {self.app}/p/….")
        self._check(self.sale.live not in mail["text"], "the first mail promises a date before its gate")
        asked = [task for task in one["tasks"] if task["by_customer"] and task["status"] == "open"]
        say.step("mail", f"“{mail['subject']}” to {self.sale.email}")
        customer = Customer(name=self.sale.contact, link=found.group())
        customer.visit()
        say.step("portal", f"{self.sale.contact} follows the link: {len(asked)} things to do")
        return customer

    # ---- the parts of the two sides

    def _customers(self, one: Any, customer: Customer) -> int:
        todo = [task for task in one["tasks"] if task["by_customer"] and task["status"] == "open"]
        for task in todo:
            customer.visit()
            self._give(task, customer)
        if todo:
            self._receipts()
        return len(todo)

    def _give(self, task: Any, customer: Customer) -> None:
        if task["kind"] == "approval":
            customer.approve(task["id"])
            say.step("customer", f"signs off: {task['title']}")
            return
        offered = customer.offers(task["id"])
        if "upload" in offered:
            self._upload(task, customer)
        elif "answer" in offered:
            customer.answer(task["id"])
            say.step("customer", f"answers: {task['title']}")
        else:
            customer.confirm(task["id"])
            say.step("customer", f"confirms: {task['title']}")

    def _upload(self, task: Any, customer: Customer) -> None:
        name = f"{task['id']}.pdf"
        if self.mistaken:
            self.mistaken = False
            customer.upload(task["id"], name=name, data=NOT_A_PDF)
            document = self._judged(task["id"])
            self._check(document["status"] == "rejected", f"a text file named .pdf is {document['status']}")
            say.step(
                "customer", f"uploads something that is no PDF: rejected ({', '.join(document['reasons'])})"
            )
            customer.visit()
        before = len(self._task(task["id"])["documents"])
        customer.upload(task["id"], name=name, data=pdf(f"{self.sale.account}: {task['title']}"))
        document = self._judged(task["id"], before=before)
        self._check(
            document["status"] == "accepted", f"an honest PDF is {document['status']} {document['reasons']}"
        )
        say.step("customer", f"uploads {name}: accepted, sha256 {document['sha256'][:12]}…")

    def _judged(self, task: str, *, before: int = 0) -> Any:
        def look() -> Any:
            documents = self._task(task)["documents"]
            judged = documents and documents[-1]["status"] not in {"received", "checking"}
            return documents[-1] if judged and len(documents) > before else None

        return self.sandbox.until(look, f"The document of '{task}' was not judged.")

    def _task(self, task: str) -> Any:
        return next(item for item in self.team.one(self.onboarding)["tasks"] if item["id"] == task)

    def _receipts(self) -> None:
        before = len(self.sandbox.mails(self.sale.email))
        self.sandbox.settle()
        self.sandbox.advance("PT3M")
        mails = self._mails(self.sale.email, "the customer's acts were not confirmed by mail", more_than=1)
        say.step(
            "receipt", f"“{mails[-1]['subject']}” ({len(mails)} mails so far, {len(mails) - before} since)"
        )

    def _teams(self, one: Any) -> int:
        acts = 0
        for task in one["tasks"]:
            if task["by_customer"] or task["status"] != "open" or task["provision"]:
                continue
            kind, more = "CompleteTask", {}
            if task["kind"] == "approval":
                kind, more = "ApproveTask", {"name": task["owner"]["name"]}
            self.team.act(self.onboarding, kind, by=task["owner"]["email"], task=task["id"], **more)
            say.step("team", f"{task['owner']['name']}: {task['title']}")
            acts += 1
        if one["milestones"]["setup_complete"]:
            acts += self._promises(one)
        return acts

    def _promises(self, one: Any) -> int:
        unsettled = [promise for promise in one["promises"] if promise["settled"] is None]
        for promise in unsettled:
            note = "Shown to the customer in the call of today"
            self.team.act(self.onboarding, "SettlePromise", by=OWNER, promise=promise["id"], note=note)
            say.step("promise", f"kept, with its evidence: {promise['text']}")
        return len(unsettled)

    # ---- the exception

    def _escalate(self) -> None:
        for to, who in (("ada@vendor.example", "the owner"), ("lee@vendor.example", "the lead")):
            mail = self._wait_for_escalation(to)
            say.step("escalation", f"to {who}, {to}: “{mail['subject']}”")
        one = self.team.one(self.onboarding)
        raised = [item for item in one["escalations"] if item["resolved_at"] is None]
        self._check(bool(raised), "mails of escalations went out, but none is raised")
        facts = ", ".join(f"{fact['name']} {fact['value']}" for fact in raised[0]["why"]["facts"])
        say.step("why", f"{raised[0]['why']['rule']}: {facts}")
        for item in raised:
            self.team.act(self.onboarding, "AcknowledgeEscalation", by=OWNER, escalation=item["id"])
        say.step("team", f"Ada Park has it: {len(raised)} acknowledged")

    def _wait_for_escalation(self, to: str) -> Any:
        for _ in range(40):
            one = self.team.one(self.onboarding)
            ids = {item["owner"]["email"] for item in one["escalations"]}
            mails = [m for m in self._about(self.sandbox.mails(to)) if "Why you get this" in m["text"]]
            if mails and ids:
                return mails[-1]
            self.sandbox.advance("PT2H")
        raise DemoError(f"Nobody touched {self.onboarding} for 80 hours, and {to} was not told.")

    # ---- how it ends

    def _look(self) -> Any:
        one = self.team.one(self.onboarding)
        now = [(stage["title"], stage["status"]) for stage in one["stages"]]
        if now != self.moved:
            self.moved = now
            say.stages(now)
        return one

    def _close(self, one: Any) -> None:
        needed = ("signed", "handed_off", "inputs_complete", "setup_complete", "first_value", "live")
        missing = [name for name in needed if not one["milestones"][name]]
        self._check(not missing, f"it is live without the milestones {missing}")
        closed = [
            g["id"]
            for g in one["gates"]
            if g["opens"] in {"live", "commitment", "stage:setup"} and not g["proof"]
        ]
        self._check(not closed, f"it is live although these gates hold no proof: {closed}")
        say.step(
            "gates", f"{sum(1 for gate in one['gates'] if gate['passed_at'])} passed, each with its proof"
        )
        self._provisioned(one)
        mail = self.sandbox.until(self._live_mail, "The customer was not told by mail that they are live.")
        say.step("live", f"{one['status']}; “{mail['subject']}” to the customer")
        say.step("journal", check_journal(self.team.journal(self.onboarding)))

    def _provisioned(self, one: Any) -> None:
        calls = [r for r in self.sandbox.requests("/provisioning/") if self.onboarding in str(r["body"])]
        keys = {next(v for k, v in r["headers"].items() if k.lower() == "idempotency-key") for r in calls}
        self._check(
            bool(calls) and len(keys) == len(calls), f"{len(calls)} downstream calls with {len(keys)} keys"
        )
        made = ", ".join(request["path"].rpartition("/")[2] for request in calls)
        say.step("downstream", f"{made}: each called once, behind the gate")

    def _live_mail(self) -> Any:
        mails = self.sandbox.mails(self.sale.email)
        return next((mail for mail in mails if "you are live" in mail["subject"]), None)

    def _wait_for_work(self, before: Any) -> None:
        def moved() -> bool:
            one = self.team.one(self.onboarding)
            todo = any(task["status"] == "open" and not task["provision"] for task in one["tasks"])
            return bool(one["milestones"]["live"]) or todo

        self.sandbox.until(moved, self._stuck(before))

    def _stuck(self, one: Any) -> str:
        open_tasks = [
            f"{t['id']} ({t['status']})" for t in one["tasks"] if t["status"] not in {"done", "waived"}
        ]
        return f"{self.onboarding} is {one['status']} and waits, but nobody has anything to do: {', '.join(open_tasks)}."

    def _check(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise DemoError(f"{self.sale.account}: {otherwise}.")
