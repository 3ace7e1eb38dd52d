"""`make seed N=…`: fills a running local cloud with generated onboardings in every state, by webhook, portal and API.

The first half is opened, brought to its states, and left alone for two days, so that reminders and escalations go out; the
second half is fresh.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from infra.local.crowd_deals import Won, won
from infra.local.demo.customer import Customer
from infra.local.demo.documents import NOT_A_PDF, pdf
from infra.local.demo.sandbox import Sandbox
from infra.local.demo.team import Team
from infra.local.demo.teams_part import open_for_team
from infra.local.demo.web import DemoError, send
from infra.simulation.progress import Progress

# Where each is left; the next one after the last begins again.
GOALS = (
    "asked",
    "given",
    "setup",
    "held",
    "live",
    "mistaken",
    "blocked",
    "go_live",
    "cancelled",
    "closed",
    "halfway",
)
_ROUNDS = 12
_MEANWHILE = "P2D"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A running product, and this run's name."""

    app: str
    sandbox: Sandbox
    team: Team
    run: str


def fill(place: Place, number: int, progress: Progress) -> list[str]:
    """Add so many onboardings; return the ids in order."""
    found: list[str] = []
    for part in (range(number // 2), range(number // 2, number)):
        deals = [won(place.run, n, place.sandbox.now()) for n in part]
        for deal in deals:
            deal.webhook(place.app).send().expect(200, doing="A won deal's webhook")
        place.sandbox.settle()
        for at, deal in zip(part, deals, strict=True):
            look = partial(place.team.find, f"deals:{deal.deal}")
            found.append(place.sandbox.until(look, f"{deal.deal} has not opened."))
            Newcomer(place=place, won=deal, onboarding=found[-1]).become(GOALS[at % len(GOALS)])
            progress.at(len(found), number)
        if part.start == 0 and deals:
            place.sandbox.advance(_MEANWHILE)
    return found


@dataclass(kw_only=True)
class Newcomer:
    """One onboarding on its way to where it is left."""

    place: Place
    won: Won
    onboarding: str

    def become(self, goal: str) -> None:
        """Bring it there."""
        one = self._look()
        if one["status"] == "on_hold" and goal != "held":
            self._act("ReleaseOnboarding", one)
            self.place.sandbox.settle()
        match goal:
            case "asked":
                return
            case "held":
                if self._look()["status"] != "on_hold":
                    self._act("HoldOnboarding", one, reason="The customer moves office first.")
            case "cancelled":
                self._act("CancelOnboarding", one, reason="Bought by another company.")
            case "mistaken":
                self._mistake()
            case "blocked":
                self._block()
            case "given" | "halfway":
                self._give(self._look(), most=2 if goal == "halfway" else 99)
            case _:
                self._go_on(goal)
        self.place.sandbox.settle()

    def _go_on(self, goal: str) -> None:
        """Let everybody do whatever is open until it is as far as it should be."""
        for _ in range(_ROUNDS):
            one = self._look()
            if self._reached(one, goal) or not self._give(one) + self._work(one):
                return
            self.place.sandbox.settle()

    def _reached(self, one: Any, goal: str) -> bool:
        if goal in {"live", "closed"}:
            return str(one["status"]) in {goal, "closed"}
        return any(stage["id"] == goal and stage["status"] != "waiting" for stage in one["stages"])

    def _work(self, one: Any) -> int:
        todo = [task for task in one["tasks"] if open_for_team(task)]
        for task in todo:
            named = {"name": task["owner"]["name"]} if task["kind"] == "approval" else {}
            kind = "ApproveTask" if named else "CompleteTask"
            self.place.team.act(self.onboarding, kind, by=task["owner"]["email"], task=task["id"], **named)
        for promise in (p for p in one["promises"] if p["settled"] is None):
            self._act("SettlePromise", one, promise=promise["id"], note="Shown in the call.")
        return len(todo)

    def _give(self, one: Any, most: int = 99) -> int:
        todo = [task for task in one["tasks"] if task["by_customer"] and task["status"] == "open"][:most]
        if todo:
            customer = self._customer()
            for task in todo:
                customer.visit()
                offered = customer.offers(task["id"])
                if "upload" in offered:
                    customer.upload(
                        task["id"], name=f"{task['id']}.pdf", data=pdf(f"{self.won.account}: {task['title']}")
                    )
                for act in ("answer", "approve", "confirm"):
                    if act in offered:
                        getattr(customer, act)(task["id"])
        return len(todo)

    def _mistake(self) -> None:
        for task in self._look()["tasks"]:
            if task["by_customer"] and task["status"] == "open":
                customer = self._customer()
                customer.visit()
                if "upload" in customer.offers(task["id"]):
                    customer.upload(task["id"], name="scan.pdf", data=NOT_A_PDF)
                    return

    def _block(self) -> None:
        one = self._look()
        task = next((task for task in one["tasks"] if open_for_team(task)), None)
        if task is not None:
            self._act("BlockTask", one, task=task["id"], code="other", note="Their administrator is away.")

    def _customer(self) -> Customer:
        return Customer(
            name=self.won.contact, link=self.place.sandbox.until(self._link, f"{self.won.email} got no mail.")
        )

    def _link(self) -> str:
        pattern = rf"{re.escape(self.place.app)}/p/[A-Za-z0-9_-]+"
        links: Iterator[str] = (
            found.group()
            for mail in self.place.sandbox.mails(self.won.email)
            if (found := re.search(pattern, mail["text"]))
        )
        return next(links, "")

    def _look(self) -> Any:
        return self.place.team.one(self.onboarding)

    def _act(self, kind: str, one: Any, **fields: Any) -> None:
        self.place.team.act(self.onboarding, kind, by=one["owner"]["email"], **fields)


def main() -> int:
    """Fill; return the exit status."""
    try:
        number = int(os.environ.get("N") or 22)
    except ValueError:
        print("N is a whole number: make seed N=50.", file=sys.stderr)
        return 1
    app = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
    sandbox = Sandbox(url=f"http://127.0.0.1:{os.environ.get('SANDBOX_PORT', '8001')}")
    run = str(int(time.time()))
    place = Place(app=app, sandbox=sandbox, team=Team(app=app, run=run), run=run)
    try:
        send("GET", f"{app}/healthz", patience=0).expect(200, doing="Looking whether the app is there")
        print("The product's clock moves on by two days: deals of your own grow as much older.")
        fill(place, number, Progress("onboardings"))
    except DemoError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{number} onboardings more: {app}/console/onboardings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
