"""Every playbook from its webhook to its end: what begins a stage, and what a downstream system does, is a scenario."""

from __future__ import annotations

from typing import Any

from tests.faults.beginnings import furnished
from tests.faults.crashes.telling import GRACE, LEE, Stimulus, Story, deal, deals, state
from tests.faults.outside import RUNTIME, visitor
from tests.faults.runtime import World

TIERS = ("enterprise", "partner", "smb")
TYPED = {"email": "it@acme.example", "number": "12", "yes_no": "Yes", "vat_id": "DE123456789"}


def play(story: Story) -> None:
    """Play every tier that the main line does not play."""
    for tier in TIERS:
        _play(story, tier)


def _play(story: Story, tier: str) -> None:
    body = deal()
    body["data"]["account"]["tier"] = tier
    world = story.beside(
        furnished(), f"{tier}: a deal is won", deals(body, f"msg-{tier}"), alone=True, alike=True
    )
    for promise in state(world).promises:
        _now(world, story.team("SettlePromise", promise=promise.id, note="Shown in the call."))
    moved = False
    while not state(world).ended:
        task = next(one for one in state(world).tasks if one.status == "open")
        act, before = _act(story, world, task), world.copy()
        if not moved and any(one.status == "open" and one.anchor == "target" for one in state(world).tasks):
            moved, later = True, deal(at="2026-11-23T09:30:00Z")
            later["data"]["account"]["tier"] = tier
            later["data"]["committed_live_date"] = "2026-12-18"
            story.beside(
                world,
                f"{tier}: the go-live date moves",
                deals(later, f"msg-{tier}-later"),
                alone=True,
                alike=True,
            )
        _now(world, act)
        if began := _active(world) - _active(before):
            name = f"{tier}: {' and '.join(sorted(began))} begins with {task.id}"
            world = story.beside(before, name, act, alone=True, alike=True)
        elif state(world).ended:
            world = story.beside(before, f"{tier}: the end, with {task.id}", act, alone=True, alike=True)


def _now(world: World, act: Stimulus) -> None:
    act(world)
    RUNTIME.rest(world)
    assert all(answered.status < 400 for answered in world.answered), world.answered[-1].body


def _active(world: World) -> set[str]:
    return {stage.id for stage in state(world).stages if stage.status != "waiting"}


def _act(story: Story, world: World, task: Any) -> Stimulus:
    """Return what settles an open task: the customer's part on their page, the team's over the API."""
    if task.kind == "internal":
        return story.team("CompleteTask", task=task.id, note="Done.")
    if task.kind == "approval" and not task.by_customer:
        return story.team("ApproveTask", by=LEE, task=task.id, name="Lee Osei")
    if _takes_files(world, task.id):
        return story.team("WaiveTask", task=task.id, reason="It came with the order.")
    return lambda world: _typed(world, task.id)


def _takes_files(world: World, task: str) -> bool:
    from chalicelib import bootstrap

    rule = bootstrap.playbooks().get(state(world).playbook).task(task)
    return rule is not None and rule.documents is not None


def _typed(world: World, task: str) -> None:
    """Answer, confirm or approve, as the page of a task asks for it."""
    from chalicelib import bootstrap

    rule = bootstrap.playbooks().get(state(world).playbook).task(task)
    browser = visitor(world, GRACE)
    page = browser.get(f"/portal/tasks/{task}")
    acts = [form["fields"].get("act") for form in page.forms()]
    act = next(one for one in ("answer", "confirm", "approve") if one in acts)
    typed = {
        f"answer.{field.id}": field.choices[0] if field.choices else TYPED.get(field.type, "Marienplatz 4711")
        for field in (rule.fields if rule else ())
    }
    if act == "approve":
        typed = {"name": "Grace Lind", "agree": "yes"}
    world.do(browser.form(page, typed=typed, act=act))
