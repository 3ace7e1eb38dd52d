"""The team: it does its part, sometimes late, sometimes twice, sometimes what it should not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Absence
from tests.faults.outside import Browser, command, request
from tests.faults.simulation.customers import HOUR, Visitor

if TYPE_CHECKING:
    from tests.faults.simulation.simulation import Simulation

PEOPLE = ("ada", "ben", "lee", "sam", "nia", "tom", "ivo", "uma", "eva", "max")
Act = tuple[str, dict[str, Any]]


def address(person: str) -> str:
    """Return the address of somebody in the directory."""
    return f"{person}@vendor.example"


def useful(state: Onboarding) -> Iterator[Act]:
    """Yield what would move an onboarding on."""
    for task in state.tasks:
        if task.status == "open" and not task.by_customer:
            if task.kind == "approval":
                yield "ApproveTask", {"task": task.id, "name": "A. Person"}
            elif task.kind == "internal":
                yield "CompleteTask", {"task": task.id}
    for document in state.documents:
        if document.status == "needs_person":
            yield "ReviewDocument", {"document": document.id, "accept": True}
    for promise in state.promises:
        if promise.settled is None:
            yield "SettlePromise", {"promise": promise.id, "note": "Shown."}
    if state.status == "on_hold":
        yield "ReleaseOnboarding", {}


def other(state: Onboarding) -> Iterator[Act]:
    """Yield what people also do: about exceptions, against the rule, by mistake."""
    for raised in state.raised():
        yield "AcknowledgeEscalation", {"escalation": raised.id}
        yield "ResolveEscalation", {"escalation": raised.id, "note": "Settled."}
    for gate in state.gates:
        yield (
            ("ApproveOverride" if gate.override_by else "RequestOverride"),
            ({"gate": gate.id} if gate.override_by else {"gate": gate.id, "reason": "It is urgent."}),
        )
    for task in state.tasks:
        if not task.settled:
            yield "WaiveTask", {"task": task.id, "reason": "Not needed."}
            yield "RetryProvisioning", {"task": task.id}
            yield "Reassign", {"subject": f"task:{task.id}", "person": address("ben")}
            if task.kind == "approval":
                yield "DeclineTask", {"task": task.id, "reason": "Not yet."}
    for document in state.documents:
        if document.status == "needs_person":
            yield "ReviewDocument", {"document": document.id, "accept": False, "note": "Blurred."}
    yield "HoldOnboarding", {"reason": "Waiting."}
    yield "RevokeLinks", {}
    yield from (("Reassign", {"subject": "onboarding", "person": address(who)}) for who in ("ada", "eva"))


def work(simulation: Simulation) -> None:
    """Let somebody of the team do something, and come back to it."""
    chance = simulation.chance
    simulation.later(chance.uniform(0.2, 1.8) * simulation.pace * HOUR, work)
    deal = chance.choice(simulation.deals) if simulation.deals else None
    state = simulation.state(deal) if deal else None
    if deal is None or state is None or chance.random() < simulation.climate.neglect / 2:
        return
    if state.ended and chance.random() < 0.98:
        return
    acts = list(useful(state))
    if chance.random() < 0.15 or (not acts and chance.random() < 0.3):
        kinds = list(dict.fromkeys(type_ for type_, _ in other(state)))
        chosen = chance.choice(kinds)
        acts = [chance.choice([act for act in other(state) if act[0] == chosen])]
    if chance.random() < 0.002:
        acts = [("CancelOnboarding", {"reason": "Given up."})]
    for type_, fields in chance.sample(acts, min(len(acts), chance.randint(1, 3))):
        by = state.owner if chance.random() < 0.5 else chance.choice(PEOPLE)
        task = state.task(fields.get("task", ""))
        if task is not None and chance.random() < 0.9:
            by = task.owner
        event = command(state.id, type_, by=address(by), key=f"key-{simulation.next_number()}", **fields)
        for _ in range(2 if chance.random() < 0.1 else 1):
            simulation.act(event, deal, wait=chance.choice((0.0, 0.0, 600.0)) * chance.random())


def look(simulation: Simulation) -> None:
    """Let somebody sign in and look at the lists and at a record; or press the button of a mail."""
    chance = simulation.chance
    simulation.later(chance.uniform(10.0, 80.0) * HOUR, look)
    if not simulation.deals:
        return
    person, deal = chance.choice(PEOPLE), chance.choice(simulation.deals)
    browser = Visitor(simulation.world, simulation=simulation)
    if button := simulation.post.buttons.get(address(person)):
        page = browser.get(button)
        offered = [form["fields"].get("act") for form in page.forms() if "nonce" in form["fields"]]
        if page.status == 200 and offered:
            act = chance.choice(offered)
            simulation.act(browser.form(page, typed={"text": "As agreed."}, act=act), None)
    simulation.act(Browser(simulation.world).filled("/console/sign-in", {"email": address(person)}), None)
    if link := simulation.post.sign_ins.get(address(person)):
        browser.post(link, {})
        for path in ("/console/needs-you", "/console/onboardings", f"/console/onboardings/{deal.onboarding}"):
            browser.get(path)
    headers = {"Authorization": "Bearer local-admin-token"}
    for path in ("/api/onboardings", f"/api/onboardings/{deal.onboarding}"):
        simulation.ask(request("GET", path, headers=headers), None)


def come_and_go(simulation: Simulation) -> None:
    """Let somebody be away for some days, come back, or leave for good."""
    from chalicelib import bootstrap

    chance = simulation.chance
    simulation.later(chance.uniform(20.0, 200.0) * HOUR, come_and_go)
    people = bootstrap.people()
    person = people.directory(fresh=True).get(chance.choice(PEOPLE))
    assert person is not None
    first = datetime.fromtimestamp(simulation.world.now, UTC).date() + timedelta(days=chance.randint(0, 2))
    away = (*person.away[-1:], _absence(first, chance.randint(0, 6)))
    people.put(replace(person, away=away, active=chance.random() > 0.05))


def _absence(first: date, days: int) -> Absence:
    return Absence(first=first, last=first + timedelta(days=days))
