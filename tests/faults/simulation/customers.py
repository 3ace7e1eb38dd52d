"""The customers: they follow the links of their mails, give what they are asked for, or not, or something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from tests.faults.outside import Browser, upload_form
from tests.faults.simulation.deals import Deal
from tests.integration.http_browser import Page
from tests.unit.inspection.pdfs import pdf

if TYPE_CHECKING:
    from tests.faults.simulation.simulation import Simulation

HOUR = 3600.0
_PDF = pdf(deterministic_id=True)  # the same bytes in every process
_FILES: tuple[tuple[bytes, str, str], ...] = (
    (_PDF, "pdf", "NO_THREATS_FOUND"),
    (_PDF, "pdf", "NO_THREATS_FOUND"),
    (_PDF, "pdf", "NO_THREATS_FOUND"),
    (pdf(pages=2, deterministic_id=True), "pdf", "THREATS_FOUND"),
    (pdf(pages=3, deterministic_id=True), "pdf", "UNSUPPORTED"),
    (b"GIF89a not a document", "gif", "NO_THREATS_FOUND"),
    (b"", "pdf", "NO_THREATS_FOUND"),
)


class NotAnsweredError(Exception):
    """A request was not answered; whoever sent it comes back another time."""


@dataclass
class Visitor(Browser):
    """A browser whose requests may go wrong; `deal` is the only customer whose traces its pages may show."""

    simulation: Any = None
    deal: Deal | None = None

    def get(self, path: str) -> Page:
        """Load a page."""
        return self._took(self.simulation.ask(self.opened(path), self.deal))

    def post(self, path: str, fields: Any) -> Page:
        """Send a form."""
        return self._took(self.simulation.ask(self.filled(path, fields), self.deal))


@dataclass(kw_only=True)
class Customer:
    """A person of a customer; `patience` is how many hours pass between two visits."""

    deal: Deal
    email: str
    patience: float
    browser: Visitor
    files: int = 0
    gone: bool = False

    def visit(self, simulation: Simulation) -> None:
        """Come by, do something, and come again."""
        chance = simulation.chance
        if self.gone:
            return
        simulation.later(chance.uniform(0.2, 1.8) * self.patience * HOUR, self.visit)
        link = simulation.post.links.get(self.email)
        if link is None or chance.random() < simulation.climate.neglect:
            return
        state = simulation.state(self.deal)
        if not (state and state.outstanding()) and chance.random() < 0.8:
            return  # nothing is asked for
        if self._comes_in(link, chance) and (
            chance.random() < 0.8 or self.browser.get("/portal").status == 200
        ):
            self._acts(simulation)

    def _comes_in(self, link: str, chance: Random) -> bool:
        if chance.random() < 0.3:
            self.browser.get(link)
        return self.browser.post(link, {}).status == 303

    def _acts(self, simulation: Simulation) -> None:
        state, chance = simulation.state(self.deal), simulation.chance
        if state is None:
            return
        if chance.random() < 0.04:
            self._invites(simulation)
        if chance.random() < 0.015:
            self._leaves(simulation)
        if chance.random() < 0.1:
            for path in ("/portal/history", "/portal/colleagues"):
                self.browser.get(path)
        asked = [task for task in state.tasks if task.by_customer and task.status != "waiting"]
        wanted = [task for task in asked if task.status == "open"] or asked
        for task in chance.sample(wanted, min(len(wanted), chance.randint(1, 3))):
            page = self.browser.get(f"/portal/tasks/{task.id}")
            if page.status == 200:
                self._does(task.id, page, simulation)

    def _does(self, task: str, page: Page, simulation: Simulation) -> None:
        forms = {form["fields"].get("act"): form for form in page.forms() if "nonce" in form["fields"]}
        chance = simulation.chance
        if any("key" in form["fields"] for form in page.forms()) and chance.random() < 0.8:
            self._uploads(task, page, simulation)
        if "answer" in forms:
            names = [name for name in forms["answer"]["fields"] if name.startswith("answer.")]
            rule = simulation.rule(self.deal, task)
            kinds = {f"answer.{one.id}": one for one in rule.fields} if rule else {}
            typed = {name: self._answer(kinds.get(name), chance) for name in names}
            self._sends(page, simulation, typed, "answer")
        elif "confirm" in forms:
            self._sends(page, simulation, {}, "confirm")
        elif "decline" in forms and chance.random() < 0.25:
            self._sends(page, simulation, {"reason": f"Not yet right for {self.deal.mark}."}, "decline")
        elif "approve" in forms:
            self._sends(page, simulation, {"name": f"Grace {self.deal.mark}", "agree": "yes"}, "approve")

    def _answer(self, field_: Any, chance: Random) -> str:
        if field_ is None or chance.random() < 0.02:
            return f"As agreed with {self.deal.mark}"
        values: dict[str, Callable[[], str]] = {
            "email": lambda: f"it@{self.deal.mark}.example",
            "number": lambda: str(chance.randint(1, 500)),
            "date": lambda: "2026-12-18",
            "choice": lambda: str(chance.choice(field_.choices)),
            "yes_no": lambda: chance.choice(("Yes", "No")),
            "vat_id": lambda: f"DE{chance.randint(100_000_000, 999_999_999)}",
            "domain": lambda: f"login.{self.deal.mark}.example",
        }
        return values.get(field_.type, lambda: f"Text of {self.deal.mark}")()

    def _sends(self, page: Page, simulation: Simulation, typed: dict[str, str], act: str) -> None:
        """Send a form now, much later, or twice, as people do."""
        event = self.browser.form(page, typed=typed, act=act)
        chance = simulation.chance
        for _ in range(2 if chance.random() < 0.1 else 1):
            wait = chance.choice((0.0, 1.0, 60.0, 1200.0)) * chance.random()
            simulation.act(event, self.deal, wait=wait)

    def _uploads(self, task: str, page: Page, simulation: Simulation) -> None:
        chance, fields = simulation.chance, upload_form(page)
        for _ in range(2 if chance.random() < 0.1 else 1):
            data, ending, result = chance.choice(_FILES)
            self.files += 1
            simulation.upload(fields, data, f"{self.deal.mark}-{self.files}.{ending}", result)
        if chance.random() < 0.7:  # else the browser is closed before it hears of it
            event = self.browser.opened(f"/portal/tasks/{task}/uploaded?key={fields['key']}")
            simulation.act(event, self.deal, wait=chance.random() * 30.0)

    def _invites(self, simulation: Simulation) -> None:
        page = self.browser.get("/portal/colleagues")
        if page.status != 200 or not any("email" in form["fields"] for form in page.forms()):
            return
        number = simulation.next_number()
        email = f"piet{number}@{self.deal.mark}.example"
        event = self.browser.form(page, typed={"name": f"Piet {self.deal.mark}", "email": email})
        simulation.act(event, self.deal)
        simulation.arrives(self.deal, email)

    def _leaves(self, simulation: Simulation) -> None:
        link = simulation.post.links[self.email]
        page = self.browser.get(f"{link}/leave")
        if page.status != 200:
            return
        fields = next(form["fields"] for form in page.forms())
        event = self.browser.filled(f"{link}/leave", {**fields, "reason": "left"})
        simulation.act(event, self.deal)
        self.gone = simulation.chance.random() < 0.7
