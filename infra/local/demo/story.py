"""One onboarding, from its webhook to live: everybody plays their part until nothing is left to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from infra.local.demo import mails_part, questions_part, say, teams_part
from infra.local.demo.customers_part import CustomersPart, welcome
from infra.local.demo.journal import check_journal
from infra.local.demo.sale import OWNER
from infra.local.demo.scene import Scene
from infra.local.demo.web import DemoError

_ROUNDS = 40
_MILESTONES = ("signed", "handed_off", "inputs_complete", "setup_complete", "first_value", "live")
_GATES = {"live", "commitment", "stage:setup"}


@dataclass
class Story:
    """The course of one onboarding.

    Attributes
    ----------
    neglected
        Nobody touches the first stage until it escalates; the customer asks a question.
    mistaken
        The customer's first upload is no PDF, and of a table that they are asked for a row is wrong; they choose when to meet.
    forgetful
        The customer has lost their link, and says at the end how it went.
    """

    scene: Scene
    neglected: bool = False
    mistaken: bool = False
    forgetful: bool = False
    stood: list[tuple[str, str]] = field(default_factory=list)

    def play(self) -> None:
        """Play it from the webhook to live."""
        sale = self.scene.sale
        say.title(f"{sale.crm}: {sale.account}, won ({sale.tier})")
        self._win()
        self._opened()
        if self.neglected:
            teams_part.neglect(self.scene)
        if self.mistaken:
            teams_part.ask_for_table(self.scene)
        customers = CustomersPart(scene=self.scene, customer=welcome(self.scene), mistaken=self.mistaken)
        if self.neglected:
            questions_part.asked_and_answered(self.scene, customers.customer)
        if self.forgetful:
            mails_part.lost_link(self.scene, customers.customer)
        for _ in range(_ROUNDS):
            one = self._look()
            if one["milestones"]["live"]:
                self._close(one)
                return mails_part.feedback(self.scene, customers.customer) if self.forgetful else None
            if self.mistaken:
                mails_part.meet(self.scene, customers.customer, one)
            if not customers.play(one) + teams_part.play(self.scene, one):
                self.scene.sandbox.until(self._goes_on, self._stuck(one))
            self.scene.sandbox.settle()
        raise DemoError(f"{self.scene.onboarding} is not live after {_ROUNDS} rounds.")

    # ---- how it begins

    def _win(self) -> None:
        sale = self.scene.sale
        sale.prepare(sale, self.scene.sandbox)
        for _ in range(2):
            answer = sale.webhook(sale, self.scene.app).send()
            answer.expect(200, doing=f"The signed webhook of {sale.crm}")
        say.step("webhook", "signed, sent twice, answered 200 both times")

    def _opened(self) -> None:
        scene, deal = self.scene, self.scene.sale.reference
        scene.onboarding = scene.sandbox.until(lambda: scene.team.find(deal), f"{deal} has no onboarding.")
        one = scene.now()
        if one["status"] == "on_hold":
            say.step("on hold", "more openings this hour than usual; pressing Release")
            scene.team.act(scene.onboarding, "ReleaseOnboarding", by=one["owner"]["email"])
        scene.check(one["tier"] == scene.sale.tier, f"the tier is {one['tier']}, not {scene.sale.tier}")
        scene.check(one["owner"]["email"] == OWNER, f"the owner is {one['owner']}, not Ada Park")
        scene.mails(OWNER, "its owner got no mail about it")
        say.step("opened", f"{scene.onboarding}, once; owner {one['owner']['name']}, told by mail")
        way = " → ".join((one["forecast"] or {"path": []})["path"])
        say.step("forecast", f"live on {one['forecast_date']}, by {one['target_date']}; longest way: {way}")
        self._decided(one)

    def _decided(self, one: Any) -> None:
        """Say what the conditions of the playbook have made of the plan, where it has some."""
        facts = self.scene.team.journal(self.scene.onboarding)[0]["why"]["facts"]
        held = next((fact["value"] for fact in facts if fact["name"] == "conditions that hold"), "")
        if held:
            say.step("plan", f"{len(one['tasks'])} tasks, with what is there for deals like this one: {held}")

    # ---- how it goes on

    def _look(self) -> Any:
        one = self.scene.now()
        stands = [(stage["title"], stage["status"]) for stage in one["stages"]]
        if stands != self.stood:
            self.stood = stands
            say.stages(stands)
        return one

    def _goes_on(self) -> bool:
        one = self.scene.now()
        todo = any(task["status"] == "open" and not task["provision"] for task in one["tasks"])
        return todo or bool(one["milestones"]["live"])

    def _stuck(self, one: Any) -> str:
        left = [f"{t['id']} ({t['status']})" for t in one["tasks"] if t["status"] not in {"done", "waived"}]
        return f"{self.scene.onboarding} waits, and nobody has anything to do: {', '.join(left)}."

    # ---- how it ends

    def _close(self, one: Any) -> None:
        scene = self.scene
        missing = [name for name in _MILESTONES if not one["milestones"][name]]
        scene.check(not missing, f"it is live without the milestones {missing}")
        closed = [gate["id"] for gate in one["gates"] if gate["opens"] in _GATES and not gate["proof"]]
        scene.check(not closed, f"it is live although these gates hold no proof: {closed}")
        passed = sum(1 for gate in one["gates"] if gate["passed_at"])
        say.step("gates", f"{passed} passed, each with its proof")
        self._provisioned()
        mail = scene.sandbox.until(self._told, "The customer was not told by mail that they are live.")
        say.step("live", f"{one['status']}; “{mail['subject']}” to the customer")
        hours = {name: f"{one['clocks'][f'{name}_minutes'] // 60} h" for name in ("total", "waited")}
        say.step("clocks", f"{hours['total']} of working time, {hours['waited']} waiting for the customer")
        say.step("journal", check_journal(scene.team.journal(scene.onboarding)))

    def _provisioned(self) -> None:
        requests = self.scene.sandbox.requests("/provisioning/")
        calls = [request for request in requests if self.scene.onboarding in str(request["body"])]
        keys = {
            value
            for call in calls
            for name, value in call["headers"].items()
            if name.lower() == "idempotency-key"
        }
        called = {call["path"].rpartition("/")[2] for call in calls}
        self.scene.check(
            bool(called) and len(keys) == len(called), f"{len(called)} systems, {len(keys)} keys"
        )
        say.step("downstream", f"{', '.join(sorted(called))}: one key each, behind the gate")

    def _told(self) -> Any:
        mails = self.scene.sandbox.mails(self.scene.sale.email)
        return next((mail for mail in mails if "you are live" in mail["subject"]), None)
